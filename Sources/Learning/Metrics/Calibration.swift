/// How far a model's probabilities can be taken at their word: of the predictions that it is 80 % sure of, 80 % should
/// be right.
public struct Calibration: Hashable, Codable, Sendable {
  /// Predictions whose class has a probability between `low` and `high`.
  public struct Bin: Hashable, Codable, Sendable {
    /// 0...1; the last bin includes its `high`, the others do not.
    public let low, high: Double
    public let count: Int
    /// The mean probability of the predicted class, 0...1; 0 where the bin is empty.
    public let confidence: Double
    /// The share of right predictions, 0...1; 0 where the bin is empty.
    public let accuracy: Double
  }

  /// Of equal width, from 0 to 1.
  public let bins: [Bin]

  /// Sorts predictions into bins by the probability of the predicted class.
  public init(of predictions: Predictions, bins count: Int = 10) {
    precondition(count >= 1, "calibration needs at least one bin, not \(count)")
    var totals = [(count: Int, confidence: Double, right: Int)](repeating: (0, 0, 0), count: count)
    for image in 0..<predictions.count {
      let confidence = Double(predictions.confidence(of: image))
      let bin = confidence.isFinite ? min(max(Int(confidence * Double(count)), 0), count - 1) : 0
      totals[bin].count += 1
      totals[bin].confidence += confidence
      totals[bin].right += predictions.predictedLabels[image] == predictions.labels[image] ? 1 : 0
    }
    bins = totals.enumerated().map { index, total in
      Bin(
        low: Double(index) / Double(count), high: Double(index + 1) / Double(count), count: total.count,
        confidence: total.count > 0 ? total.confidence / Double(total.count) : 0,
        accuracy: total.count > 0 ? Double(total.right) / Double(total.count) : 0)
    }
  }

  /// The mean distance between confidence and accuracy, each bin weighted by its count, 0...1 (Guo et al. 2017,
  /// equation 3).
  public var expectedError: Double {
    let total = bins.reduce(0) { $0 + $1.count }
    guard total > 0 else { return 0 }
    return bins.reduce(0) { $0 + abs($1.confidence - $1.accuracy) * Double($1.count) } / Double(total)
  }

  /// The largest distance between confidence and accuracy of any bin, 0...1 (ibid., equation 4).
  public var maximumError: Double {
    bins.filter { $0.count > 0 }.map { abs($0.confidence - $0.accuracy) }.max() ?? 0
  }
}

extension Predictions {
  /// How far the probabilities can be taken at their word, in `bins` steps of confidence.
  public func calibration(bins: Int = 10) -> Calibration { Calibration(of: self, bins: bins) }
}
