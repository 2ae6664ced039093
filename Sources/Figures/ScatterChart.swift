/// Points by two measurements, in one or more series.
public struct ScatterChart: AxisChart {
  public struct Series: Hashable, Codable, Sendable {
    public var name: String
    public var x: [Double]
    public var y: [Double]

    public init(name: String, x: [Double], y: [Double]) {
      self.name = name
      self.x = x
      self.y = y
    }
  }

  public var xLabel: String
  public var yLabel: String
  public var series: [Series]
  public var xAxis: AxisOptions?
  public var yAxis: AxisOptions?
  public var presentation: FigurePresentation?

  public init(xLabel: String, yLabel: String, series: [Series]) {
    self.xLabel = xLabel
    self.yLabel = yLabel
    self.series = series
  }

  public static let kindName = "Scatter chart"
  public var figure: Figure { .scatterChart(self) }
}

extension ScatterChart {
  /// Points by their coordinates.
  public init(x: [some Plottable], y: [some Plottable], xLabel: String = "x", yLabel: String = "y") {
    self.init(
      xLabel: xLabel, yLabel: yLabel,
      series: [Series(name: yLabel, x: x.map(\.plotValue), y: y.map(\.plotValue))])
  }

  /// One point a row: `ScatterChart(runs, x: \.seconds, y: \.accuracy)`.
  public init<Row>(
    _ rows: [Row], x: (Row) -> some Plottable, y: (Row) -> some Plottable, xLabel: String = "x", yLabel: String = "y"
  ) {
    self.init(x: rows.map(x), y: rows.map(y), xLabel: xLabel, yLabel: yLabel)
  }

  /// One point a row, one colour a group: `ScatterChart(runs, x: \.seconds, y: \.accuracy, by: \.optimizer)`.
  public init<Row>(
    _ rows: [Row], x: (Row) -> some Plottable, y: (Row) -> some Plottable,
    by group: (Row) -> some CustomStringConvertible,
    xLabel: String = "x", yLabel: String = "y"
  ) {
    self.init(
      xLabel: xLabel, yLabel: yLabel,
      series: rows.grouped(by: group).map { group in
        Series(name: group.name, x: group.rows.map { x($0).plotValue }, y: group.rows.map { y($0).plotValue })
      })
  }
}

extension ScatterChart.Series {
  /// The points that can be drawn.
  public var points: [(x: Double, y: Double)] {
    zip(x, y).filter { $0.0.isFinite && $0.1.isFinite }.map { (x: $0.0, y: $0.1) }
  }
}
