import Figures
import Learning

extension ConfusionMatrix {
  /// The counts as a figure.
  public var chart: ConfusionMatrixChart {
    ConfusionMatrixChart(classNames: classNames, counts: counts)
  }

  /// The pairs of classes taken for each other most often, as a table.
  public func mostConfusedPairs(_ count: Int = 5) -> Table {
    let ofEach = Dictionary(zip(classNames, support), uniquingKeysWith: +)
    return Table(
      columns: ["Classes", .trailing("Mistakes"), .trailing("Share of both")],
      rows: mostConfused(count).map { pair in
        let images = (ofEach[pair.first] ?? 0) + (ofEach[pair.second] ?? 0)
        return [
          "\(pair.first) and \(pair.second)", FigureNumber.count(pair.count),
          (Double(pair.count) / Double(max(images, 1))).percent(),
        ]
      })
  }
}

extension ClassificationReport {
  /// The scores as a table, averages at the end.
  public var table: Table {
    func cells(of row: Row) -> [String] {
      [row.name, row.precision.percent(), row.recall.percent(), row.f1.percent(), FigureNumber.count(row.support)]
    }
    return Table(
      columns: ["Class", .trailing("Precision"), .trailing("Recall"), .trailing("F1"), .trailing("Images")],
      rows: classes.map(cells), footer: [macroAverage, weightedAverage].map(cells))
  }
}
