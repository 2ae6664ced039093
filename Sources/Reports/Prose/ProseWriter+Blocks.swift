internal import Notebooks

/// Headings, paragraphs, lists, quotes, code, tables, notes.
extension ProseWriter {
  mutating func append(_ heading: Outline.Heading, to html: inout HTML) {
    let names: [StaticString] = ["h1", "h2", "h3", "h4", "h5", "h6"]
    html.element(names[heading.pageLevel - 1], [.init("id", heading.identifier)]) { html in
      if let number = heading.number { html.element("span", [.init("class", "section-number")], text: "\(number) ") }
      append(heading.content, to: &html)
      let name = "\(words.linkToSection) “\(PlainText.of(heading.content))”"
      html.element(
        "a", [.init("class", "anchor"), .init("href", "#\(heading.identifier)"), .init("aria-label", name)], text: "#")
    }
  }

  mutating func append(_ block: MarkdownBlock, to html: inout HTML) {
    switch block {
    case .heading(_, let content, _, _):
      // Within a quote or a list, it is no part of the page's outline.
      html.element("p", [.init("class", "heading")]) { append(content, to: &$0) }
    case .paragraph(let content):
      if case .image(let source, let title, let alternative, let attributes)? = content.first, content.count == 1,
        !title.isEmpty || attributes.label != nil
      {
        append(
          figure: source, caption: title.isEmpty ? alternative : title, alternative: alternative,
          attributes: attributes, to: &html)
      } else {
        html.element("p") { append(content, to: &$0) }
      }
    case .list(let start, let isTight, let items):
      append(items, start: start, isTight: isTight, to: &html)
    case .quote(let blocks):
      html.element("blockquote") { html in for block in blocks { append(block, to: &html) } }
    case .callout(let callout, let content): append(callout, content, to: &html)
    case .tabs(let tabs): append(tabs, to: &html)
    case .columns(let columns): append(columns, to: &html)
    case .division(let identifier, let content):
      html.element("div", anchor(identifier)) { html in for block in content { append(block, to: &html) } }
    case .code(let language, let text):
      html.append(CodeBlock.html(text, language: language, firstLine: numbersLines ? 1 : nil))
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

  mutating func append(
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
                .init("aria-label", isDone ? words.done : words.toDo),
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

  mutating func append(
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
  mutating func append(note blocks: [MarkdownBlock], label: String, to html: inout HTML) {
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
          let name = index == 0 ? words.backToText : "\(words.backToText) (\(index + 1))"
          let attributes = [
            HTML.Attribute("href", "#\(place)"), .init("role", "doc-backlink"), .init("aria-label", name),
          ]
          html.element("a", attributes, text: "↩")
        }
      }
    }
  }
}
