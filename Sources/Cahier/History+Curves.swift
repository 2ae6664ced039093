import Figures
import Learning

extension History {
  /// Something measured every epoch.
  public enum Quantity: Sendable { case loss, accuracy, learningRate }

  /// Draws learning curves: one panel a quantity, training and validation in each, the best epoch marked.
  ///
  /// ```swift
  /// history.curves(.loss, .accuracy)
  /// ```
  public func curves(_ quantities: Quantity...) -> LineChart {
    LineChart(xLabel: "Epoch", panels: (quantities.isEmpty ? [.loss, .accuracy] : quantities).map(panel))
  }

  private func panel(of quantity: Quantity) -> LineChart.Panel {
    switch quantity {
    case .loss:
      curves(title: "Loss", training: \.loss, validation: \.validationLoss) { $0 < $1 }
    case .accuracy:
      curves(title: "Accuracy", training: \.accuracy, validation: \.validationAccuracy, isPercent: true) { $0 > $1 }
    case .learningRate:
      LineChart.Panel(
        title: "Learning rate", yLabel: "Learning rate", series: [series("Learning rate", role: .plain, \.learningRate)]
      )
    }
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
    return LineChart.Panel(title: title, yLabel: title, series: lines, markers: markers, isPercent: isPercent)
  }

  private func series(
    _ name: String, role: LineChart.Series.Role, _ value: KeyPath<Epoch, Double>, group: String? = nil
  ) -> LineChart.Series {
    LineChart.Series(
      name: name, x: epochs.map { Double($0.number) }, y: epochs.map { $0[keyPath: value] }, role: role, group: group)
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
