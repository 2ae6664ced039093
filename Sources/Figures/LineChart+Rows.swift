// Line charts of a notebook's own numbers.

extension LineChart: AxisChart {
  /// The vertical axis of all panels.
  public var yAxis: AxisOptions? {
    get { panels.first?.yAxis }
    set { for index in panels.indices { panels[index].yAxis = newValue } }
  }

  /// One line by its coordinates.
  public init(x: [some Plottable], y: [some Plottable], xLabel: String = "x", yLabel: String = "y") {
    self.init([("", x.map(\.plotValue), y.map(\.plotValue))], xLabel: xLabel, yLabel: yLabel)
  }

  /// Lines by name over 1, 2, 3 …: `LineChart(["mean": means, "best": bests], xLabel: "Step")`.
  public init(_ lines: KeyValuePairs<String, [some Plottable]>, xLabel: String = "x", yLabel: String = "") {
    self.init(
      lines.map { ($0.key, (1...max($0.value.count, 1)).map(Double.init), $0.value.map(\.plotValue)) },
      xLabel: xLabel, yLabel: yLabel)
  }

  /// One point a row: `LineChart(rows, x: \.step, y: \.rate)`.
  public init<Row>(
    _ rows: [Row], x: (Row) -> some Plottable, y: (Row) -> some Plottable, xLabel: String = "x", yLabel: String = "y"
  ) {
    self.init([("", rows.map { x($0).plotValue }, rows.map { y($0).plotValue })], xLabel: xLabel, yLabel: yLabel)
  }

  /// One point a row, one line a group: `LineChart(rows, x: \.epoch, y: \.accuracy, by: \.run)`.
  public init<Row>(
    _ rows: [Row], x: (Row) -> some Plottable, y: (Row) -> some Plottable,
    by group: (Row) -> some CustomStringConvertible, xLabel: String = "x", yLabel: String = "y"
  ) {
    self.init(
      rows.grouped(by: group).map { ($0.name, $0.rows.map { x($0).plotValue }, $0.rows.map { y($0).plotValue }) },
      xLabel: xLabel, yLabel: yLabel)
  }

  private init(_ lines: [(name: String, x: [Double], y: [Double])], xLabel: String, yLabel: String) {
    let series = lines.map { Series(name: $0.name.isEmpty ? yLabel : $0.name, x: $0.x, y: $0.y) }
    self.init(xLabel: xLabel, panels: [Panel(title: "", yLabel: yLabel, series: series)])
  }
}

extension LineChart {
  /// Draws each line smoothed, and faint as it was measured: `weight`, 0..<1, is how much of each value is the mean so
  /// far, as in TensorBoard.
  public func smoothed(_ weight: Double) -> LineChart {
    var result = self
    result.smoothing = weight
    return result
  }

  /// A level to compare with, across every panel.
  public func ruleMark(y: Double, label: String) -> LineChart {
    var result = self
    for index in result.panels.indices {
      result.panels[index].rules = (result.panels[index].rules ?? []) + [Rule(y: y, label: label)]
    }
    return result
  }

  /// A labelled place on the horizontal axis, in every panel.
  public func ruleMark(x: Double, label: String) -> LineChart {
    var result = self
    for index in result.panels.indices { result.panels[index].markers.append(Marker(x: x, label: label)) }
    return result
  }
}

extension LineChart.Series {
  /// The values smoothed by an exponential moving average that begins without a bias towards zero (Kingma & Ba 2015,
  /// section 3); gaps stay gaps.
  public func smoothed(_ weight: Double) -> LineChart.Series {
    guard weight > 0, weight < 1 else { return self }
    var result = self
    var (mean, scale) = (0.0, 0.0)
    for index in y.indices where y[index].isFinite {
      mean = weight * mean + (1 - weight) * y[index]
      scale = weight * scale + (1 - weight)
      result.y[index] = mean / scale
    }
    return result
  }
}
