import CellOutput
import Foundation

/// Takes the leading `//| key: value` lines off a cell and reads them.
struct CellOptionsParser {
  var file: String
  /// Fills in what the cell does not say.
  var frontMatter: FrontMatter

  static let names = [
    "label", "echo", "eval", "output", "include", "error", "warning", "fig-cap", "fig-alt", "fig-width", "fig-height",
    "code-fold", "code-summary", "code-line-numbers", "tbl-cap",
  ]

  /// `text`: the cell between its fences; `firstLine`: the 1-based number of its first line. Returns the options, the
  /// code after them, and the line on which it begins.
  func parse(_ text: String, firstLine: Int) throws(Problem) -> (options: CellOptions, code: String, line: Int) {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    // The text ends with a line break, after which there is no further line.
    if lines.last?.isEmpty == true { lines.removeLast() }
    let optionLines = lines.prefix { optionText($0) != nil }
    let yaml = optionLines.compactMap { optionText($0) }.joined(separator: "\n")
    var options = CellOptions()
    options.echo = frontMatter.execute.echo
    options.eval = frontMatter.execute.eval
    options.error = frontMatter.execute.error
    options.warning = frontMatter.execute.warning
    options.codeFold = frontMatter.html.codeFold
    options.codeLineNumbers = frontMatter.html.codeLineNumbers
    let reader = OptionReader(file: file)
    for entry in try reader.entries(yaml, firstLine: firstLine, what: "cell options") {
      try set(entry, in: &options, reader)
    }
    return (options, lines.dropFirst(optionLines.count).joined(separator: "\n"), firstLine + optionLines.count)
  }

  private func set(_ entry: YAMLValue.Entry, in options: inout CellOptions, _ reader: OptionReader) throws(Problem) {
    switch entry.key {
    case "label":
      let label = try reader.text(entry)
      guard isLabel(label) else { throw NotebookError.badLabel(label).problem(in: file, line: entry.line) }
      options.label = label
    case "echo": options.echo = try reader.boolean(entry)
    case "eval": options.eval = try reader.boolean(entry)
    case "output": options.output = try reader.boolean(entry)
    case "include": options.include = try reader.boolean(entry)
    case "error": options.error = try reader.boolean(entry)
    case "warning": options.warning = try reader.boolean(entry)
    case "fig-cap": options.figureCaption = try reader.text(entry)
    case "fig-alt": options.figureAlt = try reader.text(entry)
    case "fig-width": options.figureWidth = try reader.positiveNumber(entry)
    case "fig-height": options.figureHeight = try reader.positiveNumber(entry)
    case "code-fold": options.codeFold = try reader.boolean(entry)
    case "code-summary": options.codeSummary = try reader.text(entry)
    case "code-line-numbers": options.codeLineNumbers = try reader.boolean(entry)
    case "tbl-cap": options.tableCaption = try reader.text(entry)
    default:
      let error = NotebookError.unknownOption(
        entry.key, nearest: nearestName(to: entry.key, among: Self.names), known: Self.names)
      throw error.problem(in: file, line: entry.line)
    }
  }

  /// What follows `//| ` or `#| `; `nil` where the line is no option.
  private func optionText(_ line: Substring) -> Substring? {
    for prefix in ["//|", "#|"] where line.hasPrefix(prefix) {
      let rest = line.dropFirst(prefix.count)
      return rest.hasPrefix(" ") ? rest.dropFirst() : rest
    }
    return nil
  }
}

/// Whether `label` can stand after `@` and in a link.
func isLabel(_ label: some StringProtocol) -> Bool {
  guard let first = label.unicodeScalars.first, first.properties.isAlphabetic else { return false }
  return label.unicodeScalars.allSatisfy {
    $0.properties.isAlphabetic || ("0"..."9").contains($0) || "-_".unicodeScalars.contains($0)
  }
}
