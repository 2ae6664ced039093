/// A column of a table of rows: what it is called and what stands in it.
///
/// ```swift
/// Table(runs) {
///   TableColumn("Dropout", value: \.dropout)
///   TableColumn("Accuracy") { $0.accuracy.percent() }
/// }
/// ```
public struct TableColumn<Row> {
  let column: Table.Column
  let text: (Row) -> String

  /// A column of text.
  public init(_ name: String, value: @escaping (Row) -> String) {
    column = Table.Column(name)
    text = value
  }

  /// A column of numbers, aligned to the right.
  public init(_ name: String, value: @escaping (Row) -> some Plottable) {
    column = .trailing(name)
    text = { Table.text(of: value($0)) }
  }
}

/// Collects the columns that stand in braces.
@resultBuilder
public enum TableColumnBuilder<Row> {
  public static func buildExpression(_ column: TableColumn<Row>) -> [TableColumn<Row>] { [column] }
  public static func buildBlock(_ columns: [TableColumn<Row>]...) -> [TableColumn<Row>] { columns.flatMap(\.self) }
  public static func buildOptional(_ columns: [TableColumn<Row>]?) -> [TableColumn<Row>] { columns ?? [] }
  public static func buildEither(first: [TableColumn<Row>]) -> [TableColumn<Row>] { first }
  public static func buildEither(second: [TableColumn<Row>]) -> [TableColumn<Row>] { second }
  public static func buildArray(_ columns: [[TableColumn<Row>]]) -> [TableColumn<Row>] { columns.flatMap(\.self) }
}

extension Table {
  /// One row for each of `rows`, with the columns in braces.
  public init<Row>(_ rows: some Sequence<Row>, @TableColumnBuilder<Row> columns: () -> [TableColumn<Row>]) {
    let columns = columns()
    let texts = rows.map { row in columns.map { $0.text(row) } }
    let shown = columns.enumerated().map { index, column in
      // Numbers that a closure wrote as text, such as percent, are numbers to the reader.
      texts.allSatisfy { Table.isNumeric($0[index]) } && !texts.isEmpty ? .trailing(column.column.name) : column.column
    }
    self.init(columns: shown, rows: texts)
  }

  /// One row for each of `rows`, one column for each stored property or labelled element of a tuple.
  public init<Row>(_ rows: some Sequence<Row>) {
    let mirrors = rows.map { Array(Mirror(reflecting: $0).children) }
    let first = mirrors.first ?? []
    let columns = first.enumerated().map { index, child -> Column in
      let isNumber = mirrors.allSatisfy { $0.indices.contains(index) && Table.isNumber($0[index].value) }
      let name = child.label.map(Table.words(of:)) ?? ""
      return isNumber ? .trailing(name) : Column(name)
    }
    self.init(
      columns: columns,
      rows: mirrors.map { row in first.indices.map { row.indices.contains($0) ? Table.text(of: row[$0].value) : "" } })
  }

  /// `validationLoss` → `Validation loss`; a tuple's unlabelled elements have no name.
  private static func words(of property: String) -> String {
    if property.hasPrefix(".") { return "" }
    var text = ""
    for character in property {
      text += character.isUppercase && text.last?.isLowercase == true ? " " + character.lowercased() : String(character)
    }
    return text.sentenceCase
  }

  /// Whether a text reads as a number: `78.4 %`, `−3`, `1,234`, or nothing.
  private static func isNumeric(_ text: String) -> Bool {
    text.allSatisfy { $0.isNumber || " ,.−-+e%±".contains($0) }
  }

  private static func isNumber(_ value: Any) -> Bool {
    value is any Plottable || value is any BinaryInteger
      || Mirror(reflecting: value).displayStyle == .optional
        && Mirror(reflecting: value).children.allSatisfy { isNumber($0.value) }
  }

  /// A value as a table shows it: whole numbers in groups, others to four digits, nothing for `nil`.
  fileprivate static func text(of value: Any) -> String {
    let mirror = Mirror(reflecting: value)
    if mirror.displayStyle == .optional { return mirror.children.first.map { text(of: $0.value) } ?? "" }
    if let count = value as? Int { return FigureNumber.count(count) }
    if let number = (value as? any Plottable)?.plotValue { return number.isNaN ? "" : FigureNumber.value(number) }
    return String(describing: value)
  }
}
