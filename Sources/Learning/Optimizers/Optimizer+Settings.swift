extension Optimizer {
  /// The learning rate of one step.
  ///
  /// - Parameter step: 0-based, counted over all epochs.
  public func learningRate(at step: Int) -> Double {
    switch self {
    case .adam(let rate, _, _, _, let decay): rate / (1 + decay * Double(step))
    case .sgd(let rate, _, _, _), .adamW(let rate, _, _, _, _), .rmsprop(let rate, _, _, _), .adamax(let rate, _, _, _):
      rate
    }
  }

  /// Throws an error that names the first setting outside its range.
  func check() throws(ModelError) {
    for (name, value, range) in settings where !range.contains(value) {
      throw .invalidSetting(of: self.name, setting: name, value: "\(value)", requirement: range.rawValue)
    }
  }

  private var name: String {
    switch self {
    case .sgd: "sgd"
    case .adam: "adam"
    case .adamW: "adamW"
    case .rmsprop: "rmsprop"
    case .adamax: "adamax"
    }
  }

  /// Every setting in the order of its declaration.
  private var settings: [(name: String, value: Double, range: SettingRange)] {
    switch self {
    case .sgd(let rate, let momentum, _, let weightDecay):
      // Named only where it is used: the keys of runs from before there was one remain what they were.
      [("learningRate", rate, .notNegative), ("momentum", momentum, .share)]
        + (weightDecay == 0 ? [] : [("weightDecay", weightDecay, .notNegative)])
    case .adam(let rate, let beta1, let beta2, let epsilon, let decay):
      [
        ("learningRate", rate, .notNegative), ("beta1", beta1, .share), ("beta2", beta2, .share),
        ("epsilon", epsilon, .positive), ("decay", decay, .notNegative),
      ]
    case .adamW(let rate, let beta1, let beta2, let epsilon, let weightDecay):
      [
        ("learningRate", rate, .notNegative), ("beta1", beta1, .share), ("beta2", beta2, .share),
        ("epsilon", epsilon, .positive), ("weightDecay", weightDecay, .notNegative),
      ]
    case .rmsprop(let rate, let rho, let momentum, let epsilon):
      [
        ("learningRate", rate, .notNegative), ("rho", rho, .share), ("momentum", momentum, .share),
        ("epsilon", epsilon, .positive),
      ]
    case .adamax(let rate, let beta1, let beta2, let epsilon):
      [
        ("learningRate", rate, .notNegative), ("beta1", beta1, .share), ("beta2", beta2, .share),
        ("epsilon", epsilon, .positive),
      ]
    }
  }
}

extension Optimizer: CustomStringConvertible {
  /// With every setting, such as `sgd(learningRate: 0.01, momentum: 0.9, nesterov: true)`; part of a run's key.
  public var description: String {
    var parts = settings.map { "\($0.name): \($0.value)" }
    if case .sgd(_, _, let nesterov, _) = self { parts.append("nesterov: \(nesterov)") }
    return "\(name)(\(parts.joined(separator: ", ")))"
  }
}

/// What a number must be, in the words that complete "… must be".
enum SettingRange: String {
  case notNegative = "0 or more"
  case positive = "greater than 0"
  case share = "in 0..<1"

  /// False also for what is not a finite number.
  func contains(_ value: Double) -> Bool {
    switch self {
    case .notNegative: value >= 0 && value.isFinite
    case .positive: value > 0 && value.isFinite
    case .share: value >= 0 && value < 1
    }
  }
}
