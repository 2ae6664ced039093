internal import Notebooks

/// Callouts, tabs and columns: all without a script.
extension ProseWriter {
  mutating func append(_ callout: Callout, _ content: [MarkdownBlock], to html: inout HTML) {
    let name = words.callout(callout.kind)
    let className = HTML.Attribute("class", "callout callout-\(callout.kind.rawValue)")
    let title = callout.title ?? [.text(name)]
    guard callout.folding != .none else {
      html.element("div", [className, .init("role", "note"), .init("aria-label", name)]) { html in
        html.element("p", [.init("class", "callout-title")]) { append(title, to: &$0) }
        for block in content { append(block, to: &html) }
      }
      return
    }
    html.element("details", callout.folding == .open ? [className, .init("open", "")] : [className]) { html in
      html.element("summary", [.init("class", "callout-title")]) { append(title, to: &$0) }
      for block in content { append(block, to: &html) }
    }
  }

  /// Radio buttons, each before its passage: the checked one's is shown. Arrow keys move between them.
  mutating func append(_ tabs: [Tab], to html: inout HTML) {
    let group = "tabs-\(nextTabSet())"
    html.element("div", [.init("class", "tabs"), .init("role", "group"), .init("aria-label", words.tabs)]) { html in
      for (index, tab) in tabs.enumerated() {
        let button = "\(group)-\(index + 1)"
        var attributes: [HTML.Attribute] = [
          .init("type", "radio"), .init("name", group), .init("id", button),
        ]
        if index == 0 { attributes.append(.init("checked", "")) }
        html.void("input", attributes)
        html.element("label", [.init("for", button)]) { append(tab.title, to: &$0) }
        html.lineBreak()
        html.element("div", [.init("class", "tab")] + anchor(tab.identifier)) { html in
          for block in tab.content { append(block, to: &html) }
        }
        html.lineBreak()
      }
    }
  }

  mutating func append(_ columns: [Column], to html: inout HTML) {
    html.element("div", [.init("class", "columns")]) { html in
      for column in columns {
        let name = column.width.map { "column \(NotebookWidths.className(of: $0))" } ?? "column"
        html.element("div", [.init("class", name)]) { html in
          for block in column.content { append(block, to: &html) }
        }
        html.lineBreak()
      }
    }
  }

  /// A picture that stands alone and has a caption; with a label it is numbered among the figures.
  mutating func append(
    figure source: String, caption: String, alternative: String, attributes: ImageAttributes, to html: inout HTML
  ) {
    let reference = attributes.label.flatMap { references[$0] }
    let identifier = reference.map { [HTML.Attribute("id", $0.identifier)] } ?? []
    html.element("figure", [.init("class", "picture")] + identifier) { html in
      append(image: source, title: "", alternative: alternative, attributes: attributes, to: &html)
      html.element("figcaption") { html in
        if let reference { html.element("span", [.init("class", "name")], text: reference.name) }
        html.text(reference == nil ? caption : " \(caption)")
      }
    }
  }
}
