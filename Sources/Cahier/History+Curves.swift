import Figures
import Learning

extension History {
  /// Something measured every epoch.
  public enum Quantity: Sendable { case loss, accuracy, learningRate }

  /// What stands along the horizontal axis.
  public enum Progress: Sendable {
    case epochs
    /// Seconds of training since its beginning: they differ from run to run.
    case seconds
  }

  /// Draws learning curves: one panel a quantity, training and validation in each, the best epoch and an early stop
  /// marked, the learning rate beneath where it is asked for with others.
  ///
  /// ```swift
  /// history.curves(.loss, .accuracy, .learningRate, smoothing: 0.6).chartYScale(type: .log)
  /// ```
  ///
  /// - Parameter smoothing: 0..<1, how much of each drawn value is the mean so far; what was measured stays, faint.
  public func curves(_ quantities: Quantity..., along progress: Progress = .epochs, smoothing: Double = 0) -> LineChart
  {
    let wished = quantities.isEmpty ? [.loss, .accuracy] : quantities
    let upper = wished.filter { $0 != .learningRate }
    var chart = LineChart(xLabel: "Epoch", panels: (upper.isEmpty ? [.learningRate] : upper).map(panel))
    if !upper.isEmpty, upper.count < wished.count { chart.strip = panel(of: .learningRate) }
    if smoothing > 0 { chart.smoothing = smoothing }
    return progress == .seconds ? alongSeconds(chart) : chart
  }

  private func panel(of quantity: Quantity) -> LineChart.Panel {
    switch quantity {
    case .loss:
      curves(title: "Loss", training: \.loss, validation: \.validationLoss) { $0 < $1 }
    case .accuracy:
      curves(title: "Accuracy", training: \.accuracy, validation: \.validationAccuracy, isPercent: true) { $0 > $1 }
    case .learningRate:
      LineChart.Panel(
        title: "Learning rate", yLabel: "Learning rate",
        series: [series("Learning rate", role: .plain, \.learningRate)],
        yAxis: ratesSpanDecades ? AxisOptions(scale: .log) : nil)
    }
  }

  /// Whether a linear axis would press the small rates together.
  private var ratesSpanDecades: Bool {
    let rates = epochs.map(\.learningRate)
    guard let low = rates.min(), let high = rates.max() else { return false }
    return low > 0 && high / low > 30
  }

  /// A panel of both curves; `isBetter` tells which of two values marks the better epoch.
  private func curves(
    title: String, training: KeyPath<Epoch, Double>, validation: KeyPath<Epoch, Double?>, isPercent: Bool = false,
    isBetter: (Double, Double) -> Bool
  ) -> LineChart.Panel {
    var lines = [series("Training", role: .training, training, group: title)]
    var markers: [LineChart.Marker] = []
    let validated = epochs.filter { $0[keyPath: validation]?.isFinite == true }
    if let best = validated.min(by: { isBetter($0[keyPath: validation]!, $1[keyPath: validation]!) }) {
      lines.append(
        LineChart.Series(
          name: "Validation", x: validated.map { Double($0.number) }, y: validated.map { $0[keyPath: validation]! },
          role: .validation, group: title))
      markers.append(
        LineChart.Marker(x: Double(best.number), y: best[keyPath: validation], label: "best: epoch \(best.number)"))
    }
    if stoppedEarly, let last = epochs.last?.number {
      markers.append(LineChart.Marker(x: Double(last), label: "stopped early: epoch \(last)"))
    }
    if let restoredEpoch, !markers.contains(where: { $0.x == Double(restoredEpoch) }) {
      markers.append(LineChart.Marker(x: Double(restoredEpoch), label: "weights kept: epoch \(restoredEpoch)"))
    }
    return LineChart.Panel(title: title, yLabel: title, series: lines, markers: markers, isPercent: isPercent)
  }

  private func series(
    _ name: String, role: LineChart.Series.Role, _ value: KeyPath<Epoch, Double>, group: String? = nil
  ) -> LineChart.Series {
    LineChart.Series(
      name: name, x: epochs.map { Double($0.number) }, y: epochs.map { $0[keyPath: value] }, role: role, group: group)
  }

  /// The same chart over the time that training had taken when each epoch ended.
  private func alongSeconds(_ chart: LineChart) -> LineChart {
    var elapsed: [Double: Double] = [:]
    var sum = 0.0
    for epoch in epochs {
      sum += epoch.seconds
      elapsed[Double(epoch.number)] = sum
    }
    func moved(_ panel: LineChart.Panel) -> LineChart.Panel {
      var result = panel
      for index in result.series.indices { result.series[index].x = result.series[index].x.map { elapsed[$0] ?? $0 } }
      for index in result.markers.indices { result.markers[index].x = elapsed[result.markers[index].x] ?? 0 }
      return result
    }
    var result = chart
    result.xLabel = "Seconds of training"
    result.panels = chart.panels.map(moved)
    result.strip = chart.strip.map(moved)
    return result.volatile()
  }

  /// The measurements of every epoch as a table.
  public var table: Table {
    func loss(_ value: Double?) -> String { value.map { FigureNumber.decimal($0, decimals: 4) } ?? "" }
    return Table(
      columns: [
        .trailing("Epoch"), .trailing("Loss"), .trailing("Accuracy"), .trailing("Validation loss"),
        .trailing("Validation accuracy"),
      ],
      rows: epochs.map { epoch in
        [
          "\(epoch.number)", loss(epoch.loss), epoch.accuracy.percent(2), loss(epoch.validationLoss),
          epoch.validationAccuracy?.percent(2) ?? "",
        ]
      })
  }
}
