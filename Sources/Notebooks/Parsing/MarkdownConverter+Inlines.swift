import CellOutput

/// Runs of text within a block.
extension MarkdownConverter {
  mutating func inlines(_ nodes: [MarkdownNode]) throws(Problem) -> [MarkdownInline] {
    var result: [MarkdownInline] = []
    var text = ""
    var textLine = 0
    for node in nodes {
      if node.kind == "text" {
        // cmark cuts text at every character that might have begun something else.
        if text.isEmpty { textLine = node.line }
        text += node.literal
        continue
      }
      try append(text, line: textLine, to: &result)
      text = ""
      result.append(try inline(node))
    }
    try append(text, line: textLine, to: &result)
    return result
  }

  /// Text with what is ours in it: formulas, references, citations.
  private mutating func append(_ text: String, line: Int, to result: inout [MarkdownInline]) throws(Problem) {
    var text = text
    if case .image(let picture, let title, let alternative, _)? = result.last,
      let (attributes, rest) = try ImageAttributes.split(text, file: file, line: line)
    {
      result[result.count - 1] = .image(
        source: picture, title: title, alternative: alternative, attributes: attributes)
      if let label = attributes.label { pictureLabels.append((label, line)) }
      text = rest
    }
    if text.isEmpty { return }
    let scanner = ReferenceScanner(citesKeys: !frontMatter.bibliography.isEmpty)
    for piece in source.pieces(of: text) {
      switch piece {
      case .formula(let formula): result.append(.formula(formula))
      // The line break belongs to the formula.
      case .continuation: if result.last == .softBreak { result.removeLast() }
      case .text(let text):
        for inline in scanner.inlines(of: text, line: line) {
          if case .crossReference(let label, let line) = inline { references.append((label, line)) }
          result.append(inline)
        }
      }
    }
  }

  private mutating func inline(_ node: MarkdownNode) throws(Problem) -> MarkdownInline {
    switch node.kind {
    case "softbreak": return .softBreak
    case "linebreak": return .lineBreak
    case "code": return try inlineCode(node)
    case "emph": return .emphasis(try inlines(node.children))
    case "strong": return .strong(try inlines(node.children))
    case "strikethrough": return .strikethrough(try inlines(node.children))
    case "link":
      return .link(
        destination: source.restored(node.url), title: source.restored(node.title),
        content: try inlines(node.children))
    case "image":
      return .image(
        source: source.restored(node.url), title: source.restored(node.title),
        alternative: plainText(try inlines(node.children)))
    case "html_inline": return .html(source.restored(node.literal))
    case "footnote_reference": return .footnoteReference(label: node.literal)
    default: return .text(source.restored(node.literal))
    }
  }

  private mutating func inlineCode(_ node: MarkdownNode) throws(Problem) -> MarkdownInline {
    let literal = source.restored(node.literal)
    guard literal.hasPrefix("{swift}") else { return .code(literal) }
    let code = String(literal.dropFirst("{swift}".count).drop(while: \.isWhitespace))
    if code.allSatisfy(\.isWhitespace) {
      throw NotebookError.emptyInlineExpression.problem(in: file, line: node.line)
    }
    let column = columnOfExpression(line: node.line, atOrAfter: node.column)
    inlineExpressions.append(InlineExpression(code: code, line: node.line, column: column, cellsBefore: cells.count))
    return .inlineValue(inlineExpressions.count - 1)
  }

  /// `column`: cmark's, which formulas before it on the line make smaller than the notebook's.
  private func columnOfExpression(line: Int, atOrAfter column: Int) -> Int {
    guard line >= 1, line <= sourceLines.count else { return 1 }
    let text = Array(sourceLines[line - 1].utf8)
    let mark = Array("{swift}".utf8)
    let before = inlineExpressions.last.map { $0.line == line ? $0.column : 1 } ?? 1
    let start = min(max(column - 1, before - 1, 0), text.count)
    guard let found = (start..<text.count).first(where: { text[$0...].starts(with: mark) }) else { return 1 }
    let first = text[(found + mark.count)...].firstIndex { $0 != UInt8(ascii: " ") } ?? found
    return first + 1
  }
}
