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
  private(set) var footnotes: Footnotes
  private var headingIndex = 0

  init(
    notebook: Notebook, outline: Outline, references: [String: CellPlan.Reference], inlineValues: [String?],
    images: [String: EmbeddedImage], way: String? = nil, cells: [HTML], footnotes: Footnotes
  ) {
    self.notebook = notebook
    self.outline = outline
    self.references = references
    self.inlineValues = inlineValues
    self.images = images
    self.way = way
    self.cells = cells
    self.footnotes = footnotes
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
      "section", [.init("class", "footnotes"), .init("role", "doc-endnotes"), .init("aria-label", "Footnotes")]
    ) {
      $0.element("ol") { $0.append(items) }
    }
    return html
  }

  /// The text of a heading without its links, for the contents.
  func unlinked(_ inlines: [MarkdownInline]) -> HTML {
    var html = HTML()
    for inline in inlines {
      switch inline {
      case .link(_, _, let content): html.append(unlinked(content))
      case .emphasis(let content): html.element("em") { $0.append(unlinked(content)) }
      case .strong(let content): html.element("strong") { $0.append(unlinked(content)) }
      case .strikethrough(let content): html.element("s") { $0.append(unlinked(content)) }
      case .code(let text): html.element("code", text: Escaping.showingDirectionControls(text))
      case .inlineValue(let index): html.text(value(at: index) ?? "…")
      case .crossReference(let label, _): html.text(references[label]?.name ?? "@\(label)")
      default: html.text(PlainText.of([inline]))
      }
    }
    return html
  }

  mutating func inlines(_ inlines: [MarkdownInline]) -> HTML {
    var html = HTML()
    append(inlines, to: &html)
    return html
  }

  // MARK: Blocks

  private mutating func append(_ heading: Outline.Heading, to html: inout HTML) {
    let names: [StaticString] = ["h1", "h2", "h3", "h4", "h5", "h6"]
    html.element(names[heading.pageLevel - 1], [.init("id", heading.identifier)]) { html in
      append(heading.content, to: &html)
      let name = "Link to the section “\(PlainText.of(heading.content))”"
      html.element(
        "a", [.init("class", "anchor"), .init("href", "#\(heading.identifier)"), .init("aria-label", name)], text: "#")
    }
  }

  private mutating func append(_ block: MarkdownBlock, to html: inout HTML) {
    switch block {
    case .heading(_, let content, _):
      // Within a quote or a list, it is no part of the page's outline.
      html.element("p", [.init("class", "heading")]) { append(content, to: &$0) }
    case .paragraph(let content):
      html.element("p") { append(content, to: &$0) }
    case .list(let start, let isTight, let items):
      append(items, start: start, isTight: isTight, to: &html)
    case .quote(let blocks):
      html.element("blockquote") { html in for block in blocks { append(block, to: &html) } }
    case .code(let language, let text):
      html.append(CodeBlock.html(text, language: language))
    case .table(let alignments, let header, let rows):
      append(alignments, header, rows, to: &html)
    case .thematicBreak:
      html.void("hr")
    case .html(let text):
      html.append(CodeBlock.html(text, language: "html"))
    case .cell(let index):
      if cells.indices.contains(index) { html.append(cells[index]) }
    case .footnote:
      // At the end of the page.
      break
    }
  }

  private mutating func append(
    _ items: [MarkdownBlock.ListItem], start: Int?, isTight: Bool, to html: inout HTML
  ) {
    var attributes: [HTML.Attribute] = []
    if let start, start != 1 { attributes.append(.init("start", String(start))) }
    if items.contains(where: { $0.isDone != nil }) { attributes.append(.init("class", "tasks")) }
    html.element(start == nil ? "ul" : "ol", attributes) { html in
      for item in items {
        html.element("li") { html in
          if let isDone = item.isDone {
            html.element(
              "span",
              [
                .init("class", isDone ? "task done" : "task"), .init("role", "img"),
                .init("aria-label", isDone ? "Done:" : "To do:"),
              ],
              text: isDone ? "☑" : "☐")
            html.text(" ")
          }
          for block in item.content {
            if isTight || item.isDone != nil, case .paragraph(let content) = block {
              append(content, to: &html)
            } else {
              append(block, to: &html)
            }
          }
        }
        html.lineBreak()
      }
    }
  }

  private mutating func append(
    _ alignments: [MarkdownBlock.ColumnAlignment], _ header: [[MarkdownInline]], _ rows: [[[MarkdownInline]]],
    to html: inout HTML
  ) {
    func alignment(_ column: Int) -> [HTML.Attribute] {
      switch column < alignments.count ? alignments[column] : .none {
      case .none, .left: []
      case .center: [.init("class", "center")]
      case .right: [.init("class", "number")]
      }
    }
    html.element("div", [.init("class", "scroll"), .init("tabindex", "0")]) { html in
      html.element("table") { html in
        html.element("thead") { html in
          html.element("tr") { html in
            for (column, content) in header.enumerated() {
              // An empty header cell names nothing.
              if content.isEmpty {
                html.element("td", text: "")
              } else {
                html.element("th", [.init("scope", "col")] + alignment(column)) { append(content, to: &$0) }
              }
            }
          }
        }
        html.element("tbody") { html in
          for row in rows {
            html.element("tr") { html in
              for (column, content) in row.enumerated() {
                html.element("td", alignment(column)) { append(content, to: &$0) }
              }
            }
          }
        }
      }
    }
  }

  /// A note, the way back at the end of its last line.
  private mutating func append(note blocks: [MarkdownBlock], label: String, to html: inout HTML) {
    var blocks = blocks
    var last: [MarkdownInline] = []
    if case .paragraph(let content)? = blocks.last {
      last = content
      blocks.removeLast()
    }
    for block in blocks { append(block, to: &html) }
    html.element("p") { html in
      append(last, to: &html)
      html.element("span", [.init("class", "back")]) { html in
        for (index, place) in footnotes.places(of: label).enumerated() {
          let name = index == 0 ? "Back to the text" : "Back to the text, place \(index + 1)"
          let attributes = [
            HTML.Attribute("href", "#\(place)"), .init("role", "doc-backlink"), .init("aria-label", name),
          ]
          html.element("a", attributes, text: "↩")
        }
      }
    }
  }

  // MARK: Runs of text

  private mutating func append(_ inlines: [MarkdownInline], to html: inout HTML) {
    for inline in inlines { append(inline, to: &html) }
  }

  private mutating func append(_ inline: MarkdownInline, to html: inout HTML) {
    switch inline {
    case .text(let text): html.text(text)
    case .softBreak: html.lineBreak()
    case .lineBreak: html.void("br")
    case .code(let text): html.element("code", text: Escaping.showingDirectionControls(text))
    case .emphasis(let content): html.element("em") { append(content, to: &$0) }
    case .strong(let content): html.element("strong") { append(content, to: &$0) }
    case .strikethrough(let content): html.element("s") { append(content, to: &$0) }
    case .link(let destination, let title, let content):
      append(link: destination, title: title, content, to: &html)
    case .image(let source, let title, let alternative):
      append(image: source, title: title, alternative: alternative, to: &html)
    case .html(let text): html.element("code", text: Escaping.showingDirectionControls(text))
    case .footnoteReference(let label): append(footnote: label, to: &html)
    case .crossReference(let label, _):
      if let reference = references[label] {
        html.element(
          "a", [.init("class", "reference"), .init("href", "#\(reference.identifier)")], text: reference.name)
      } else {
        html.element("span", [.init("class", "missing")], text: "@\(label)")
      }
    case .inlineValue(let index):
      if let value = value(at: index) {
        html.text(Escaping.showingDirectionControls(value))
      } else {
        let code = index < notebook.inlineExpressions.count ? notebook.inlineExpressions[index].code : "…"
        html.element("code", [.init("class", "missing"), .init("title", "No value yet")], text: code)
      }
    }
  }

  private mutating func append(
    link destination: String, title: String, _ content: [MarkdownInline], to html: inout HTML
  ) {
    guard let address = Link.safe(destination) else {
      append(content, to: &html)
      html.text(" ")
      html.element("code", [.init("class", "missing")], text: Escaping.showingDirectionControls(destination))
      return
    }
    var attributes: [HTML.Attribute] = [.init("href", Link.rebased(address, way: way))]
    if Link.isExternal(address) { attributes.append(.init("rel", "noopener noreferrer")) }
    if !title.isEmpty { attributes.append(.init("title", title)) }
    html.element("a", attributes) { append(content, to: &$0) }
  }

  private mutating func append(image source: String, title: String, alternative: String, to html: inout HTML) {
    if let image = images[source] {
      var attributes: [HTML.Attribute] = [.init("src", image.address), .init("alt", alternative)]
      if !title.isEmpty { attributes.append(.init("title", title)) }
      html.void("img", attributes)
    } else {
      // A picture elsewhere would be a request; its address is shown instead.
      let text = alternative.isEmpty ? "Picture" : alternative
      append(link: source, title: title, [.text("[\(text)]")], to: &html)
    }
  }

  private mutating func append(footnote label: String, to html: inout HTML) {
    guard let (number, place) = footnotes.refer(to: label) else {
      html.text("[^\(label)]")
      return
    }
    html.element("sup") { html in
      html.element(
        "a",
        [
          .init("id", place), .init("href", "#\(footnotes.identifier(of: label))"), .init("role", "doc-noteref"),
          .init("aria-label", "Note \(number)"),
        ], text: String(number))
    }
  }

  private func value(at index: Int) -> String? {
    index < inlineValues.count ? inlineValues[index] : nil
  }
}
