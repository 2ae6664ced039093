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
  }

  let title: [MarkdownInline]
  let plainTitle: String
  let titleIdentifier: String?
  /// Top-level headings but for one that serves as the title.
  let headings: [Heading]
  /// The blocks under the title.
  let blocks: [MarkdownBlock]

  init(notebook: Notebook, identifiers: inout Identifiers) {
    var blocks = notebook.blocks
    if let title = notebook.frontMatter.title {
      self.title = [.text(title)]
      titleIdentifier = nil
    } else if case .heading(level: 1, let content, let identifier)? = blocks.first {
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
    headings = blocks.compactMap { block in
      guard case .heading(let level, let content, let label) = block else { return nil }
      while let last = open.last, last >= level { open.removeLast() }
      open.append(level)
      return Heading(
        level: level, pageLevel: min(open.count + 1, 6), content: content, label: label,
        identifier: identifiers.claim(label))
    }
  }

  /// `notebooks/simple-cnn.md` → `simple-cnn`.
  private static func name(of path: String) -> String {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    return file.hasSuffix(".md") ? String(file.dropLast(3)) : file
  }
}
