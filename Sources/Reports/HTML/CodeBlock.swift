/// A block of code that is shown, coloured where it is Swift.
enum CodeBlock {
  static func html(_ code: String, language: String) -> HTML {
    let name = language.split(separator: " ").first.map { $0.lowercased() } ?? ""
    let isSwift = name == "swift"
    var html = HTML()
    html.element("pre", [.init("class", "code"), .init("tabindex", "0")]) { html in
      // A parser of HTML drops one line end right after <pre>.
      if code.hasPrefix("\n") { html.lineBreak() }
      html.element("code") { html in
        let text = code.hasSuffix("\n") ? String(code.dropLast()) : code
        if isSwift {
          html.append(Highlighting.highlight(swift: text))
        } else {
          html.text(Escaping.showingDirectionControls(text))
        }
      }
    }
    return html
  }
}
