internal import Notebooks

/// The nested list of the page's headings.
struct Contents {
  let headings: [Outline.Heading]

  /// - Parameter depth: The deepest level listed, as written in the notebook.
  init(outline: Outline, depth: Int) {
    headings = outline.headings.filter { $0.level <= depth }
  }

  /// One entry would be no help in finding anything.
  var isWorthShowing: Bool { headings.count >= 2 }

  func html(_ prose: ProseWriter) -> HTML {
    var html = HTML()
    var rest = headings[...]
    appendList(&rest, deeperThan: 0, prose, to: &html)
    return html
  }

  private func appendList(
    _ rest: inout ArraySlice<Outline.Heading>, deeperThan parent: Int, _ prose: ProseWriter, to html: inout HTML
  ) {
    html.element("ol") { html in
      while let heading = rest.first, heading.pageLevel > parent {
        rest.removeFirst()
        html.element("li") { html in
          html.element("a", [.init("href", "#\(heading.identifier)")]) { html in
            if let number = heading.number {
              html.element("span", [.init("class", "section-number")], text: "\(number) ")
            }
            html.append(prose.unlinked(heading.content))
          }
          if let next = rest.first, next.pageLevel > heading.pageLevel {
            appendList(&rest, deeperThan: heading.pageLevel, prose, to: &html)
          }
        }
      }
    }
  }
}
