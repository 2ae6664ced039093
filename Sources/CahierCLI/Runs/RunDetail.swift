import Learning
import Reports
import Runs

/// One run with all that is known of it.
struct RunDetail: Encodable {
  var summary: RunSummary
  var key: RunKey
  var history: History
  let weights: [NamedTensor]

  private enum CodingKeys: CodingKey { case summary, key, history }

  /// For the terminal: what the run is, what it depends on, and its epochs.
  var lines: [String] {
    var rows = [
      ["Run", summary.run], ["Notebook", summary.place?.notebook ?? "–"], ["Cell", RunWords.cell(summary)],
      ["Trained", "\(TrainingWords.moment(summary.updated)), in \(Quantities.duration(seconds: summary.seconds))"],
      ["Epochs", RunWords.epochs(summary)], ["Size", Quantities.size(bytes: summary.bytes)],
    ]
    rows += key.parts.map { [$0.name.prefix(1).uppercased() + $0.name.dropFirst(), $0.value] }
    let width = rows.map { $0[0].count }.max() ?? 0
    let facts = rows.map { $0[0] + String(repeating: " ", count: width - $0[0].count) + "  " + $0[1] }
    return facts + [""] + TextTable(columns: Self.columns, rows: epochs).lines
  }

  private static let columns: [TextTable.Column] = [
    .trailing("Epoch"), .trailing("Loss"), .trailing("Accuracy"), .trailing("Val. loss"), .trailing("Val. accuracy"),
    .trailing("Rate"), .trailing("Time"),
  ]

  private var epochs: [[String]] {
    history.epochs.map { epoch in
      [
        "\(epoch.number)", RunWords.number(epoch.loss), RunWords.percent(epoch.accuracy),
        RunWords.number(epoch.validationLoss), RunWords.percent(epoch.validationAccuracy), "\(epoch.learningRate)",
        Quantities.duration(seconds: epoch.seconds),
      ]
    }
  }
}

extension RunDetail {
  /// Reads the run.
  init(_ summary: RunSummary, in store: RunStore) throws {
    self.summary = summary
    let run = try store.run(named: summary.name)
    key = run.key
    history = run.result.history
    weights = run.result.weights
  }
}
