/// A parsed notebook: front matter, prose and cells in order.
public struct Notebook: Sendable {
  /// The file's name as the user gave it, used in every message.
  public var path: String
  public var source: String
  public var frontMatter: FrontMatter
  /// The document, top level first; `.cell(i)` stands where cell `i` does.
  public var blocks: [MarkdownBlock]
  public var cells: [Cell]
  /// The inline expressions in order of appearance; `.inlineValue(i)` stands where expression `i` does.
  public var inlineExpressions: [InlineExpression]

  public init(
    path: String, source: String, frontMatter: FrontMatter, blocks: [MarkdownBlock], cells: [Cell],
    inlineExpressions: [InlineExpression]
  ) {
    self.path = path
    self.source = source
    self.frontMatter = frontMatter
    self.blocks = blocks
    self.cells = cells
    self.inlineExpressions = inlineExpressions
  }
}

/// An executed code cell, ```` ```{swift} ````.
public struct Cell: Hashable, Sendable {
  /// 0-based.
  public var index: Int
  public var options: CellOptions
  /// The code after the option lines.
  public var code: String
  /// 1-based line of the notebook on which `code` begins.
  public var line: Int
  /// 1-based line of the opening fence.
  public var fenceLine: Int

  public init(index: Int, options: CellOptions, code: String, line: Int, fenceLine: Int) {
    self.index = index
    self.options = options
    self.code = code
    self.line = line
    self.fenceLine = fenceLine
  }
}

/// An expression in the prose, `` `{swift} expr` ``, replaced by its value.
public struct InlineExpression: Hashable, Sendable {
  public var code: String
  /// 1-based.
  public var line: Int
  /// 1-based column of the expression's first byte.
  public var column: Int
  /// How many cells stand before it.
  public var cellsBefore: Int

  public init(code: String, line: Int, column: Int = 1, cellsBefore: Int) {
    self.code = code
    self.line = line
    self.column = column
    self.cellsBefore = cellsBefore
  }
}
