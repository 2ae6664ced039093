import Datasets
import Figures
import Learning

extension Predictions {
  /// Shows images with what the model takes them for, what they are, and the likeliest classes' probabilities.
  ///
  /// ```swift
  /// predictions.grid(of: predictions.mistakes.prefix(24), from: test)
  /// ```
  ///
  /// - Parameters:
  ///   - images: indices into the data that was predicted.
  ///   - data: that data.
  ///   - classes: how many of the likeliest classes each image's bars show.
  public func grid(
    of images: some Sequence<Int>, from data: ImageDataset, classes: Int = 3, columns: Int = 6
  ) -> ImageGrid {
    ImageGrid(cells: images.map { cell(of: $0, from: data, classes: classes) }, columns: columns)
  }

  /// The share of images whose true class is among the 1, 2, … `count` most probable ones, as bars.
  public func topKChart(upTo count: Int = 5) -> BarChart {
    let ranks = 1...max(min(count, classNames.count), 1)
    let first =
      "The true class is the likeliest one for \(topK(1).percent()) of \(FigureNumber.count(self.count)) images"
    let last = ranks.upperBound
    let words = last == 1 ? first : "\(first), among the \(last) likeliest for \(topK(last).percent())"
    return BarChart(
      categoryLabel: "Classes named", valueLabel: "True class among them",
      bars: ranks.map { BarChart.Bar(label: $0 == 1 ? "the likeliest" : "\($0) likeliest", value: topK($0)) },
      isPercent: true
    ).chartXScale(domain: 0...1).accessibilityLabel(words + ".")
  }

  private func cell(of image: Int, from data: ImageDataset, classes: Int) -> ImageGrid.Cell {
    let isRight = predictedLabels[image] == labels[image]
    return ImageGrid.Cell(
      pixels: data.pixels(of: image), caption: classNames[predictedLabels[image]],
      detail: isRight ? "right" : "is \(classNames[labels[image]])", verdict: isRight ? .right : .wrong,
      shares: best(classes, of: image).map { best in
        ImageGrid.Share(
          label: classNames[best.label], value: Double(best.probability), isTrue: best.label == labels[image])
      })
  }
}

extension Calibration {
  /// Confidence against accuracy as a figure.
  public var chart: CalibrationChart {
    CalibrationChart(
      bins: bins.map {
        .init(low: $0.low, high: $0.high, count: $0.count, confidence: $0.confidence, accuracy: $0.accuracy)
      }, expectedError: expectedError)
  }
}
