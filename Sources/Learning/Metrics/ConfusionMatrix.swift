/// Counts of how each class was predicted.
public struct ConfusionMatrix: Hashable, Codable, Sendable {
  public let classNames: [String]
  /// `counts[truth][prediction]`.
  public let counts: [[Int]]

  /// Counts the pairs of `labels` (the truth) and `predictedLabels`, both indices into `classNames`.
  public init(classNames: [String], labels: [Int], predictedLabels: [Int]) {
    precondition(labels.count == predictedLabels.count, "a prediction for each label")
    var counts = Array(repeating: Array(repeating: 0, count: classNames.count), count: classNames.count)
    for (label, prediction) in zip(labels, predictedLabels) {
      counts[label][prediction] += 1
    }
    self.classNames = classNames
    self.counts = counts
  }

  /// Images counted.
  public var total: Int {
    counts.reduce(0) { $0 + $1.reduce(0, +) }
  }

  /// Share of right predictions, 0...1.
  public var accuracy: Double {
    share(counts.indices.reduce(0) { $0 + counts[$1][$1] }, of: total)
  }

  /// For each class, the share of right ones among the images predicted as it; 0 where there are none.
  public var precision: [Double] {
    counts.indices.map { predicted in share(counts[predicted][predicted], of: counts.reduce(0) { $0 + $1[predicted] }) }
  }

  /// For each class, the share of its images that were found; 0 where there are none.
  public var recall: [Double] {
    counts.indices.map { share(counts[$0][$0], of: support[$0]) }
  }

  /// For each class, the harmonic mean of precision and recall.
  public var f1: [Double] {
    zip(precision, recall).map { precision, recall in
      precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0
    }
  }

  /// For each class, how many images belong to it.
  public var support: [Int] {
    counts.map { $0.reduce(0, +) }
  }

  /// Precision, recall and F1 of each class, with their averages.
  public var report: ClassificationReport {
    ClassificationReport(of: self)
  }

  /// The pairs of different classes taken for each other most often, in either direction.
  ///
  /// - Returns: at most `count` pairs, most frequent first, those that never happened left out; of equal ones, the
  ///   first in the order of the classes.
  public func mostConfused(_ count: Int = 1) -> [(first: String, second: String, count: Int)] {
    var pairs: [(first: String, second: String, count: Int)] = []
    for first in counts.indices {
      for second in counts.indices where second > first {
        pairs.append((classNames[first], classNames[second], counts[first][second] + counts[second][first]))
      }
    }
    // Equal pairs keep their order: `sort` is stable in practice only, so the place decides.
    let ranked = pairs.enumerated().filter { $0.element.count > 0 }
      .sorted { ($1.element.count, $0.offset) < ($0.element.count, $1.offset) }
    return ranked.prefix(count).map(\.element)
  }

  private func share(_ part: Int, of whole: Int) -> Double {
    whole > 0 ? Double(part) / Double(whole) : 0
  }
}
