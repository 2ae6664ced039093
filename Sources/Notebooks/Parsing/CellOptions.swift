/// A cell's leading `//| key: value` lines, with the front matter's `execute:` filled in.
public struct CellOptions: Hashable, Sendable {
  /// `fig-loss`, `tbl-results`: what `@fig-loss` in the prose refers to.
  public var label: String?
  public var echo = true
  public var eval = true
  public var output = true
  /// `false`: neither code nor output is shown, though the cell runs.
  public var include = true
  /// The cell may fail; its names stay inside it and the notebook goes on.
  public var error = false
  public var warning = true
  public var figureCaption: String?
  public var figureAlt: String?
  /// CSS pixels on a wide page.
  public var figureWidth: Double?
  public var figureHeight: Double?
  public var codeFold = false
  public var codeSummary: String?
  /// Numbers the code's lines as the notebook does, so that the place in a message can be found.
  public var codeLineNumbers = false
  public var tableCaption: String?

  public init() {}
}
