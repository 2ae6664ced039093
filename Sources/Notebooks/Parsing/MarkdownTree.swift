internal import CCmark

/// A node of a parsed Markdown document as plain values; the one file that touches cmark-gfm.
struct MarkdownNode {
  /// cmark's name, such as `paragraph`, `code_block`, `table_row`.
  var kind: String
  /// 1-based; columns count UTF-8 bytes. Inline nodes carry the place of their own first byte where cmark knows it.
  var line: Int
  var column: Int
  var lastLine: Int
  var children: [MarkdownNode]
  /// Text of text, code and HTML nodes.
  var literal: String
  /// What follows the fence; `nil` for indented code.
  var fenceInfo: String?
  var fenceLength: Int
  var headingLevel: Int
  /// The first number of an ordered list.
  var listStart: Int?
  var isTight: Bool
  /// The state of a task; `nil` where the item is none.
  var isDone: Bool?
  var url: String
  var title: String
  var alignments: [MarkdownBlock.ColumnAlignment]

  /// Once, and by one thread: the C library does not lock its list.
  private static let registerExtensions: Void = cmark_gfm_core_extensions_ensure_registered()

  /// Parses `text` as GitHub-flavoured Markdown with footnotes; `nil` where it is nested more than 100 deep.
  static func parse(_ text: String) -> MarkdownNode? {
    registerExtensions
    let parser = cmark_parser_new(CMARK_OPT_FOOTNOTES | CMARK_OPT_VALIDATE_UTF8)
    defer { cmark_parser_free(parser) }
    for name in ["table", "strikethrough", "autolink", "tasklist"] {
      cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension(name))
    }
    cmark_parser_feed(parser, text, text.utf8.count)
    guard let root = cmark_parser_finish(parser) else { return nil }
    defer { cmark_node_free(root) }
    return depth(of: root) <= 100 ? MarkdownNode(root) : nil
  }

  /// How deep the tree is, found without recursion: a hostile document must not exhaust the stack.
  private static func depth(of root: OpaquePointer) -> Int {
    let iterator = cmark_iter_new(root)
    defer { cmark_iter_free(iterator) }
    var depth = 0
    var deepest = 0
    while true {
      switch cmark_iter_next(iterator) {
      case CMARK_EVENT_ENTER where cmark_node_first_child(cmark_iter_get_node(iterator)) != nil:
        depth += 1
        deepest = max(deepest, depth)
      case CMARK_EVENT_EXIT where cmark_node_first_child(cmark_iter_get_node(iterator)) != nil: depth -= 1
      case CMARK_EVENT_DONE: return deepest
      default: break
      }
    }
  }

  private init(_ node: OpaquePointer) {
    // The library has no names for the two kinds of footnotes.
    switch cmark_node_get_type(node) {
    case CMARK_NODE_FOOTNOTE_DEFINITION: kind = "footnote_definition"
    case CMARK_NODE_FOOTNOTE_REFERENCE: kind = "footnote_reference"
    default: kind = string(cmark_node_get_type_string(node))
    }
    line = Int(cmark_node_get_start_line(node))
    column = Int(cmark_node_get_start_column(node))
    lastLine = Int(cmark_node_get_end_line(node))
    literal = string(cmark_node_get_literal(node))
    var length: CInt = 0
    var offset: CInt = 0
    var character: CChar = 0
    let isFenced = kind == "code_block" && cmark_node_get_fenced(node, &length, &offset, &character) != 0
    fenceInfo = isFenced ? string(cmark_node_get_fence_info(node)) : nil
    fenceLength = Int(length)
    headingLevel = Int(cmark_node_get_heading_level(node))
    let isOrdered = kind == "list" && cmark_node_get_list_type(node) == CMARK_ORDERED_LIST
    listStart = isOrdered ? Int(cmark_node_get_list_start(node)) : nil
    isTight = kind == "list" && cmark_node_get_list_tight(node) != 0
    isDone = kind == "tasklist" ? cmark_gfm_extensions_get_tasklist_item_checked(node) : nil
    url = string(cmark_node_get_url(node))
    title = string(cmark_node_get_title(node))
    alignments = kind == "table" ? Self.columnAlignments(of: node) : []
    children = []
    var child = cmark_node_first_child(node)
    while let next = child {
      children.append(MarkdownNode(next))
      child = cmark_node_next(next)
    }
  }

  private static func columnAlignments(of table: OpaquePointer) -> [MarkdownBlock.ColumnAlignment] {
    let count = Int(cmark_gfm_extensions_get_table_columns(table))
    guard let letters = cmark_gfm_extensions_get_table_alignments(table) else { return [] }
    return (0..<count).map { index in
      switch letters[index] {
      case UInt8(ascii: "l"): .left
      case UInt8(ascii: "c"): .center
      case UInt8(ascii: "r"): .right
      default: .none
      }
    }
  }
}

private func string(_ pointer: UnsafePointer<CChar>?) -> String {
  pointer.map { String(cString: $0) } ?? ""
}
