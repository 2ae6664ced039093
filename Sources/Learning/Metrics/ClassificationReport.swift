/// Precision, recall and F1 of every class and their averages, as scikit-learn's report of the same name.
public struct ClassificationReport: Hashable, Codable, Sendable {
  /// The scores of one class, or an average of them.
  public struct Row: Hashable, Codable, Sendable {
    public let name: String
    public let precision: Double
    public let recall: Double
    public let f1: Double
    /// How many images it speaks of.
    public let support: Int
  }

  /// One row a class, in the order of the classes.
  public let classes: [Row]
  /// Every class counts the same.
  public let macroAverage: Row
  /// Every class counts as often as it has images.
  public let weightedAverage: Row
  /// Share of right predictions, 0...1.
  public let accuracy: Double

  public init(of matrix: ConfusionMatrix) {
    let (precision, recall, f1, support) = (matrix.precision, matrix.recall, matrix.f1, matrix.support)
    let total = matrix.total
    func average(_ name: String, weights: [Double]) -> Row {
      let whole = weights.reduce(0, +)
      func mean(_ values: [Double]) -> Double {
        whole > 0 ? zip(values, weights).reduce(0) { $0 + $1.0 * $1.1 } / whole : 0
      }
      return Row(name: name, precision: mean(precision), recall: mean(recall), f1: mean(f1), support: total)
    }
    classes = matrix.classNames.indices.map {
      Row(name: matrix.classNames[$0], precision: precision[$0], recall: recall[$0], f1: f1[$0], support: support[$0])
    }
    macroAverage = average("macro average", weights: support.map { _ in 1 })
    weightedAverage = average("weighted average", weights: support.map(Double.init))
    accuracy = matrix.accuracy
  }
}
