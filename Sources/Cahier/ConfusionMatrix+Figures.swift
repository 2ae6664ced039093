import Figures
import Learning

extension ConfusionMatrix {
  /// The counts as a figure.
  public var chart: ConfusionMatrixChart {
    ConfusionMatrixChart(classNames: classNames, counts: counts)
  }

  /// The counts as a figure, with the classes taken for others most often and pictures of them beneath.
  ///
  /// ```swift
  /// evaluation.confusionMatrix.chart(examplesFrom: test, predictions: evaluation.predictions)
  /// ```
  ///
  /// - Parameters:
  ///   - data: the images that were predicted.
  ///   - pairs: how many pairs; fewer where fewer were mistaken.
  ///   - pictures: of each pair, the most confident mistakes first.
  public func chart(
    examplesFrom data: ImageDataset, predictions: Predictions, pairs: Int = 5, pictures: Int = 8
  ) -> ConfusionMatrixChart {
    var result = chart
    let support = self.support
    let all = counts.indices.flatMap { truth in
      counts.indices.map { (truth: truth, predicted: $0, count: truth == $0 ? 0 : counts[truth][$0]) }
    }
    let worst = all.filter { $0.count > 0 }.sorted {
      ($1.count, $0.truth, $0.predicted) < ($0.count, $1.truth, $1.predicted)
    }
    let mistakes = predictions.mistakes
    result.examples = worst.prefix(max(pairs, 0)).map { pair in
      let images = mistakes.lazy.filter {
        predictions.labels[$0] == pair.truth && predictions.predictedLabels[$0] == pair.predicted
      }
      return ConfusedPair(
        truth: classNames[pair.truth], predicted: classNames[pair.predicted], count: pair.count,
        total: support[pair.truth], pictures: images.prefix(max(pictures, 0)).map(data.pixels))
    }
    return result
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
  /// The scores as a table with small bars, averages at the end.
  public var table: Table {
    func cells(of row: Row) -> [String] {
      [row.name, row.precision.percent(), row.recall.percent(), row.f1.percent(), FigureNumber.count(row.support)]
    }
    let all = classes + [macroAverage, weightedAverage]
    func score(_ name: String, _ value: (Row) -> Double) -> Table.Column {
      Table.Column(name, alignment: .trailing, bars: all.map(value))
    }
    // The averages speak of all images; a bar for them would dwarf the classes'.
    let most = Double(classes.map(\.support).max() ?? 0)
    let support: [Double?] = classes.map { most > 0 ? Double($0.support) / most : 0 } + [nil, nil]
    return Table(
      columns: [
        "Class", score("Precision", \.precision), score("Recall", \.recall), score("F1", \.f1),
        Table.Column("Images", alignment: .trailing, bars: support),
      ],
      rows: classes.map(cells), footer: [macroAverage, weightedAverage].map(cells))
  }
}
