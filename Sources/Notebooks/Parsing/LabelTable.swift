import CellOutput

/// Every name that something in the document can be linked by: labels of cells, pictures and formulas, headings'
/// identifiers.
///
/// Each can be taken once.
struct LabelTable {
  let file: String
  private var lines: [String: Int] = [:]
  /// What `@label` can refer to.
  private var targets: [String] = []

  init(file: String) {
    self.file = file
  }

  mutating func add(_ cells: [Cell]) throws(Problem) {
    for cell in cells {
      guard let label = cell.options.label else { continue }
      try add(label, line: cell.fenceLine)
      targets.append(label)
    }
  }

  mutating func add(pictures: [(label: String, line: Int)]) throws(Problem) {
    for picture in pictures {
      try add(picture.label, line: picture.line)
      targets.append(picture.label)
    }
  }

  mutating func add(_ formulas: [Formula]) throws(Problem) {
    for formula in formulas {
      guard let label = formula.label else { continue }
      try add(label, line: formula.line)
      targets.append(label)
    }
  }

  private mutating func add(_ label: String, line: Int) throws(Problem) {
    if let first = lines[label] {
      throw NotebookError.duplicateLabel(label, firstLine: first).problem(in: file, line: line)
    }
    lines[label] = line
  }

  /// Fills in the headings' identifiers: the given ones first, then ones made from the text, numbered where taken.
  mutating func identify(
    _ blocks: [MarkdownBlock], headings: [MarkdownConverter.HeadingSource]
  ) throws(Problem) -> [MarkdownBlock] {
    for heading in headings {
      guard let identifier = heading.explicitIdentifier else { continue }
      try add(identifier, line: heading.line)
      targets.append(identifier)
    }
    var identifiers = headings.map { heading in
      heading.explicitIdentifier ?? unused(slug(heading.text), line: heading.line)
    }[...]
    return fill(blocks, from: &identifiers)
  }

  /// Throws for the first reference that nothing answers.
  func check(_ references: [(label: String, line: Int)]) throws(Problem) {
    for reference in references where !targets.contains(reference.label) {
      let nearest = nearestName(to: reference.label, among: targets)
      throw NotebookError.missingReference(reference.label, nearest: nearest)
        .problem(in: file, line: reference.line)
    }
  }

  private mutating func unused(_ slug: String, line: Int) -> String {
    var name = slug
    var number = 1
    while lines[name] != nil {
      name = "\(slug)-\(number)"
      number += 1
    }
    lines[name] = line
    return name
  }

  /// Letters and digits in lower case, words joined by `-`, as Pandoc makes it.
  private func slug(_ text: String) -> String {
    let words = text.lowercased().split { !($0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" || $0 == ".") }
    let slug = words.joined(separator: "-").drop { !$0.isLetter }
    return slug.isEmpty ? "section" : String(slug)
  }

  private func fill(_ blocks: [MarkdownBlock], from identifiers: inout ArraySlice<String>) -> [MarkdownBlock] {
    blocks.map { block in
      switch block {
      case .heading(let level, let content, _, let isNumbered):
        .heading(level: level, content: content, identifier: identifiers.removeFirst(), isNumbered: isNumbered)
      case .quote(let content): .quote(fill(content, from: &identifiers))
      case .callout(let callout, let content): .callout(callout, content: fill(content, from: &identifiers))
      case .division(let identifier, let content):
        .division(identifier: identifier, content: fill(content, from: &identifiers))
      case .columns(let columns):
        .columns(columns.map { Column(width: $0.width, content: fill($0.content, from: &identifiers)) })
      case .tabs(let tabs):
        .tabs(
          tabs.map { tab in
            let identifier = identifiers.removeFirst()
            return Tab(title: tab.title, identifier: identifier, content: fill(tab.content, from: &identifiers))
          })
      case .footnote(let label, let content): .footnote(label: label, content: fill(content, from: &identifiers))
      case .list(let start, let isTight, let items):
        .list(
          start: start, isTight: isTight,
          items: items.map { .init(isDone: $0.isDone, content: fill($0.content, from: &identifiers)) })
      default: block
      }
    }
  }
}
