/// How a label becomes the target of the cross-entropy: a share of every class.
///
/// The target of an image of class `a`, of which a share `s` is its own and the rest a partner's of class `b`, is
/// `s * w[a] * t(a) + (1 - s) * w[b] * t(b)`, where `w` are the classes' weights and
/// `t(k) = (1 - labelSmoothing) * one-hot(k) + labelSmoothing / classes`.
struct Targets: Hashable, Sendable {
  /// Spread evenly over all classes, 0..<1.
  var labelSmoothing: Float = 0
  /// One a class; empty where all count the same.
  var classWeights: [Float] = []

  /// Whether every target is the label's class alone, with weight 1.
  var areLabels: Bool { labelSmoothing == 0 && classWeights.isEmpty }

  /// Adds one class's part to `target`.
  ///
  /// - Returns: the part's weight: what it adds to the target's sum.
  func add(_ label: Int, share: Float, to target: UnsafeMutablePointer<Float>, classes: Int) -> Float {
    let weight = classWeights.isEmpty ? share : share * classWeights[label]
    if labelSmoothing > 0 {
      let even = weight * labelSmoothing / Float(classes)
      for place in 0..<classes { target[place] += even }
    }
    target[label] += weight * (1 - labelSmoothing)
    return weight
  }
}
