import CellOutput

/// Turns cmark's tree into blocks, and takes out what is run: cells and inline expressions.
struct MarkdownConverter {
  let file: String
  let frontMatter: FrontMatter
  private let sourceLines: [Substring]

  private(set) var cells: [Cell] = []
  private(set) var inlineExpressions: [InlineExpression] = []
  /// Every `@fig-…` and `@tbl-…` of the prose.
  private(set) var references: [(label: String, line: Int)] = []
  /// Every heading in order; identifiers are given afterwards, when all labels are known.
  private(set) var headings: [HeadingSource] = []
  private var footnotes = 0

  /// What a heading's identifier is made from.
  struct HeadingSource {
    var text: String
    /// `{#sec-data}` at its end.
    var explicitIdentifier: String?
    var line: Int
  }

  /// `source`: the text that was parsed, whose lines the tree's places refer to.
  init(file: String, source: String, frontMatter: FrontMatter) {
    self.file = file
    self.frontMatter = frontMatter
    sourceLines = source.split(separator: "\n", omittingEmptySubsequences: false)
  }

  mutating func blocks(_ nodes: [MarkdownNode]) throws(Problem) -> [MarkdownBlock] {
    var blocks: [MarkdownBlock] = []
    for node in nodes { blocks.append(try block(node)) }
    return blocks
  }

  private mutating func block(_ node: MarkdownNode) throws(Problem) -> MarkdownBlock {
    switch node.kind {
    case "heading": return try heading(node)
    case "list":
      var items: [MarkdownBlock.ListItem] = []
      for item in node.children { items.append(.init(isDone: item.isDone, content: try blocks(item.children))) }
      return .list(start: node.listStart, isTight: node.isTight, items: items)
    case "block_quote": return .quote(try blocks(node.children))
    case "code_block": return try code(node)
    case "table": return try table(node)
    case "thematic_break": return .thematicBreak
    case "html_block": return .html(node.literal)
    case "footnote_definition":
      // cmark numbers references by their definitions' order and appends the definitions in that order.
      footnotes += 1
      return .footnote(label: String(footnotes), content: try blocks(node.children))
    default: return .paragraph(try inlines(node.children))
    }
  }

  // MARK: Blocks with something of ours in them

  private mutating func heading(_ node: MarkdownNode) throws(Problem) -> MarkdownBlock {
    var content = try inlines(node.children)
    var identifier: String?
    if case .text(let text)? = content.last, text.hasSuffix("}"), let start = text.range(of: "{#")?.lowerBound {
      let label = text[start...].dropFirst(2).dropLast()
      guard isLabel(label) else { throw NotebookError.badLabel(String(label)).problem(in: file, line: node.line) }
      identifier = String(label)
      content.removeLast()
      let rest = text[..<start].trimmingSuffix(while: \.isWhitespace)
      if !rest.isEmpty { content.append(.text(String(rest))) }
    }
    headings.append(HeadingSource(text: plainText(content), explicitIdentifier: identifier, line: node.line))
    return .heading(level: node.headingLevel, content: content, identifier: "")
  }

  private mutating func table(_ node: MarkdownNode) throws(Problem) -> MarkdownBlock {
    var rows: [[[MarkdownInline]]] = []
    for row in node.children {
      var cells: [[MarkdownInline]] = []
      for cell in row.children { cells.append(try inlines(cell.children)) }
      rows.append(cells)
    }
    return .table(alignments: node.alignments, header: rows.first ?? [], rows: Array(rows.dropFirst()))
  }

  private mutating func code(_ node: MarkdownNode) throws(Problem) -> MarkdownBlock {
    guard let info = node.fenceInfo else { return .code(language: "", text: node.literal) }
    if !isClosed(node) { throw NotebookError.unclosedFence.problem(in: file, line: node.line) }
    guard info.hasPrefix("{"), info.hasSuffix("}"), !info.hasPrefix("{.") else {
      let language = info.trimmingPrefix("{.").prefix { !$0.isWhitespace && $0 != "}" && $0 != "," }
      return .code(language: String(language), text: node.literal)
    }
    let header = info.dropFirst().dropLast().trimmingSuffix(while: \.isWhitespace).drop(while: \.isWhitespace)
    let language = header.prefix { !$0.isWhitespace && $0 != "," }
    guard language.lowercased() == "swift" else {
      throw NotebookError.unknownLanguage(String(language)).problem(in: file, line: node.line)
    }
    let rest = header.dropFirst(language.count).drop { $0.isWhitespace || $0 == "," }
    if !rest.isEmpty { throw NotebookError.optionsInFence(String(rest)).problem(in: file, line: node.line) }
    let parser = CellOptionsParser(file: file, frontMatter: frontMatter)
    let (options, code, line) = try parser.parse(node.literal, firstLine: node.line + 1)
    cells.append(Cell(index: cells.count, options: options, code: code, line: line, fenceLine: node.line))
    return .cell(cells.count - 1)
  }

