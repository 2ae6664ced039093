/// A block of code that is shown, coloured where it is Swift.
enum CodeBlock {
  /// `firstLine`: the number of the first line, where lines are numbered.
  static func html(_ code: String, language: String, firstLine: Int? = nil) -> HTML {
    let name = language.split(separator: " ").first.map { $0.lowercased() } ?? ""
    let text = code.hasSuffix("\n") ? String(code.dropLast()) : code
    let tokens = name == "swift" ? Highlighting.tokens(swift: text) : [Highlighting.Token(text: text, className: nil)]
    let className = firstLine == nil ? "code" : "code numbered"
    var html = HTML()
    html.element("pre", [.init("class", className), .init("tabindex", "0")]) { html in
      // A parser of HTML drops one line end right after <pre>.
      if firstLine == nil, code.hasPrefix("\n") { html.lineBreak() }
      html.element("code") { html in
        guard let firstLine else {
          for token in tokens { token.append(to: &html) }
          return
        }
        for (index, line) in lines(of: tokens).enumerated() {
          if index > 0 { html.lineBreak() }
          // The number is drawn by the style sheet: copied code has none.
          html.element("span", [.init("class", "line"), .init("data-line", String(firstLine + index))]) { html in
            for token in line { token.append(to: &html) }
          }
        }
      }
    }
    return html
  }

  /// Tokens line by line; one that spans several lines is cut.
  private static func lines(of tokens: [Highlighting.Token]) -> [[Highlighting.Token]] {
    var lines: [[Highlighting.Token]] = [[]]
    for token in tokens {
      for (index, part) in token.text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
        if index > 0 { lines.append([]) }
        if !part.isEmpty { lines[lines.count - 1].append(.init(text: String(part), className: token.className)) }
      }
    }
    return lines
  }
}
