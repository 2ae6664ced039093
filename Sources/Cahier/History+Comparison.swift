import Figures
import Learning

extension LineChart {
  /// Overlays runs: one line a run with its name at its end, validation where it was measured and else training.
  ///
  /// ```swift
  /// LineChart(comparing: ["dropout 0.25": history, "dropout 0.5": otherHistory], .accuracy)
  /// ```
  public init(comparing runs: KeyValuePairs<String, History>, _ quantities: History.Quantity...) {
    self.init(runs: runs.map { ($0.key, $0.value) }, quantities: quantities)
  }

  /// Overlays runs that are at hand as a list: `LineChart(comparing: experiments.map { ($0.name, $0.history) })`.
  public init(comparing runs: [(String, History)], _ quantities: History.Quantity...) {
    self.init(runs: runs, quantities: quantities)
  }

  private init(runs: [(name: String, history: History)], quantities: [History.Quantity]) {
    let wished = quantities.isEmpty ? [.accuracy] : quantities
    let panels = wished.map { quantity -> Panel in
      let series = runs.map { run in
        let points = run.history.epochs.map { (Double($0.number), quantity.value(in: $0)) }
        return Series(name: run.name, x: points.map(\.0), y: points.map(\.1))
      }
      let isValidated = runs.contains { $0.history.epochs.contains { $0.validationLoss != nil } }
      let title = quantity.title(isValidated: isValidated)
      return Panel(title: title, yLabel: title, series: series, isPercent: quantity == .accuracy)
    }
    self.init(xLabel: "Epoch", panels: panels)
  }
}

extension History.Quantity {
  fileprivate func value(in epoch: History.Epoch) -> Double {
    switch self {
    case .loss: epoch.validationLoss ?? epoch.loss
    case .accuracy: epoch.validationAccuracy ?? epoch.accuracy
    case .learningRate: epoch.learningRate
    }
  }

  fileprivate func title(isValidated: Bool) -> String {
    switch self {
    case .loss: isValidated ? "Validation loss" : "Training loss"
    case .accuracy: isValidated ? "Validation accuracy" : "Training accuracy"
    case .learningRate: "Learning rate"
    }
  }
}
