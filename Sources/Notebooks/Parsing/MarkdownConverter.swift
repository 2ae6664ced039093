import CellOutput

/// Turns cmark's tree into blocks, and takes out what is run: cells and inline expressions.
struct MarkdownConverter {
  let file: String
  let frontMatter: FrontMatter
  let source: MarkedSource
  let sourceLines: [Substring]

  private(set) var cells: [Cell] = []
  var inlineExpressions: [InlineExpression] = []
  /// Every `@fig-…`, `@tbl-…`, `@sec-…` and `@eq-…` of the prose.
  var references: [(label: String, line: Int)] = []
  /// Every label of a picture.
  var pictureLabels: [(label: String, line: Int)] = []
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

  /// `source`: what cmark parsed; `lines`: those of the notebook's own text.
  init(file: String, source: MarkedSource, lines: [Substring], frontMatter: FrontMatter) {
    self.file = file
    self.source = source
    self.frontMatter = frontMatter
    sourceLines = lines
  }

  mutating func blocks(_ nodes: [MarkdownNode]) throws(Problem) -> [MarkdownBlock] {
    var blocks: [MarkdownBlock] = []
    var rest = nodes[...]
    while let node = rest.popFirst() {
      guard let fence = fence(node) else {
        blocks.append(try block(node))
        continue
      }
      guard fence.isOpening else {
        throw NotebookError.strayDivisionEnd.problem(in: file, line: fence.number)
      }
      blocks.append(try division(fence, try content(of: fence, from: &rest)))
    }
    return blocks
  }

  // MARK: Divisions

  private func fence(_ node: MarkdownNode) -> DivisionFence? {
    node.kind == "html_block" ? source.fence(for: node.literal) : nil
  }

  /// Takes the nodes up to the fence that closes the one before them.
  private func content(
    of opening: DivisionFence, from rest: inout ArraySlice<MarkdownNode>
  ) throws(Problem) -> [MarkdownNode] {
    var content: [MarkdownNode] = []
    var depth = 1
    while let node = rest.popFirst() {
      if let fence = fence(node) { depth += fence.isOpening ? 1 : -1 }
      if depth == 0 { return content }
      content.append(node)
    }
    throw NotebookError.unclosedDivision.problem(in: file, line: opening.number)
  }

  private mutating func division(_ fence: DivisionFence, _ content: [MarkdownNode]) throws(Problem) -> MarkdownBlock {
    let reader = DivisionReader(file: file)
    guard var callout = try reader.callout(fence) else { return try reader.block(fence, try blocks(content)) }
    var content = content
    // As in Quarto, a heading that comes first is the title.
    if let first = content.first, first.kind == "heading" {
      content.removeFirst()
      callout.title = try inlines(first.children)
    }
    return .callout(callout, content: try blocks(content))
  }

  private mutating func block(_ node: MarkdownNode) throws(Problem) -> MarkdownBlock {
    switch node.kind {
    case "heading": return try heading(node)
    case "list":
      var items: [MarkdownBlock.ListItem] = []
      for item in node.children { items.append(.init(isDone: item.isDone, content: try blocks(item.children))) }
      return .list(start: node.listStart, isTight: node.isTight, items: items)
    case "block_quote":
      let content = try blocks(node.children)
      return DivisionReader(file: file).callout(quote: content) ?? .quote(content)
    case "code_block": return try code(node)
    case "table": return try table(node)
    case "thematic_break": return .thematicBreak
    case "html_block": return .html(source.restored(node.literal))
    case "footnote_definition":
      // cmark numbers references by their definitions' order and appends the definitions in that order.
      footnotes += 1
      return .footnote(label: String(footnotes), content: try blocks(node.children))
    default: return try paragraph(node)
    }
  }

  // MARK: Blocks with something of ours in them

  private mutating func paragraph(_ node: MarkdownNode) throws(Problem) -> MarkdownBlock {
    let before = pictureLabels.count
    let content = try inlines(node.children)
    let isFigure = if case .image? = content.first, content.count == 1 { true } else { false }
    if !isFigure, let (label, line) = pictureLabels.dropFirst(before).first {
      throw NotebookError.labelledImageInText(label).problem(in: file, line: line)
    }
    return .paragraph(content)
  }

  private mutating func heading(_ node: MarkdownNode) throws(Problem) -> MarkdownBlock {
    var content = try inlines(node.children)
    var attributes = HeadingAttributes()
    if case .text(let text)? = content.last, let (rest, found) = HeadingAttributes.split(text) {
      if let label = found.identifier, !isLabel(label) {
        throw NotebookError.badLabel(label).problem(in: file, line: node.line)
      }
      attributes = found
      content.removeLast()
      if !rest.isEmpty { content.append(.text(rest)) }
    }
    let identifier = attributes.identifier
    headings.append(HeadingSource(text: plainText(content), explicitIdentifier: identifier, line: node.line))
    return .heading(level: node.headingLevel, content: content, identifier: "", isNumbered: attributes.isNumbered)
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
    let literal = source.restored(node.literal)
    guard let info = node.fenceInfo.map(source.restored) else { return .code(language: "", text: literal) }
    if !isClosed(node) { throw NotebookError.unclosedFence.problem(in: file, line: node.line) }
    guard info.hasPrefix("{"), info.hasSuffix("}"), !info.hasPrefix("{.") else {
      let language = info.trimmingPrefix("{.").prefix { !$0.isWhitespace && $0 != "}" && $0 != "," }
      return .code(language: String(language), text: literal)
    }
    let header = info.dropFirst().dropLast().trimmingSuffix(while: \.isWhitespace).drop(while: \.isWhitespace)
    let language = header.prefix { !$0.isWhitespace && $0 != "," }
    guard language.lowercased() == "swift" else {
      throw NotebookError.unknownLanguage(String(language)).problem(in: file, line: node.line)
    }
    let rest = header.dropFirst(language.count).drop { $0.isWhitespace || $0 == "," }
    if !rest.isEmpty { throw NotebookError.optionsInFence(String(rest)).problem(in: file, line: node.line) }
    let parser = CellOptionsParser(file: file, frontMatter: frontMatter)
    let (options, code, line) = try parser.parse(literal, firstLine: node.line + 1)
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
}

/// The text of inlines without their marks, as a heading's identifier or an image's alternative needs it.
func plainText(_ inlines: [MarkdownInline]) -> String {
  inlines.map { inline in
    switch inline {
    case .text(let text), .code(let text): text
    case .softBreak, .lineBreak: " "
    case .emphasis(let content), .strong(let content), .strikethrough(let content), .link(_, _, let content):
      plainText(content)
    case .image(_, _, let alternative, _): alternative
    case .formula(let formula): formula.tex
    case .html, .citation, .footnoteReference, .crossReference, .inlineValue: ""
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
