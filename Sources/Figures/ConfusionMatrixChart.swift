/// How often each true class was predicted as each class.
public struct ConfusionMatrixChart: FigureContent {
  public var classNames: [String]
  /// `counts[true][predicted]`.
  public var counts: [[Int]]

  public init(classNames: [String], counts: [[Int]]) {
    self.classNames = classNames
    self.counts = counts
  }

  public var figure: Figure { .confusionMatrix(self) }
}
