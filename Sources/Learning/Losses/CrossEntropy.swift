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
    probability.isNaN ? .nan : -naturalLogarithm(Double(max(probability, .leastNormalMagnitude)))
  }

  /// The natural logarithm of a positive normal number, from sums and products only: the C library's differs in its last
  /// bits between processors, and a record must not.
  static func naturalLogarithm(_ x: Double) -> Double {
    // x = 2^exponent * significand with the significand in sqrt(1/2)...sqrt(2), and
    // log(significand) = 2 artanh(s) with s = (significand - 1) / (significand + 1), a series in s squared below 0.03.
    var exponent = Double(x.exponent)
    var significand = x.significand
    if significand > 1.4142135623730951 {
      significand /= 2
      exponent += 1
    }
    let s = (significand - 1) / (significand + 1)
    let square = s * s
    var series = 0.0
    for divisor in stride(from: 23.0, through: 1, by: -2) {
      series = series * square + 1 / divisor
    }
    return exponent * 0.6931471805599453 + 2 * s * series
  }
}
