import Figures
import Learning
import Reports
import Runs

/// Several runs side by side: the settings in which they differ, their results, and their curves.
struct RunComparison: Encodable {
  struct Row: Encodable {
    var name: String
    /// One a run; `nil` where a run has no such part.
    var values: [String?]
  }

  let runs: [RunDetail]
  /// Short and different: `1a2b3c4d train-plain`.
  let names: [String]
  /// Only those in which not all runs are alike.
  let settings: [Row]
  let results: [Row]

  init(_ runs: [RunDetail]) {
    self.runs = runs
    names = runs.map { "\(RunWords.name($0.summary)) \(RunWords.cell($0.summary))" }
    let parts = runs.map { Dictionary($0.key.parts.map { ($0.name, $0.value) }) { "\($0); \($1)" } }
    var order: [String] = []
    for run in runs { for part in run.key.parts where !order.contains(part.name) { order.append(part.name) } }
    settings = order.map { name in Row(name: name, values: parts.map { $0[name] }) }
      .filter { Set($0.values).count > 1 }
    results = Self.results(of: runs)
  }

  private static func results(of runs: [RunDetail]) -> [Row] {
    func row(_ name: String, _ value: (RunDetail) -> String) -> Row { Row(name: name, values: runs.map(value)) }
    return [
      row("Epochs") { RunWords.epochs($0.summary) },
      row("Loss") { RunWords.number($0.history.epochs.last?.loss) },
      row("Accuracy") { RunWords.percent($0.history.epochs.last?.accuracy) },
      row("Validation loss") { RunWords.number($0.history.epochs.last?.validationLoss) },
      row("Validation accuracy") { RunWords.percent($0.history.epochs.last?.validationAccuracy) },
      row("Best validation accuracy") { run in
        let best = run.history.epochs.filter { $0.validationAccuracy?.isFinite == true }
          .max { ($0.validationAccuracy!, -$0.number) < ($1.validationAccuracy!, -$1.number) }
        return best.map { "\(RunWords.percent($0.validationAccuracy)), epoch \($0.number)" } ?? "–"
      },
      row("Training time") { Quantities.duration(seconds: $0.summary.seconds) },
    ]
  }

  // MARK: For the page

  func table(_ rows: [Row]) -> Table {
    Table(
      columns: [""] + names.map { .trailing($0) },
      rows: rows.map { [$0.name.prefix(1).uppercased() + $0.name.dropFirst()] + $0.values.map { $0 ?? "–" } })
  }

  /// All runs' curves in one figure: one hue a run, training the weaker line of each pair.
  var curves: LineChart {
    LineChart(
      xLabel: "Epoch",
      panels: [
        panel("Loss", \.loss, \.validationLoss),
        panel("Accuracy", \.accuracy, \.validationAccuracy, isPercent: true),
      ])
  }

  private func panel(
    _ title: String, _ training: KeyPath<History.Epoch, Double>, _ validation: KeyPath<History.Epoch, Double?>,
    isPercent: Bool = false
  ) -> LineChart.Panel {
    let series = zip(names, runs).flatMap { name, run in
      let lines: [(String, LineChart.Series.Role, [(Double, Double)])] = [
        ("training", .training, run.history.epochs.map { (Double($0.number), $0[keyPath: training]) }),
        (
          "validation", .validation,
          run.history.epochs.compactMap { epoch in epoch[keyPath: validation].map { (Double(epoch.number), $0) } }
        ),
      ]
      return lines.filter { !$0.2.isEmpty }.map { kind, role, points in
        LineChart.Series(
          name: "\(name), \(kind)", x: points.map(\.0), y: points.map(\.1), role: role, group: name)
      }
    }
    return LineChart.Panel(title: title, yLabel: title, series: series, isPercent: isPercent)
  }

  private enum CodingKeys: CodingKey { case names, settings, results }
}
