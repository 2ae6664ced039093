/// How the learning rate changes over a training, as a factor of the optimizer's.
///
/// Every rate is a function of the step alone, so an interrupted training goes on where it was. Where `epochs` is left
/// out it is the number of epochs that `fit` is given, which then is part of the run's key: with another one every epoch is
/// another.
///
/// ```swift
/// try await model.fit(
///   train, epochs: 30, optimizer: .sgd(learningRate: 0.1, momentum: 0.9), schedule: .cosineDecay(warmupEpochs: 2))
/// ```
public enum LearningRateSchedule: Hashable, Sendable {
  /// The optimizer's own rate throughout.
  case constant

  /// From 0 up to the optimizer's rate, which then stays.
  case warmup(epochs: Double)

  /// Half a cosine from 1 down to `alpha` at the end, after a linear rise from 0: Loshchilov & Hutter, "SGDR: stochastic
  /// gradient descent with warm restarts", 2017, without the restarts; Keras's `CosineDecay`.
  ///
  /// `epochs` includes those of the rise.
  case cosineDecay(epochs: Int? = nil, warmupEpochs: Double = 0, alpha: Double = 0)

  /// A straight line from 1 down to `alpha` at the end, after a linear rise from 0.
  case linearDecay(epochs: Int? = nil, warmupEpochs: Double = 0, alpha: Double = 0)

  /// Multiplied by `factor` after each of the named numbers of epochs, after a linear rise from 0; PyTorch's
  /// `MultiStepLR`.
  case stepDecay(after: [Int], factor: Double = 0.1, warmupEpochs: Double = 0)

  /// Multiplied by `factor` after every epoch.
  case exponentialDecay(factor: Double)

  /// Half a cosine up from `startFactor` over the first `risingShare` of the training, and one down to `endFactor`: Smith &
  /// Topin, "Super-convergence", 2018; PyTorch's `OneCycleLR`. The optimizer's rate is the highest.
  case oneCycle(epochs: Int? = nil, risingShare: Double = 0.3, startFactor: Double = 0.04, endFactor: Double = 4e-6)
}

extension LearningRateSchedule {
  /// The factor of one step.
  ///
  /// - Parameters:
  ///   - step: 0-based, counted over all epochs.
  ///   - stepsPerEpoch: batches in an epoch.
  ///   - epochs: that `fit` is given.
  public func factor(step: Int, stepsPerEpoch: Int, epochs: Int) -> Double {
    let epoch = Double(step) / Double(stepsPerEpoch)
    switch self {
    case .constant: return 1
    case .warmup(let rise): return Self.rise(epoch, rise) ?? 1
    case .cosineDecay(let length, let rise, let alpha):
      let progress = Self.progress(epoch, from: rise, to: Double(length ?? epochs))
      return Self.rise(epoch, rise) ?? alpha + (1 - alpha) * Self.fallingCosine(progress)
    case .linearDecay(let length, let rise, let alpha):
      let progress = Self.progress(epoch, from: rise, to: Double(length ?? epochs))
      return Self.rise(epoch, rise) ?? alpha + (1 - alpha) * (1 - progress)
    case .stepDecay(let ends, let factor, let rise):
      return Self.rise(epoch, rise) ?? ExactMath.power(factor, ends.count { step / stepsPerEpoch >= $0 })
    case .exponentialDecay(let factor): return ExactMath.power(factor, step / stepsPerEpoch)
    case .oneCycle(let length, let share, let start, let end):
      // As in PyTorch, the last step has the last rate.
      let steps = Double(length ?? epochs) * Double(stepsPerEpoch)
      let (top, place) = (max(share * steps - 1, 0), Double(step))
      if place < top { return 1 + (start - 1) * Self.fallingCosine(place / top) }
      return end + (1 - end) * Self.fallingCosine(Self.progress(place, from: top, to: steps - 1))
    }
  }

  /// `nil` after the rise.
  private static func rise(_ epoch: Double, _ length: Double) -> Double? { epoch < length ? epoch / length : nil }

  private static func progress(_ place: Double, from start: Double, to end: Double) -> Double {
    end > start ? min(max((place - start) / (end - start), 0), 1) : 1
  }

  /// From 1 at 0 to 0 at 1.
  private static func fallingCosine(_ progress: Double) -> Double { 0.5 * (1 + ExactMath.cosine(turns: progress / 2)) }

  /// How a run's key names it, with every setting; `nil` for the constant one.
  func keyLine(epochs: Int) -> String? {
    switch self {
    case .constant: nil
    case .warmup(let rise): "warmup(epochs: \(rise))"
    case .cosineDecay(let length, let rise, let alpha):
      "cosineDecay(epochs: \(length ?? epochs), warmupEpochs: \(rise), alpha: \(alpha))"
    case .linearDecay(let length, let rise, let alpha):
      "linearDecay(epochs: \(length ?? epochs), warmupEpochs: \(rise), alpha: \(alpha))"
    case .stepDecay(let ends, let factor, let rise):
      "stepDecay(after: \(ends), factor: \(factor), warmupEpochs: \(rise))"
    case .exponentialDecay(let factor): "exponentialDecay(factor: \(factor))"
    case .oneCycle(let length, let share, let start, let end):
      "oneCycle(epochs: \(length ?? epochs), risingShare: \(share), startFactor: \(start), endFactor: \(end))"
    }
  }

  /// Throws an error that names the first setting outside its range.
  func check() throws(ModelError) {
    func check(_ name: String, _ value: Double, _ range: SettingRange) throws(ModelError) {
      guard !range.contains(value) else { return }
      throw .invalidSetting(of: caseName, setting: name, value: "\(value)", requirement: range.rawValue)
    }
    switch self {
    case .constant: return
    case .warmup(let rise): try check("epochs", rise, .notNegative)
    case .cosineDecay(let length, let rise, let alpha), .linearDecay(let length, let rise, let alpha):
      try check("epochs", Double(length ?? 1), .positive)
      try check("warmupEpochs", rise, .notNegative)
      try check("alpha", alpha, .notNegative)
    case .stepDecay(let ends, let factor, let rise):
      for end in ends { try check("after", Double(end), .notNegative) }
      try check("factor", factor, .positive)
      try check("warmupEpochs", rise, .notNegative)
    case .exponentialDecay(let factor): try check("factor", factor, .positive)
    case .oneCycle(let length, let share, let start, let end):
      try check("epochs", Double(length ?? 1), .positive)
      try check("risingShare", share, .share)
      try check("startFactor", start, .notNegative)
      try check("endFactor", end, .notNegative)
    }
  }

  private var caseName: String {
    keyLine(epochs: 1).map { String($0.prefix { $0 != "(" }) } ?? "constant"
  }
}
