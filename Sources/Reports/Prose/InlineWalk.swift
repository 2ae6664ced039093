internal import Notebooks

/// Visits every block of a document, outer before inner.
enum BlockWalk {
  static func visit(_ blocks: [MarkdownBlock], _ body: (MarkdownBlock) -> Void) {
    for block in blocks {
      body(block)
      for inner in children(of: block) { visit(inner, body) }
    }
  }

  private static func children(of block: MarkdownBlock) -> [[MarkdownBlock]] {
    switch block {
    case .list(_, _, let items): items.map(\.content)
    case .quote(let blocks), .footnote(_, let blocks), .callout(_, let blocks), .division(_, let blocks): [blocks]
    case .tabs(let tabs): tabs.map(\.content)
    case .columns(let columns): columns.map(\.content)
    case .heading, .paragraph, .code, .table, .thematicBreak, .html, .cell: []
    }
  }
}

/// Visits every run of text of a document, in order.
enum InlineWalk {
  static func visit(_ blocks: [MarkdownBlock], _ body: ([MarkdownInline]) -> Void) {
    BlockWalk.visit(blocks) { block in
      switch block {
      case .heading(_, let content, _, _), .paragraph(let content): body(content)
      case .table(_, let header, let rows):
        header.forEach(body)
        for row in rows { row.forEach(body) }
      case .callout(let callout, _): if let title = callout.title { body(title) }
      case .tabs(let tabs): for tab in tabs { body(tab.title) }
      case .list, .quote, .footnote, .columns, .division, .code, .thematicBreak, .html, .cell: break
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

  /// Every inline of a document, in order.
  static func visitAll(_ blocks: [MarkdownBlock], _ body: (MarkdownInline) -> Void) {
    visit(blocks) { visit($0, body) }
  }
}
