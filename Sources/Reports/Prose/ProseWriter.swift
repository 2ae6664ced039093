import Foundation
internal import Notebooks

/// Writes the notebook's prose as HTML.
struct ProseWriter {
  let outline: Outline
  let references: [String: CellPlan.Reference]
  let notebook: Notebook
  /// One text an inline expression; `nil` where there is no value.
  let inlineValues: [String?]
  /// The pictures of the notebook that could be read, by their source.
  let images: [String: EmbeddedImage]
  /// From the page's folder to the notebook's, for links to files; `nil` leaves them as they are.
  let way: String?
  /// The written cells, by their index.
  let cells: [HTML]
  /// What pandoc made of formulas and citations.
  let typesetting: Typesetting
  /// What the links to other notebooks lead to, by destination.
  let links: NotebookLinks
  let words: Words
  /// Where the code of the prose numbers its lines.
  let numbersLines: Bool
  var footnotes: Footnotes
  private var headingIndex = 0
  private var tabSets = 0
  private var anchored: Set<String> = []

  init(
    notebook: Notebook, outline: Outline, references: [String: CellPlan.Reference], inlineValues: [String?],
    assets: Assets, way: String? = nil, links: NotebookLinks, cells: [HTML], footnotes: Footnotes,
    typesetting: Typesetting, words: Words
  ) {
    self.notebook = notebook
    self.outline = outline
    self.references = references
    self.inlineValues = inlineValues
    images = assets.images
    self.way = way
    self.links = links
    self.cells = cells
    self.footnotes = footnotes
    self.typesetting = typesetting
    self.words = words
    numbersLines = notebook.frontMatter.html.codeLineNumbers
  }

  mutating func document() -> HTML {
    var html = HTML()
    for block in outline.blocks {
      switch block {
      case .heading:
        let heading = outline.headings[headingIndex]
        headingIndex += 1
        append(heading, to: &html)
      default: append(block, to: &html)
      }
      html.lineBreak()
    }
    return html
  }

  /// What makes an element the target of links to `label`: the first one, where several have the label.
  mutating func anchor(_ label: String?) -> [HTML.Attribute] {
    guard let label, let anchor = outline.anchors[label], anchored.insert(anchor).inserted else { return [] }
    return [.init("id", anchor)]
  }

  /// The notes, in the order of their first references; write it after the document.
  mutating func endnotes() -> HTML {
    var html = HTML()
    var written = 0
    var items = HTML()
    // A note may refer to another one, so the list can grow while it is written.
    while written < footnotes.order.count {
      let label = footnotes.order[written]
      written += 1
      items.element("li", [.init("id", footnotes.identifier(of: label))]) { html in
        append(note: footnotes.content[label] ?? [], label: label, to: &html)
      }
      items.lineBreak()
    }
    guard written > 0 else { return html }
    html.element(
      "section", [.init("class", "footnotes"), .init("role", "doc-endnotes"), .init("aria-label", words.footnotes)]
    ) {
      $0.element("ol") { $0.append(items) }
    }
    return html
  }

  mutating func inlines(_ inlines: [MarkdownInline]) -> HTML {
    var html = HTML()
    append(inlines, to: &html)
    return html
  }

  /// The number of the next set of tabs.
  mutating func nextTabSet() -> Int {
    tabSets += 1
    return tabSets
  }
}
