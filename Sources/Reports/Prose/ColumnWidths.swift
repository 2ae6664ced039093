internal import Notebooks

/// The widths of the notebook's columns as rules of the style sheet: a page has no style attributes.
enum ColumnWidths {
  /// `width`: in percent.
  static func className(of width: Int) -> String { "width-\(width)" }

  static func styleSheet(of blocks: [MarkdownBlock]) -> String {
    var widths: Set<Int> = []
    BlockWalk.visit(blocks) { block in
      if case .columns(let columns) = block { widths.formUnion(columns.compactMap(\.width)) }
    }
    // Growing by its share, a column leaves room for the gap beside it.
    return widths.sorted().map { ".columns>.\(className(of: $0)){flex:\($0) 1 0}\n" }.joined()
  }
}
