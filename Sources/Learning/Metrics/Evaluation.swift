/// How well a model does on a set of labelled images.
public struct Evaluation: Hashable, Sendable {
  /// Mean cross-entropy over the images.
  public let loss: Double
  /// Every image's probabilities, to look at single ones.
  public let predictions: Predictions

  /// Measures predictions against the labels that came with the images.
  public init(of predictions: Predictions) {
    let losses = predictions.labels.indices.map { image in
      let row = predictions[image]
      return CrossEntropy.loss(ofProbability: row[row.startIndex + predictions.labels[image]])
    }
    loss = losses.isEmpty ? 0 : losses.reduce(0, +) / Double(losses.count)
    self.predictions = predictions
  }

  /// Share of images whose most probable class is right, 0...1.
  public var accuracy: Double { predictions.accuracy }

  public var confusionMatrix: ConfusionMatrix { predictions.confusionMatrix }

  /// Precision, recall and F1 of each class, with their averages.
  public var report: ClassificationReport { confusionMatrix.report }

  /// Share of images whose true class is among the `count` most probable ones, 0...1.
  public func topK(_ count: Int) -> Double {
    predictions.topK(count)
  }
}

extension Evaluation: CustomStringConvertible {
  public var description: String {
    "loss \(Rounding.decimals(loss, 4)), accuracy \(Rounding.decimals(accuracy, 4)) on \(predictions.count) images"
  }
}
