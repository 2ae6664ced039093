internal import Notebooks

/// The document's headings: their levels in the page, their identifiers, and which of them is the title.
struct Outline {
  struct Heading {
    /// As written in the notebook, 1...6.
    let level: Int
    /// In the page, 2...6; no level is skipped on the way down.
    let pageLevel: Int
    let content: [MarkdownInline]
    /// As the notebook has it.
    let label: String
    let identifier: String
    /// `2.1`, where sections are numbered.
    let number: String?
  }

  let title: [MarkdownInline]
  let plainTitle: String
  let titleIdentifier: String?
  /// Top-level headings but for one that serves as the title.
  let headings: [Heading]
  /// The blocks under the title.
  let blocks: [MarkdownBlock]
  /// The page's identifiers of tabs, divisions, equations and cited works, by their labels.
  let anchors: [String: String]
  /// By label, in the order of the page.
  let equationNumbers: [String: Int]

  init(notebook: Notebook, identifiers: inout Identifiers) {
    var blocks = notebook.blocks
    if let title = notebook.frontMatter.title {
      self.title = [.text(title)]
      titleIdentifier = nil
    } else if case .heading(level: 1, let content, let identifier, _)? = blocks.first {
      blocks.removeFirst()
      title = content
      titleIdentifier = identifiers.claim(identifier)
    } else {
      title = [.text(Self.name(of: notebook.path))]
      titleIdentifier = nil
    }
    plainTitle = PlainText.of(title)
    self.blocks = blocks

    var open: [Int] = []
    var numbers = SectionNumbers()
    let isNumbered = notebook.frontMatter.html.numberSections
    headings = blocks.compactMap { block in
      guard case .heading(let level, let content, let label, let wantsNumber) = block else { return nil }
      while let last = open.last, last >= level { open.removeLast() }
      open.append(level)
      return Heading(
        level: level, pageLevel: min(open.count + 1, 6), content: content, label: label,
        identifier: identifiers.claim(label), number: isNumbered && wantsNumber ? numbers.next(open.count) : nil)
    }
    (anchors, equationNumbers) = Self.labelled(blocks, identifiers: &identifiers)
  }

  private static func labelled(
    _ blocks: [MarkdownBlock], identifiers: inout Identifiers
  ) -> (anchors: [String: String], equationNumbers: [String: Int]) {
    var labels: [String] = []
    BlockWalk.visit(blocks) { block in
      switch block {
      case .tabs(let tabs): labels += tabs.map(\.identifier)
      case .division(let identifier?, _): labels.append(identifier)
      default: break
      }
    }
    var equations: [String: Int] = [:]
    InlineWalk.visitAll(blocks) { inline in
      guard case .formula(let formula) = inline, let label = formula.label, equations[label] == nil else { return }
      equations[label] = equations.count + 1
      labels.append(label)
    }
    var anchors: [String: String] = [:]
    for label in labels where anchors[label] == nil { anchors[label] = identifiers.claim(label) }
    return (anchors, equations)
  }

  /// `notebooks/simple-cnn.md` → `simple-cnn`.
  private static func name(of path: String) -> String {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    return file.hasSuffix(".md") ? String(file.dropLast(3)) : file
  }
}

/// Counts sections: `1`, `1.1`, `1.2`, `2`.
private struct SectionNumbers {
  private var counts: [Int] = []

  /// `depth`: 1 for a section that stands in no other.
  mutating func next(_ depth: Int) -> String {
    while counts.count > depth { counts.removeLast() }
    while counts.count < depth { counts.append(0) }
    counts[depth - 1] += 1
    return counts.map(String.init).joined(separator: ".")
  }
}
