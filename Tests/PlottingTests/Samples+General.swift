import Figures
import Foundation

/// Figures of a notebook's own numbers, and the set that the gallery shows.
extension Samples {
  /// Numbers 0...1 that look drawn by lot and are the same everywhere.
  static func noise(_ count: Int, seed: UInt64 = 1) -> [Double] {
    var state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1
    return (0..<count).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) / Double(1 << 53)
    }
  }

  /// About normal: the sum of twelve.
  static func bells(_ count: Int, mean: Double, deviation: Double, seed: UInt64 = 1) -> [Double] {
    let raw = noise(count * 12, seed: seed)
    return (0..<count).map { index in
      mean + deviation * (raw[index * 12..<index * 12 + 12].reduce(0, +) - 6)
    }
  }

  /// Curves with smoothing, a stop, a level to compare with and the learning rate beneath.
  static let fullCurves: LineChart = {
    var chart = curves(epochs: 54)
    chart.panels[0].markers = [.init(x: 44, y: chart.panels[0].series[1].y[43], label: "best: epoch 44")]
    for index in chart.panels.indices {
      chart.panels[index].markers.append(.init(x: 54, label: "stopped early: epoch 54"))
    }
    chart.panels[1].rules = [.init(y: 0.79, label: "published: 79 %")]
    let x = (1...54).map(Double.init)
    chart.strip = .init(
      title: "Learning rate", yLabel: "",
      series: [.init(name: "Learning rate", x: x, y: x.map { $0 < 20 ? 1e-3 : $0 < 40 ? 1e-4 : 1e-5 })],
      yAxis: .init(scale: .log))
    return chart.smoothed(0.6)
  }()

  static let scatter = ScatterChart(
    xLabel: "Seconds per epoch", yLabel: "Test accuracy",
    series: ["Adam", "SGD", "RMSprop"].enumerated().map { index, name in
      let x = noise(14, seed: UInt64(index + 3)).map { 2 + 40 * $0 }
      let bends = noise(14, seed: UInt64(index + 30))
      return .init(
        name: name, x: x, y: zip(x, bends).map { 0.5 + 0.05 * Double(index) + 0.06 * log($0) + 0.06 * $1 })
    })

  static let cloud = ScatterChart(
    x: bells(4000, mean: 0, deviation: 1, seed: 5), y: bells(4000, mean: 3, deviation: 2, seed: 9), xLabel: "Margin",
    yLabel: "Loss")

  static let channels: Histogram = {
    var result = Histogram(
      [
        ("Red", bells(20_000, mean: 0.49, deviation: 0.2, seed: 2)),
        ("Green", bells(20_000, mean: 0.48, deviation: 0.17, seed: 3)),
        ("Blue", bells(20_000, mean: 0.42, deviation: 0.24, seed: 4)),
      ].map { ($0.0, $0.1.map { min(max($0, 0), 1) }) }, bins: 32, valueLabel: "Pixel value", countLabel: "Pixels")
    for (index, tint) in [Histogram.Series.Tint.red, .green, .blue].enumerated() { result.series[index].tint = tint }
    return result
  }()

  static let heatmap: Heatmap = {
    func accuracy(_ row: Int, _ column: Int) -> Double {
      if row == 4 && column == 5 { return .nan }
      let (rate, dropout) = (Double(row) - 2.2, Double(column) - 2.6)
      return 0.79 - 0.03 * rate * rate - 0.012 * dropout * dropout
    }
    let values = (0..<5).map { row in (0..<6).map { column in accuracy(row, column) } }
    return Heatmap(
      rows: ["1e-4", "3e-4", "1e-3", "3e-3", "1e-2"], columns: ["0.0", "0.1", "0.2", "0.3", "0.4", "0.5"],
      values: values, rowTitle: "Learning rate", columnTitle: "Dropout", valueLabel: "Validation accuracy",
      isPercent: true)
  }()

  static let correlations: Heatmap = {
    func correlation(_ row: Int, _ column: Int) -> Double {
      let angle = Double(row * 7 + column * 7 + row * column)
      return row == column ? 1 : sin(angle) * 0.8
    }
    let values = (0..<10).map { row in (0..<10).map { column in correlation(row, column) } }
    return Heatmap(rows: cifar, columns: cifar, values: values, valueLabel: "Correlation")
  }()

  static let calibration: CalibrationChart = {
    let counts = [0, 12, 85, 240, 421, 560, 702, 955, 1890, 5135]
    let bins = counts.enumerated().map { index, count in
      CalibrationChart.Bin(
        low: Double(index) / 10, high: Double(index + 1) / 10, count: count,
        confidence: (Double(index) + (index == 9 ? 0.85 : 0.52)) / 10,
        accuracy: pow((Double(index) + 0.5) / 10, 1.25) * 0.93)
    }
    let total = Double(counts.reduce(0, +))
    return CalibrationChart(
      bins: bins,
      expectedError: bins.reduce(0) { $0 + abs($1.confidence - $1.accuracy) * Double($1.count) / total })
  }()

  static let groupedBars = BarChart(
    categoryLabel: "Class", valueLabel: "Recall",
    bars: cifar.prefix(6).enumerated().flatMap { index, name in
      [("no dropout", 0.61), ("dropout 0.3", 0.66), ("dropout 0.5", 0.68)].map { group, level in
        BarChart.Bar(label: name, value: level + 0.2 * sin(Double(index * 5) + level * 9), group: group)
      }
    }, isPercent: true)

  static let multiples = SmallMultiples(
    [0.0, 0.25, 0.5, 0.75].map { dropout in
      .init(
        "dropout \(dropout)",
        LineChart(
          x: (1...20).map(Double.init), y: (1...20).map { 0.75 - 0.5 * exp(-Double($0) / (3 + 8 * dropout)) },
          xLabel: "Epoch", yLabel: "Accuracy"
        ).figure)
    }, columns: 4)

  /// Predictions in rows by class, as a sample grid has them.
  static let rows = ImageGrid(
    cells: (0..<40).map { .init(pixels: picture($0), caption: "") }, columns: 8,
    sections: cifar.prefix(5).map { .init($0, count: 8) })

  static let pairs = ImageGrid(
    cells: (0..<12).map { .init(pixels: picture($0 / 4 + ($0 % 4) * 100), caption: "") }, columns: 4,
    sections: ["cat", "dog", "frog"].map { .init($0, count: 4) }, columnTitles: ["original", "augmented"])

  static let filters = ImageGrid(
    cells: (0..<16).map {
      .init(pixels: picture($0 * 3, side: 3), caption: "", facts: [.init("Least", -0.2), .init("Largest", 0.3)])
    }, columns: 16, summary: "16 filters of conv2d, 3 × 3 × 3 weights from −0.31 to 0.42.")

  static let confusedMatrix: ConfusionMatrixChart = {
    var chart = matrix(classes: 10).sortedBySimilarity()
    chart.examples = [("ship", "truck", 92), ("frog", "dog", 84), ("dog", "deer", 61)].map { truth, predicted, count in
      ConfusedPair(
        truth: truth, predicted: predicted, count: count, total: 1000,
        pictures: (0..<7).map { picture($0 + count) })
    }
    return chart
  }()

  /// What the gallery and the snapshots show.
  static let all: [(name: String, figure: Figure)] = [
    ("curves-50", curves(epochs: 50).figure),
    ("curves-3", curves(epochs: 3).figure),
    ("curves-1", curves(epochs: 1).figure),
    ("curves-full", fullCurves.figure),
    ("runs", runs(names: ["no dropout", "dropout 0.25", "dropout 0.3", "dropout 0.5"]).figure),
    ("runs-legend", runs(names: (1...5).map { "Three convolutions, dropout 0.\($0), learning rate 1e-\($0)" }).figure),
    ("log", runs(names: ["a", "b"]).chartXScale(type: .log).chartYScale(domain: 0.4...0.7).figure),
    ("scatter", scatter.figure),
    ("cloud", cloud.figure),
    ("channels", channels.figure),
    ("histogram", Histogram(bells(900, mean: 1.2, deviation: 0.4), valueLabel: "Loss of each image").figure),
    ("heatmap", heatmap.figure),
    ("correlations", correlations.figure),
    ("calibration", calibration.figure),
    ("bars", classCounts.figure),
    ("bars-groups", groupedBars.figure),
    ("multiples", multiples.figure),
    ("matrix-2", matrix(classes: 2, names: ["cat", "dog"]).figure),
    ("matrix-10", matrix(classes: 10).figure),
    ("matrix-examples", confusedMatrix.figure),
    ("matrix-100", matrix(classes: 100).figure),
    ("samples", samples(60).figure),
    ("rows", rows.figure),
    ("pairs", pairs.figure),
    ("filters", filters.figure),
    ("predictions", predictions(24).figure),
    ("net", net.figure),
    ("net-short", ModelDiagram(layers: Array(net.layers.prefix(6)) + net.layers.suffix(2)).figure),
  ]
}
