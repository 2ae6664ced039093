extension Table.Column: ExpressibleByStringLiteral {
  /// A column of text, aligned to the left: `Table(columns: ["Class", .trailing("Images")], …)`.
  public init(stringLiteral name: String) {
    self.init(name)
  }

  /// A column of numbers, aligned to the right.
  public static func trailing(_ name: String) -> Table.Column {
    Table.Column(name, alignment: .trailing)
  }
}
