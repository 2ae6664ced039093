internal import Notebooks

/// Formulas and citations, as pandoc typeset them; without it as they are written.
extension ProseWriter {
  mutating func append(_ formula: Formula, to html: inout HTML) {
    guard formula.isDisplay else { return html.append(mathematics(of: formula)) }
    let number = formula.label.flatMap { outline.equationNumbers[$0] }
    // A long one scrolls on a phone, also by the keyboard.
    let attributes: [HTML.Attribute] =
      [.init("class", "equation")] + anchor(formula.label) + [
        .init("tabindex", "0"), .init("role", "group"),
        .init("aria-label", number.map { "\(words.equation) \($0)" } ?? words.equation),
      ]
    html.element("span", attributes) { html in
      html.append(mathematics(of: formula))
      if let number {
        html.element("span", [.init("class", "equation-number")], text: "(\(number))")
      }
    }
  }

  /// A formula without its number, wherever it stands.
  func mathematics(of formula: Formula) -> HTML {
    if let mathematics = typesetting.formulas[Typesetting.key(of: formula)] { return mathematics }
    var html = HTML()
    let tex = formula.tex.trimmingCharacters(in: .whitespacesAndNewlines)
    html.element("code", [.init("class", "tex")], text: Escaping.showingDirectionControls(tex))
    return html
  }

  mutating func append(citation source: String, to html: inout HTML) {
    guard let inlines = typesetting.citations[source] else {
      html.element("span", [.init("class", "missing")], text: source)
      return
    }
    html.element("span", [.init("class", "citation")]) { append(inlines, to: &$0) }
  }

  /// The works that the text cites; nothing where it cites none.
  mutating func bibliography() -> HTML {
    var html = HTML()
    guard !typesetting.bibliography.isEmpty else { return html }
    html.element(
      "section",
      [.init("class", "bibliography"), .init("role", "doc-bibliography"), .init("aria-label", words.references)]
    ) { html in
      html.element("p", [.init("class", "heading")], text: words.references)
      html.element("ul") { html in
        for entry in typesetting.bibliography {
          html.element("li", [.init("id", outline.anchors[entry.identifier] ?? entry.identifier)]) {
            append(entry.content, to: &$0)
          }
          html.lineBreak()
        }
      }
    }
    return html
  }
}
