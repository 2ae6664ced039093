internal import Notebooks

/// Runs of text.
extension ProseWriter {
  /// The text of a heading without its links, for the contents.
  func unlinked(_ inlines: [MarkdownInline]) -> HTML {
    var html = HTML()
    for inline in inlines {
      switch inline {
      case .link(_, _, let content): html.append(unlinked(content))
      case .emphasis(let content): html.element("em") { $0.append(unlinked(content)) }
      case .strong(let content): html.element("strong") { $0.append(unlinked(content)) }
      case .strikethrough(let content): html.element("s") { $0.append(unlinked(content)) }
      case .code(let text): html.element("code", text: Escaping.showingDirectionControls(text))
      case .formula(let formula): html.append(mathematics(of: formula))
      case .inlineValue(let index): html.text(value(at: index) ?? "…")
      case .crossReference(let label, _): html.text(references[label]?.name ?? "@\(label)")
      default: html.text(PlainText.of([inline]))
      }
    }
    return html
  }

  mutating func append(_ inlines: [MarkdownInline], to html: inout HTML) {
    for inline in inlines { append(inline, to: &html) }
  }

  mutating func append(_ inline: MarkdownInline, to html: inout HTML) {
    switch inline {
    case .text(let text): html.text(text)
    case .softBreak: html.lineBreak()
    case .lineBreak: html.void("br")
    case .code(let text): html.element("code", text: Escaping.showingDirectionControls(text))
    case .emphasis(let content): html.element("em") { append(content, to: &$0) }
    case .strong(let content): html.element("strong") { append(content, to: &$0) }
    case .strikethrough(let content): html.element("s") { append(content, to: &$0) }
    case .link(let destination, let title, let content):
      append(link: destination, title: title, content, to: &html)
    case .image(let source, let title, let alternative, let attributes):
      append(image: source, title: title, alternative: alternative, attributes: attributes, to: &html)
    case .html(let text): html.element("code", text: Escaping.showingDirectionControls(text))
    case .formula(let formula): append(formula, to: &html)
    case .citation(let source, _): append(citation: source, to: &html)
    case .footnoteReference(let label): append(footnote: label, to: &html)
    case .crossReference(let label, _):
      if let reference = references[label] {
        html.element(
          "a",
          [
            .init("class", reference.isMissing ? "reference missing" : "reference"),
            .init("href", "#\(reference.identifier)"),
          ], text: reference.name)
      } else {
        html.element("span", [.init("class", "missing")], text: "@\(label)")
      }
    case .inlineValue(let index):
      if let value = value(at: index) {
        html.text(Escaping.showingDirectionControls(value))
      } else {
        let code = index < notebook.inlineExpressions.count ? notebook.inlineExpressions[index].code : "…"
        html.element("code", [.init("class", "missing"), .init("title", words.noValue)], text: code)
      }
    }
  }

  mutating func append(
    link destination: String, title: String, _ content: [MarkdownInline], to html: inout HTML
  ) {
    if let page = links.page(of: destination) {
      var attributes: [HTML.Attribute] = [.init("href", page)]
      if !title.isEmpty { attributes.append(.init("title", title)) }
      html.element("a", attributes) { append(content, to: &$0) }
      return
    }
    guard let address = Link.safe(destination) else {
      append(content, to: &html)
      html.text(" ")
      html.element("code", [.init("class", "missing")], text: Escaping.showingDirectionControls(destination))
      return
    }
    var attributes: [HTML.Attribute] = [.init("href", Link.rebased(address, way: way))]
    if Link.isExternal(address) { attributes.append(.init("rel", "noopener noreferrer")) }
    if !title.isEmpty { attributes.append(.init("title", title)) }
    html.element("a", attributes) { append(content, to: &$0) }
  }

  mutating func append(
    image source: String, title: String, alternative: String, attributes: ImageAttributes, to html: inout HTML
  ) {
    let alternative = attributes.alternative ?? alternative
    if let image = images[source] {
      var written: [HTML.Attribute] = [.init("src", image.address), .init("alt", alternative)]
      if !title.isEmpty { written.append(.init("title", title)) }
      switch attributes.width {
      case .percent(let share)?: written.append(.init("class", NotebookWidths.className(of: share)))
      case .pixels(let count)?: written.append(.init("width", String(count)))
      case nil: break
      }
      html.void("img", written)
    } else {
      // A picture elsewhere would be a request; its address is shown instead.
      let text = alternative.isEmpty ? words.picture : alternative
      append(link: source, title: title, [.text("[\(text)]")], to: &html)
    }
  }

  mutating func append(footnote label: String, to html: inout HTML) {
    guard let (number, place) = footnotes.refer(to: label) else {
      html.text("[^\(label)]")
      return
    }
    html.element("sup") { html in
      html.element(
        "a",
        [
          .init("id", place), .init("href", "#\(footnotes.identifier(of: label))"), .init("role", "doc-noteref"),
          .init("aria-label", "\(words.footnote) \(number)"),
        ], text: String(number))
    }
  }

  func value(at index: Int) -> String? {
    index < inlineValues.count ? inlineValues[index] : nil
  }
}
