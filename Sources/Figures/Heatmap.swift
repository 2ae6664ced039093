import Foundation

/// A table of numbers as colours; where some are negative, those have a colour of their own.
public struct Heatmap: FigureContent {
  public var rowTitle: String
  public var columnTitle: String
  public var valueLabel: String
  public var rows: [String]
  public var columns: [String]
  /// `values[row][column]`; what is missing or not a number stays empty.
  public var values: [[Double]]
  public var isPercent: Bool
  public var presentation: FigurePresentation?

  public init(
    rows: [String], columns: [String], values: [[Double]], rowTitle: String = "", columnTitle: String = "",
    valueLabel: String = "", isPercent: Bool = false
  ) {
    self.rows = rows
    self.columns = columns
    self.values = values
    self.rowTitle = rowTitle
    self.columnTitle = columnTitle
    self.valueLabel = valueLabel
    self.isPercent = isPercent
  }

  /// One tile a row of data: `Heatmap(runs, x: \.dropout, y: \.rate, value: \.accuracy)`; of several for one tile the
  /// last counts.
  public init<Row>(
    _ data: [Row], x: (Row) -> some CustomStringConvertible, y: (Row) -> some CustomStringConvertible,
    value: (Row) -> some Plottable, rowTitle: String = "", columnTitle: String = "", valueLabel: String = "",
    isPercent: Bool = false
  ) {
    let columns = data.grouped(by: x).map(\.name)
    let rows = data.grouped(by: y)
    let values = rows.map { row in
      let known = Dictionary(row.rows.map { (FigureNumber.name(x($0)), value($0).plotValue) }, uniquingKeysWith: { $1 })
      return columns.map { known[$0] ?? .nan }
    }
    self.init(
      rows: rows.map(\.name), columns: columns, values: values, rowTitle: rowTitle, columnTitle: columnTitle,
      valueLabel: valueLabel, isPercent: isPercent)
  }

  public static let kindName = "Heat map"
  public var figure: Figure { .heatmap(self) }
}

extension Heatmap {
  /// A value; not a number where there is none.
  public func value(_ row: Int, _ column: Int) -> Double {
    guard values.indices.contains(row), values[row].indices.contains(column) else { return .nan }
    return values[row][column]
  }

  /// A value as its tile shows it.
  public func text(_ value: Double) -> String {
    if isPercent { return FigureNumber.percent(value) }
    let largest = values.joined().filter(\.isFinite).map(abs).max() ?? 0
    // One number of decimals for all, so that columns of numbers can be compared.
    guard largest >= 1e-3, largest < 1e6 else { return FigureNumber.value(value, significant: 3) }
    let isWhole = values.joined().allSatisfy { !$0.isFinite || $0 == $0.rounded() }
    return FigureNumber.decimal(value, decimals: isWhole ? 0 : max(2 - Int(log10(largest).rounded(.down)), 0))
  }

  /// Such as "Accuracy by rate and dropout, 3 by 4: highest 78.4 % at rate 0.001, dropout 0.3; lowest 10.0 % at …".
  public var alternativeText: String {
    var subject = valueLabel.isEmpty ? "Heat map" : valueLabel.sentenceCase
    let titles = [rowTitle, columnTitle].filter { !$0.isEmpty }.map(\.lowercasedFirst)
    if !titles.isEmpty { subject += " by \(FigureNumber.list(titles))" }
    subject += ", \(FigureNumber.count(rows.count)) by \(FigureNumber.count(columns.count))"
    let places = rows.indices.flatMap { row in columns.indices.map { (row: row, column: $0, value: value(row, $0)) } }
    let known = places.filter(\.value.isFinite)
    guard let high = known.min(by: { $0.value > $1.value }), let low = known.min(by: { $0.value < $1.value }) else {
      return "\(subject): no values."
    }
    let missing = places.count - known.count
    let note = missing == 0 ? "" : " " + FigureNumber.missing(missing)
    if high.value == low.value { return "\(subject): \(text(high.value)) everywhere.\(note)" }
    func place(_ found: (row: Int, column: Int, value: Double)) -> String {
      let parts = [(rowTitle, rows[found.row]), (columnTitle, columns[found.column])]
      return parts.map { $0.isEmpty ? $1 : "\($0.lowercasedFirst) \($1)" }.joined(separator: ", ")
    }
    return """
      \(subject): highest \(text(high.value)) at \(place(high)); lowest \(text(low.value)) at \(place(low)).\(note)
      """
  }

  public var dataTable: Table {
    let corner = [rowTitle, columnTitle].filter { !$0.isEmpty }.joined(separator: " \\ ")
    return Table(
      columns: [.init(corner)] + columns.map { .trailing($0) },
      rows: rows.indices.map { row in
        [rows[row]] + columns.indices.map { value(row, $0).isNaN ? "" : text(value(row, $0)) }
      })
  }
}
