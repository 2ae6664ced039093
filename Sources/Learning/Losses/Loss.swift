/// What training makes small.
public enum Loss: Hashable, Sendable {
  /// Categorical cross-entropy: minus the logarithm of the probability that the model gives to the true class.
  ///
  /// With `labelSmoothing` the true class is asked for with `1 - labelSmoothing + labelSmoothing / classes` only and every
  /// other with `labelSmoothing / classes`: Szegedy et al., "Rethinking the inception architecture", 2016, section 7. The
  /// training loss then never comes near 0; validation is measured without it.
  case categoricalCrossentropy(labelSmoothing: Double = 0)

  var labelSmoothing: Double {
    switch self {
    case .categoricalCrossentropy(let smoothing): smoothing
    }
  }

  /// How a run's key names it.
  var keyLine: String {
    labelSmoothing == 0 ? CrossEntropy.name : "\(CrossEntropy.name)(labelSmoothing: \(labelSmoothing))"
  }

  func check() throws(ModelError) {
    guard !SettingRange.share.contains(labelSmoothing) else { return }
    throw .invalidSetting(
      of: CrossEntropy.name, setting: "labelSmoothing", value: "\(labelSmoothing)",
      requirement: SettingRange.share.rawValue)
  }
}
