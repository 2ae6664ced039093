/// Rows of text and numbers under column names.
public struct Table: Hashable, Codable, Sendable {
  public enum Alignment: String, Hashable, Codable, Sendable { case leading, trailing }

  public struct Column: Hashable, Codable, Sendable {
    public var name: String
    public var alignment: Alignment
    /// Shares 0...1 to be drawn as small bars in the cells, those of the rows first, then the footer's; `nil` draws none.
    public var bars: [Double?]?

    public init(_ name: String, alignment: Alignment = .leading, bars: [Double?]? = nil) {
      self.name = name
      self.alignment = alignment
      self.bars = bars
    }
  }

  public var columns: [Column]
  /// One text a column in every row, formatted as it is to be read.
  public var rows: [[String]]
  /// Rows set apart at the end, such as totals.
  public var footer: [[String]]

  public init(columns: [Column], rows: [[String]], footer: [[String]] = []) {
    self.columns = columns
    self.rows = rows
    self.footer = footer
  }
}