  /// Whether the block's last line is a fence: cmark ends an open block with its container and says nothing.
  private func isClosed(_ node: MarkdownNode) -> Bool {
    guard node.lastLine > node.line, node.lastLine <= sourceLines.count else { return false }
    let line = sourceLines[node.lastLine - 1].drop { $0 == " " || $0 == ">" || $0 == "\t" }
    guard let mark = line.first, mark == "`" || mark == "~" else { return false }
    let fence = line.prefix { $0 == mark }
    return fence.count >= node.fenceLength && line.dropFirst(fence.count).allSatisfy(\.isWhitespace)
  }

  // MARK: Inlines

  private mutating func inlines(_ nodes: [MarkdownNode]) throws(Problem) -> [MarkdownInline] {
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
      result += references(in: text, line: textLine)
      text = ""
      result.append(try inline(node))
    }
    return result + references(in: text, line: textLine)
  }

  private mutating func inline(_ node: MarkdownNode) throws(Problem) -> MarkdownInline {
    switch node.kind {
    case "softbreak": return .softBreak
    case "linebreak": return .lineBreak
    case "code": return try inlineCode(node)
    case "emph": return .emphasis(try inlines(node.children))
    case "strong": return .strong(try inlines(node.children))
    case "strikethrough": return .strikethrough(try inlines(node.children))
    case "link": return .link(destination: node.url, title: node.title, content: try inlines(node.children))
    case "image":
      return .image(source: node.url, title: node.title, alternative: plainText(try inlines(node.children)))
    case "html_inline": return .html(node.literal)
    case "footnote_reference": return .footnoteReference(label: node.literal)
    default: return .text(node.literal)
    }
  }

  private mutating func inlineCode(_ node: MarkdownNode) throws(Problem) -> MarkdownInline {
    guard node.literal.hasPrefix("{swift}") else { return .code(node.literal) }
    let code = String(node.literal.dropFirst("{swift}".count).drop(while: \.isWhitespace))
    if code.allSatisfy(\.isWhitespace) {
      throw NotebookError.emptyInlineExpression.problem(in: file, line: node.line)
    }
    let column = columnOfExpression(code, line: node.line, atOrAfter: node.column)
    inlineExpressions.append(InlineExpression(code: code, line: node.line, column: column, cellsBefore: cells.count))
    return .inlineValue(inlineExpressions.count - 1)
  }

  private func columnOfExpression(_ code: String, line: Int, atOrAfter column: Int) -> Int {
    guard line >= 1, line <= sourceLines.count else { return 1 }
    let text = Array(sourceLines[line - 1].utf8)
    let mark = Array("{swift}".utf8)
    let start = min(max(column - 1, 0), text.count)
    guard let found = (start..<text.count).first(where: { text[$0...].starts(with: mark) }) else { return 1 }
    let first = text[(found + mark.count)...].firstIndex { $0 != UInt8(ascii: " ") } ?? found
    return first + 1
  }

  /// Cuts `@fig-loss` and `@tbl-results` out of a text.
  private mutating func references(in text: String, line: Int) -> [MarkdownInline] {
    guard !text.isEmpty else { return [] }
    var result: [MarkdownInline] = []
    var rest = Substring(text)
    var plain = ""
    while let at = rest.firstIndex(of: "@") {
      let before = rest[..<at]
      let label = rest[rest.index(after: at)...].prefix { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }
        .trimmingSuffix { $0 == "-" || $0 == "_" }
      let isWord = (before.last ?? plain.last).map { $0.isLetter || $0.isNumber } ?? false
      let isReference = (label.hasPrefix("fig-") || label.hasPrefix("tbl-")) && label.count > 4 && !isWord
      plain += before
      if isReference {
        if !plain.isEmpty { result.append(.text(plain)) }
        plain = ""
        references.append((String(label), line))
        result.append(.crossReference(label: String(label), line: line))
        rest = rest[label.endIndex...]
      } else {
        plain.append("@")
        rest = rest[rest.index(after: at)...]
      }
    }
    plain += rest
    if !plain.isEmpty { result.append(.text(plain)) }
    return result
  }
}

/// The text of inlines without their marks, as a heading's identifier or an image's alternative needs it.
func plainText(_ inlines: [MarkdownInline]) -> String {
  inlines.map { inline in
    switch inline {
    case .text(let text), .code(let text): text
    case .softBreak, .lineBreak: " "
    case .emphasis(let content), .strong(let content), .strikethrough(let content), .link(_, _, let content):
      plainText(content)
    case .image(_, _, let alternative): alternative
    case .html, .footnoteReference, .crossReference, .inlineValue: ""
    }
  }.joined()
}

extension StringProtocol {
  /// The text without the trailing characters for which `predicate` holds.
  func trimmingSuffix(while predicate: (Character) -> Bool) -> SubSequence {
    var end = endIndex
    while end > startIndex, predicate(self[index(before: end)]) { end = index(before: end) }
    return self[..<end]
  }
}
