import CellOutput

/// Parses a notebook's text: front matter first, then the Markdown tree, then labels and references.
struct NotebookParser {
  var file: String

  func parse(_ text: String, overriding overrides: [String: String]) throws(Problem) -> Notebook {
    let source = normalized(text)
    if source.allSatisfy(\.isWhitespace) { throw NotebookError.emptyFile.problem(in: file) }
    let (yaml, body) = try splitFrontMatter(source)
    var frontMatter = try FrontMatterParser(file: file).parse(yaml, firstLine: 2)
    try frontMatter.override(overrides, file: file)
    let marked = MarkedSource(body)
    guard let tree = MarkdownNode.parse(marked.text) else { throw NotebookError.nestedTooDeep.problem(in: file) }
    let lines = body.split(separator: "\n", omittingEmptySubsequences: false)
    var converter = MarkdownConverter(file: file, source: marked, lines: lines, frontMatter: frontMatter)
    let blocks = try converter.blocks(tree.children)
    var labels = LabelTable(file: file)
    try labels.add(converter.cells)
    try labels.add(pictures: converter.pictureLabels)
    try labels.add(marked.formulas)
    let identified = try labels.identify(blocks, headings: converter.headings)
    try labels.check(converter.references)
    return Notebook(
      path: file, source: source, frontMatter: frontMatter, blocks: identified, cells: converter.cells,
      inlineExpressions: converter.inlineExpressions)
  }

  /// Line ends become `\n` and a byte order mark goes, so that lines and columns are everybody's.
  private func normalized(_ text: String) -> String {
    let text = text.first == "\u{FEFF}" ? String(text.dropFirst()) : text
    return text.utf8.contains(UInt8(ascii: "\r"))
      ? text.replacing("\r\n", with: "\n").replacing("\r", with: "\n") : text
  }

  /// The YAML between two `---` at the very top, and the source with empty lines in its place (lines keep their
  /// numbers).
  private func splitFrontMatter(_ source: String) throws(Problem) -> (yaml: String, body: String) {
    let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
    func isMark(_ line: Substring, _ marks: Set<String>) -> Bool {
      marks.contains(String(line.reversed().drop(while: \.isWhitespace).reversed()))
    }
    guard let first = lines.first, isMark(first, ["---"]) else { return ("", source) }
    guard let end = lines.dropFirst().firstIndex(where: { isMark($0, ["---", "..."]) }) else {
      throw NotebookError.unclosedFrontMatter.problem(in: file, line: 1)
    }
    let body = Array(repeating: "", count: end + 1) + lines[(end + 1)...]
    return (lines[1..<end].joined(separator: "\n"), body.joined(separator: "\n"))
  }
}
