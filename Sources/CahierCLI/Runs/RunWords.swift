import Foundation
import Reports
import Runs

/// A run's figures as they are read.
enum RunWords {
  /// Digits of a name that are shown: enough to tell thousands of runs apart.
  static let shownDigits = 8

  static func name(_ run: RunSummary) -> String { String(run.name.prefix(shownDigits)) }

  /// `train-plain`, or `cell 5` where it has no label; with the number of the fit where the cell has several.
  static func cell(_ run: RunSummary) -> String {
    guard let place = run.place else { return "–" }
    let cell = place.label ?? "cell \(place.cell + 1)"
    return place.fit > 0 ? "\(cell) (\(place.fit + 1))" : cell
  }

  /// `50`, or `12, stopped`.
  static func epochs(_ run: RunSummary) -> String {
    run.isFinished ? "\(run.epochs)" : "\(run.epochs), unfinished"
  }

  /// Of the validation data where there are any.
  static func accuracy(_ run: RunSummary) -> String { percent(run.validationAccuracy ?? run.accuracy) }

  static func percent(_ share: Double?) -> String {
    guard let share else { return "–" }
    return share.isFinite ? "\(Quantities.fixed(share * 100, digits: 2)) %" : "\(share)"
  }

  static func number(_ value: Double?) -> String {
    guard let value else { return "–" }
    return value.isFinite ? Quantities.fixed(value, digits: 4) : "\(value)"
  }

  static func row(_ run: RunSummary) -> [String] {
    [
      name(run), run.place?.notebook ?? "–", cell(run), TrainingWords.moment(run.updated), epochs(run), accuracy(run),
      Quantities.duration(seconds: run.seconds), Quantities.size(bytes: run.bytes),
    ]
  }

  static let columns: [TextTable.Column] = [
    .leading("Run"), .leading("Notebook"), .leading("Cell"), .leading("Trained"), .trailing("Epochs"),
    .trailing("Accuracy"), .trailing("Time"), .trailing("Size"),
  ]
}

/// Columns of text for a terminal, each as wide as its widest entry.
struct TextTable {
  enum Column {
    case leading(String)
    case trailing(String)

    var name: String {
      switch self {
      case .leading(let name), .trailing(let name): name
      }
    }
  }

  var columns: [Column]
  var rows: [[String]]

  var lines: [String] {
    let texts = [columns.map(\.name)] + rows
    let widths = columns.indices.map { column in texts.map { $0[column].count }.max() ?? 0 }
    return texts.map { row in
      let cells = columns.indices.map { column in
        let space = String(repeating: " ", count: widths[column] - row[column].count)
        return if case .trailing = columns[column] { space + row[column] } else { row[column] + space }
      }
      return String(cells.joined(separator: "  ").reversed().drop { $0 == " " }.reversed())
    }
  }
}
