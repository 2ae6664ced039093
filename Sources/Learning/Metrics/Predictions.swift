/// What a model says of a set of images, beside what they are.
public struct Predictions: Hashable, Sendable {
  /// `[images, classes]`, each row adding up to 1.
  public let probabilities: Tensor
  /// The true class of each image.
  public let labels: [Int]
  public let classNames: [String]
  /// The most probable class of each image; the first of equal ones.
  public let predictedLabels: [Int]

  public init(probabilities: Tensor, labels: [Int], classNames: [String]) {
    precondition(probabilities.shape == [labels.count, classNames.count], "a row an image, a column a class")
    self.probabilities = probabilities
    self.labels = labels
    self.classNames = classNames
    predictedLabels = labels.indices.map { Self.ranking(of: $0, in: probabilities).best }
  }

  /// How many images there are.
  public var count: Int { labels.count }

  /// The probabilities of all classes for one image.
  public subscript(image: Int) -> ArraySlice<Float> {
    let classes = classNames.count
    return probabilities.scalars[image * classes..<(image + 1) * classes]
  }

  /// The probability of the predicted class of one image.
  public func confidence(of image: Int) -> Float {
    probabilities.scalars[image * classNames.count + predictedLabels[image]]
  }

  /// The images whose prediction is wrong, most confident first.
  public var mistakes: [Int] {
    let wrong = labels.indices.filter { labels[$0] != predictedLabels[$0] }
    return wrong.sorted { (-confidence(of: $0), $0) < (-confidence(of: $1), $1) }
  }

  /// All images, least certain first: those whose two most probable classes are closest to each other.
  public var mixed: [Int] {
    let gaps = labels.indices.map { Self.ranking(of: $0, in: probabilities).gap }
    return labels.indices.sorted { (gaps[$0], $0) < (gaps[$1], $1) }
  }

  /// The most probable classes of one image, best first.
  public func best(_ count: Int, of image: Int) -> [(label: Int, probability: Float)] {
    let row = Array(self[image])
    let order = row.indices.sorted { (-row[$0], $0) < (-row[$1], $1) }
    return order.prefix(count).map { (label: $0, probability: row[$0]) }
  }

  /// Share of images whose true class is among the `count` most probable ones, 0...1.
  public func topK(_ count: Int) -> Double {
    guard !labels.isEmpty else { return 0 }
    let hits = labels.indices.count { image in
      let row = self[image]
      let truth = row.startIndex + labels[image]
      // Ties go to the class that comes first, as in `predictedLabels`.
      let ahead = row.indices.count { row[$0] > row[truth] || (row[$0] == row[truth] && $0 < truth) }
      return ahead < count
    }
    return Double(hits) / Double(labels.count)
  }

  /// Share of right predictions, 0...1.
  public var accuracy: Double { topK(1) }

  public var confusionMatrix: ConfusionMatrix {
    ConfusionMatrix(classNames: classNames, labels: labels, predictedLabels: predictedLabels)
  }

  /// The most probable class of one image and its distance to the second.
  private static func ranking(of image: Int, in probabilities: Tensor) -> (best: Int, gap: Float) {
    let classes = probabilities.shape[1]
    let row = probabilities.scalars[image * classes..<(image + 1) * classes]
    var best = row.startIndex
    var second: Float = 0
    for place in row.indices.dropFirst() {
      if row[place] > row[best] {
        second = row[best]
        best = place
      } else if row[place] > second {
        second = row[place]
      }
    }
    return (best - row.startIndex, row[best] - second)
  }
}
