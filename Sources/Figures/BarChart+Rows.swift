// Bar charts of a notebook's own numbers.

extension BarChart: AxisChart {}

extension BarChart {
  /// One bar a row: `BarChart(runs, x: \.name, y: \.accuracy)`.
  public init<Row>(
    _ rows: [Row], x: (Row) -> some CustomStringConvertible, y: (Row) -> some Plottable, categoryLabel: String = "",
    valueLabel: String = "", isPercent: Bool = false
  ) {
    self.init(
      categoryLabel: categoryLabel, valueLabel: valueLabel,
      bars: rows.map { Bar(label: FigureNumber.name(x($0)), value: y($0).plotValue) }, isPercent: isPercent)
  }

  /// One bar a row, one colour a group: `BarChart(scores, x: \.className, y: \.recall, by: \.net)`.
  public init<Row>(
    _ rows: [Row], x: (Row) -> some CustomStringConvertible, y: (Row) -> some Plottable,
    by group: (Row) -> some CustomStringConvertible, categoryLabel: String = "", valueLabel: String = "",
    isPercent: Bool = false
  ) {
    self.init(
      categoryLabel: categoryLabel, valueLabel: valueLabel,
      bars: rows.map {
        Bar(label: FigureNumber.name(x($0)), value: y($0).plotValue, group: FigureNumber.name(group($0)))
      },
      isPercent: isPercent)
  }

  /// Bars by name: `BarChart(["with": 0.72, "without": 0.69], isPercent: true)`.
  public init(
    _ values: KeyValuePairs<String, some Plottable>, categoryLabel: String = "", valueLabel: String = "",
    isPercent: Bool = false
  ) {
    self.init(
      values.map { $0 }, x: { $0.key }, y: { $0.value }, categoryLabel: categoryLabel, valueLabel: valueLabel,
      isPercent: isPercent)
  }

  /// The groups' names in the order of their first bars; empty where there are none.
  public var groups: [String] {
    bars.reduce(into: []) { names, bar in
      if let group = bar.group, !names.contains(group) { names.append(group) }
    }
  }
}
