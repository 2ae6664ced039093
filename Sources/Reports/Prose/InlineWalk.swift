internal import Notebooks

/// Visits every run of text of a document, in order.
enum InlineWalk {
  static func visit(_ blocks: [MarkdownBlock], _ body: ([MarkdownInline]) -> Void) {
    for block in blocks {
      switch block {
      case .heading(_, let content, _), .paragraph(let content): body(content)
      case .list(_, _, let items): for item in items { visit(item.content, body) }
      case .quote(let blocks), .footnote(_, let blocks): visit(blocks, body)
      case .table(_, let header, let rows):
        header.forEach(body)
        for row in rows { row.forEach(body) }
      case .code, .thematicBreak, .html, .cell: break
      }
    }
  }

  /// Every inline of `inlines`, outer before inner.
  static func visit(_ inlines: [MarkdownInline], _ body: (MarkdownInline) -> Void) {
    for inline in inlines {
      body(inline)
      switch inline {
      case .emphasis(let content), .strong(let content), .strikethrough(let content): visit(content, body)
      case .link(_, _, let content): visit(content, body)
      default: break
      }
    }
  }
}
