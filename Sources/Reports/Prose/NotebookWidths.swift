internal import Notebooks

/// The widths of the notebook's columns and pictures as rules of the style sheet: a page has no style attributes.
enum NotebookWidths {
  /// `width`: in percent.
  static func className(of width: Int) -> String { "width-\(width)" }

  static func styleSheet(of blocks: [MarkdownBlock]) -> String {
    var columns: Set<Int> = []
    BlockWalk.visit(blocks) { block in
      if case .columns(let content) = block { columns.formUnion(content.compactMap(\.width)) }
    }
    var pictures: Set<Int> = []
    InlineWalk.visitAll(blocks) { inline in
      if case .image(_, _, _, let attributes) = inline, case .percent(let share)? = attributes.width {
        pictures.insert(share)
      }
    }
    // Growing by its share, a column leaves room for the gap beside it.
    return columns.sorted().map { ".columns>.\(className(of: $0)){flex:\($0) 1 0}\n" }.joined()
      + pictures.sorted().map { "img.\(className(of: $0)){width:\($0)%}\n" }.joined()
  }
}
