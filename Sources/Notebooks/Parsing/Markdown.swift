/// A block of a Markdown document, free of the C library that parsed it.
public indirect enum MarkdownBlock: Hashable, Sendable {
  /// `identifier` is unique in the document; `{#sec-data}` at a heading's end sets it.
  case heading(level: Int, content: [MarkdownInline], identifier: String)
  case paragraph([MarkdownInline])
  case list(start: Int?, isTight: Bool, items: [ListItem])
  case quote([MarkdownBlock])
  /// Shown, not run.
  case code(language: String, text: String)
  case table(alignments: [ColumnAlignment], header: [[MarkdownInline]], rows: [[[MarkdownInline]]])
  case thematicBreak
  /// Raw HTML, shown as text.
  case html(String)
  case footnote(label: String, content: [MarkdownBlock])
  case cell(Int)

  public struct ListItem: Hashable, Sendable {
    /// `nil` where the item is no task.
    public var isDone: Bool?
    public var content: [MarkdownBlock]

    public init(isDone: Bool?, content: [MarkdownBlock]) {
      self.isDone = isDone
      self.content = content
    }
  }

  public enum ColumnAlignment: Hashable, Sendable { case none, left, center, right }
}

/// A run of text within a block.
public indirect enum MarkdownInline: Hashable, Sendable {
  case text(String)
  case softBreak
  case lineBreak
  case code(String)
  case emphasis([MarkdownInline])
  case strong([MarkdownInline])
  case strikethrough([MarkdownInline])
  case link(destination: String, title: String, content: [MarkdownInline])
  case image(source: String, title: String, alternative: String)
  /// Raw HTML, shown as text.
  case html(String)
  case footnoteReference(label: String)
  /// `@fig-loss`: replaced by "Figure 2", linked. `line`: 1-based.
  case crossReference(label: String, line: Int)
  case inlineValue(Int)
}
