/// A block of a Markdown document, free of the C library that parsed it.
public indirect enum MarkdownBlock: Hashable, Sendable {
  /// `identifier` is unique in the document; `{#sec-data}` at a heading's end sets it.
  case heading(level: Int, content: [MarkdownInline], identifier: String, isNumbered: Bool = true)
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
  /// `> [!NOTE]` or `::: {.callout-note}`.
  case callout(Callout, content: [MarkdownBlock])
  /// `::: {.panel-tabset}`: each heading of the highest level begins a tab.
  case tabs([Tab])
  /// `:::: {.columns}` with a `::: {.column}` each.
  case columns([Column])
  /// `::: {#sec-part}` and divisions of classes that mean nothing here: their content, as it is.
  case division(identifier: String?, content: [MarkdownBlock])
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
  case image(source: String, title: String, alternative: String, attributes: ImageAttributes = ImageAttributes())
  /// Raw HTML, shown as text.
  case html(String)
  case footnoteReference(label: String)
  case formula(Formula)
  /// `[see @keras, p. 3]` or `@keras`, as written. `line`: 1-based.
  case citation(String, line: Int)
  /// `@fig-loss`: replaced by "Figure 2", linked. `line`: 1-based.
  case crossReference(label: String, line: Int)
  case inlineValue(Int)
}

/// A remark set apart from the text.
public struct Callout: Hashable, Sendable {
  public enum Kind: String, CaseIterable, Hashable, Sendable { case note, tip, important, warning, caution }
  public enum Folding: Hashable, Sendable { case none, open, closed }

  public var kind: Kind
  /// Takes the place of the kind's own name.
  public var title: [MarkdownInline]?
  public var folding: Folding

  public init(kind: Kind, title: [MarkdownInline]? = nil, folding: Folding = .none) {
    self.kind = kind
    self.title = title
    self.folding = folding
  }
}

/// One of several passages of which a reader sees one at a time.
public struct Tab: Hashable, Sendable {
  public var title: [MarkdownInline]
  /// Unique in the document.
  public var identifier: String
  public var content: [MarkdownBlock]

  public init(title: [MarkdownInline], identifier: String, content: [MarkdownBlock]) {
    self.title = title
    self.identifier = identifier
    self.content = content
  }
}

/// One of several passages side by side.
public struct Column: Hashable, Sendable {
  /// In percent, 1...100; `nil` shares what the others leave.
  public var width: Int?
  public var content: [MarkdownBlock]

  public init(width: Int?, content: [MarkdownBlock]) {
    self.width = width
    self.content = content
  }
}

/// Mathematics in TeX's notation.
public struct Formula: Hashable, Sendable {
  /// Without the dollar signs.
  public var tex: String
  /// `$$…$$`, on a line of its own.
  public var isDisplay: Bool
  /// `{#eq-loss}` after it.
  public var label: String?
  /// 1-based.
  public var line: Int

  public init(tex: String, isDisplay: Bool, label: String? = nil, line: Int) {
    self.tex = tex
    self.isDisplay = isDisplay
    self.label = label
    self.line = line
  }

  /// As it stands in the notebook.
  public var source: String {
    let marks = isDisplay ? "$$" : "$"
    return marks + tex + marks
  }
}
