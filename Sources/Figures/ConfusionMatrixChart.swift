/// How often each true class was predicted as each class.
public struct ConfusionMatrixChart: FigureContent {
  public var classNames: [String]
  /// `counts[true][predicted]`.
  public var counts: [[Int]]
  /// Classes taken for others, listed beneath the matrix with pictures.
  public var examples: [ConfusedPair]?
  public var presentation: FigurePresentation?

  public init(classNames: [String], counts: [[Int]]) {
    self.classNames = classNames
    self.counts = counts
  }

  public static let kindName = "Confusion matrix"
  public var figure: Figure { .confusionMatrix(self) }
}

/// A class that was taken for another, with pictures of it that were.
public struct ConfusedPair: Hashable, Codable, Sendable {
  public var truth: String
  public var predicted: String
  /// How often, and of how many of the true class.
  public var count: Int
  public var total: Int
  public var pictures: [ImageGrid.Pixels]

  public init(truth: String, predicted: String, count: Int, total: Int, pictures: [ImageGrid.Pixels] = []) {
    self.truth = truth
    self.predicted = predicted
    self.count = count
    self.total = total
    self.pictures = pictures
  }
}
