import Figures
import Foundation

/// Figures with data as a training makes it, from a formula, so that they are the same everywhere.
enum Samples {
  static let cifar = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"]

  /// Curves of a net that overfits from the best epoch on.
  static func curves(epochs: Int) -> LineChart {
    let x = (1...max(epochs, 1)).map(Double.init)
    let pace = Double(max(epochs, 4)) / 5
    func wiggle(_ epoch: Double, _ size: Double) -> Double { size * sin(epoch * 12.9898) * cos(epoch * 4.1414) }
    let loss = x.map { 0.25 + 1.6 * exp(-$0 / pace) + wiggle($0, 0.01) }
    let validationLoss = x.map { 0.72 + 1.1 * exp(-$0 / pace * 1.3) + 0.28 * $0 / pace / 5 + wiggle($0, 0.05) }
    let accuracy = x.map { 0.93 - 0.58 * exp(-$0 / pace) + wiggle($0, 0.003) }
    let validation = x.map { 0.76 - 0.38 * exp(-$0 / pace * 1.3) + wiggle($0, 0.012) }
    let best = validation.indices.max { validation[$0] < validation[$1] } ?? 0
    return LineChart(
      xLabel: "Epoch",
      panels: [
        .init(
          title: "Loss", yLabel: "cross-entropy",
          series: [
            .init(name: "training", x: x, y: loss, role: .training, group: "loss"),
            .init(name: "validation", x: x, y: validationLoss, role: .validation, group: "loss"),
          ]),
        .init(
          title: "Accuracy", yLabel: "share of images",
          series: [
            .init(name: "training", x: x, y: accuracy, role: .training, group: "accuracy"),
            .init(name: "validation", x: x, y: validation, role: .validation, group: "accuracy"),
          ],
          markers: [
            .init(
              x: x[best], y: validation[best],
              label: "best epoch \(best + 1): \(FigureNumber.percent(validation[best]))")
          ], isPercent: true),
      ])
  }

  /// Four runs overlaid in one panel, with names that need room.
  static func runs(names: [String]) -> LineChart {
    let x = (1...30).map(Double.init)
    let series = names.enumerated().map { index, name in
      LineChart.Series(
        name: name, x: x, y: x.map { 0.7 + 0.02 * Double(index) - (0.5 + 0.04 * Double(index)) * exp(-$0 / 6) })
    }
    return LineChart(
      xLabel: "Epoch", panels: [.init(title: "Validation accuracy", yLabel: "", series: series, isPercent: true)])
  }

  static func matrix(classes: Int, names: [String]? = nil) -> ConfusionMatrixChart {
    let names = names ?? (classes == 10 ? cifar : (0..<classes).map { "class \($0)" })
    let counts = (0..<classes).map { row in
      (0..<classes).map { column -> Int in
        if row == column { return 560 + (row * 97) % 330 }
        let near = exp(-Double(abs(row - column)) / 1.7)
        let chance = Double((row * 31 + column * 17 + row * column * 7) % 23) / 23
        return Int(chance * chance * (12 + 160 * near))
      }
    }
    return ConfusionMatrixChart(classNames: names, counts: counts)
  }

  static let classCounts = BarChart(
    categoryLabel: "Class", valueLabel: "Images",
    bars: zip(cifar, [5000, 4980, 4312, 5000, 5021, 4871, 5000, 3999, 5000, 650]).map { .init(label: $0, value: $1) })

  /// A picture of a soft disc on a slope of colours.
  static func picture(_ seed: Int, side: Int = 32, channels: Int = 3) -> ImageGrid.Pixels {
    var bytes = Data(capacity: side * side * channels)
    var state = UInt32(truncatingIfNeeded: seed &* 2_654_435_761 &+ 12345)
    for row in 0..<side {
      for column in 0..<side {
        let distance = hypot(Double(row - side / 2 + seed % 5), Double(column - side / 2 - seed % 7))
        for channel in 0..<channels {
          state = state &* 1_664_525 &+ 1_013_904_223
          let noise = Double(state >> 24) / 255 * 18
          let ground = Double((seed * 53 + channel * 91) % 160) + Double(row) * 2
          let disc = Double((seed * 29 + channel * 67) % 200) + 40
          let blend = 1 / (1 + exp(distance - Double(side) / 3.2))
          bytes.append(UInt8(max(0, min(255, ground * (1 - blend) + disc * blend + noise))))
        }
      }
    }
    return ImageGrid.Pixels(height: side, width: side, channels: channels, bytes: bytes)
  }

  static func samples(_ count: Int, columns: Int = 10) -> ImageGrid {
    ImageGrid(cells: (0..<count).map { .init(pixels: picture($0), caption: cifar[$0 % 10]) }, columns: columns)
  }

  /// Predictions, right and wrong, with the three most probable classes.
  static func predictions(_ count: Int, columns: Int = 6) -> ImageGrid {
    let cells = (0..<count).map { index -> ImageGrid.Cell in
      let (first, second, third) = (cifar[index % 10], cifar[(index + 3) % 10], cifar[(index + 7) % 10])
      let top = 0.42 + Double(index * 37 % 50) / 100
      let isRight = index % 3 != 0
      return ImageGrid.Cell(
        pixels: picture(index + 100), caption: first, detail: isRight ? "" : "truly \(second)",
        verdict: isRight ? .right : .wrong,
        shares: [
          .init(label: first, value: top, isTrue: isRight),
          .init(label: second, value: (1 - top) * 0.7, isTrue: !isRight),
          .init(label: third, value: (1 - top) * 0.2),
        ])
    }
    return ImageGrid(cells: cells, columns: columns)
  }

  static let net = ModelDiagram(
    layers: [.init(kind: .input, title: "Input", detail: "", outputShape: [32, 32, 3], parameterCount: 0)]
      + zip([16, 32, 64, 128, 256], [3, 16, 32, 64, 128]).enumerated().flatMap { index, pair in
        let side = 32 >> index
        return [
          .init(
            kind: .convolution, title: "Conv2D", detail: "3×3, \(pair.0) filters, ReLU",
            outputShape: [side, side, pair.0], parameterCount: 9 * pair.0 * pair.1 + pair.0),
          .init(
            kind: .pooling, title: "MaxPooling2D", detail: "2×2", outputShape: [side / 2, side / 2, pair.0],
            parameterCount: 0),
          .init(
            kind: .dropout, title: "Dropout", detail: "30 %", outputShape: [side / 2, side / 2, pair.0],
            parameterCount: 0),
        ] as [ModelDiagram.Layer]
      } + [
        .init(kind: .reshape, title: "Flatten", detail: "", outputShape: [256], parameterCount: 0),
        .init(kind: .dense, title: "Dense", detail: "128 units, ReLU", outputShape: [128], parameterCount: 32_896),
        .init(kind: .normalization, title: "BatchNormalization", detail: "", outputShape: [128], parameterCount: 512),
        .init(kind: .dense, title: "Dense", detail: "10 units", outputShape: [10], parameterCount: 1290),
        .init(kind: .activation, title: "Softmax", detail: "", outputShape: [10], parameterCount: 0),
      ])
}
