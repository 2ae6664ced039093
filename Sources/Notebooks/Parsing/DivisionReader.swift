import CellOutput

/// Turns a fenced division and its content into a callout, tabs, columns, or the content alone.
struct DivisionReader {
  let file: String

  /// What a callout's fence says of it; `nil` where the division is none.
  func callout(_ fence: DivisionFence) throws(Problem) -> Callout? {
    guard let name = fence.classes.first(where: { $0.hasPrefix("callout-") })?.dropFirst("callout-".count) else {
      return nil
    }
    guard let kind = Callout.Kind(rawValue: String(name)) else {
      let nearest = nearestName(to: String(name), among: Callout.Kind.allCases.map(\.rawValue))
      throw NotebookError.unknownCallout("callout-\(name)", nearest: nearest).problem(in: file, line: fence.number)
    }
    let folding: Callout.Folding =
      switch fence.attributes["collapse"] {
      case "true"?: .closed
      case "false"?: .open
      default: .none
      }
    return Callout(kind: kind, title: fence.attributes["title"].map { [.text($0)] }, folding: folding)
  }

  func block(_ fence: DivisionFence, _ content: [MarkdownBlock]) throws(Problem) -> MarkdownBlock {
    if fence.classes.contains("panel-tabset"), let tabs = tabs(content) { return tabs }
    if fence.classes.contains("columns") { return columns(content) }
    if fence.classes.contains("column") {
      return .columns([Column(width: try width(of: fence), content: content)])
    }
    return .division(identifier: fence.identifier, content: content)
  }

  /// The callout that a quote is on GitHub: `[!NOTE]` alone, or before a title, in its first line.
  func callout(quote content: [MarkdownBlock]) -> MarkdownBlock? {
    guard case .paragraph(let inlines)? = content.first, case .text(let text)? = inlines.first,
      let match = text.prefixMatch(of: /\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\][ \t]*/.ignoresCase()),
      let kind = Callout.Kind(rawValue: match.1.lowercased())
    else { return nil }
    let rest = text[match.range.upperBound...]
    let line = [MarkdownInline.text(String(rest))] + inlines.dropFirst()
    let title = Array(line.prefix { $0 != .softBreak && $0 != .lineBreak })
    let body = Array(line.dropFirst(title.count + 1))
    let isTitled = !rest.isEmpty || title.count > 1
    return .callout(
      Callout(kind: kind, title: isTitled ? title : nil),
      content: (body.isEmpty ? [] : [.paragraph(body)]) + content.dropFirst())
  }

  private func tabs(_ content: [MarkdownBlock]) -> MarkdownBlock? {
    let levels = content.compactMap { if case .heading(let level, _, _, _) = $0 { level } else { nil } }
    guard let top = levels.min() else { return nil }
    var before: [MarkdownBlock] = []
    var tabs: [Tab] = []
    for block in content {
      if case .heading(top, let title, let identifier, _) = block {
        tabs.append(Tab(title: title, identifier: identifier, content: []))
      } else if tabs.isEmpty {
        before.append(block)
      } else {
        tabs[tabs.count - 1].content.append(block)
      }
    }
    return before.isEmpty ? .tabs(tabs) : .division(identifier: nil, content: before + [.tabs(tabs)])
  }

  /// Every `.column` in it; what stands between them is a column, too.
  private func columns(_ content: [MarkdownBlock]) -> MarkdownBlock {
    var columns: [Column] = []
    for block in content {
      if case .columns(let inner) = block, inner.count == 1 {
        columns += inner
      } else {
        columns.append(Column(width: nil, content: [block]))
      }
    }
    return .columns(columns)
  }

  private func width(of fence: DivisionFence) throws(Problem) -> Int? {
    guard let text = fence.attributes["width"] else { return nil }
    guard text.hasSuffix("%"), let percent = Double(text.dropLast()), (1...100).contains(percent) else {
      throw NotebookError.badColumnWidth(text).problem(in: file, line: fence.number)
    }
    return Int(percent.rounded())
  }
}
