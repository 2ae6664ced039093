/// Categorical cross-entropy: minus the logarithm of the probability that a model gave to the true class.
///
/// Training computes it fused with the softmax, in the engine; this is the same figure from finished probabilities.
enum CrossEntropy {
  /// The name under which a run's key knows it.
  static let name = "categoricalCrossentropy"

  /// The loss of one image whose true class has `probability`.
  ///
  /// A probability too small for a `Float` counts as the smallest one, so that the loss stays finite; what is not a
  /// number stays so.
  static func loss(ofProbability probability: Float) -> Double {
    probability.isNaN ? .nan : -ExactMath.logarithm(Double(max(probability, .leastNormalMagnitude)))
  }
}
