/// Something that watches `fit` epoch by epoch and may end it.
public enum Callback {
  /// Ends training when a figure has not improved for a while, as Keras's callback of the same name.
  ///
  /// An epoch improves where the figure is better than the best so far by more than `minDelta`. Training ends after
  /// `patience` epochs in a row without improvement (with 0, after the first). `restoreBestWeights` puts the best epoch's
  /// weights back when training ends, also when it ends by itself.
  case earlyStopping(
    monitor: Monitor = .validationLoss, minDelta: Double = 0, patience: Int = 0, restoreBestWeights: Bool = false)

  /// Multiplies the learning rate by `factor` when a figure has not improved for `patience` epochs, as Keras's callback of
  /// the same name.
  ///
  /// After a reduction `cooldown` epochs pass before epochs are counted again; the rate does not fall below
  /// `minLearningRate`. With a schedule, both factors apply.
  case reduceLROnPlateau(
    monitor: Monitor = .validationLoss, factor: Double = 0.1, patience: Int = 10, minDelta: Double = 1e-4,
    cooldown: Int = 0, minLearningRate: Double = 0)

  /// Calls `body` with every epoch when it has ended, as Keras's `on_epoch_end` does.
  ///
  /// It can only look, so it is no part of a run's key. Where the run is kept, it is called with the epochs that were
  /// trained before, so that what it shows is the same.
  case onEpochEnd(_ body: (History.Epoch) -> Void)

  /// Ends training after the first epoch for which `condition` is true.
  ///
  /// `id` stands for the condition in the run's key: give it a new one whenever the condition means something else.
  /// Without an id the run cannot be told from another, and is not kept.
  case stop(id: String? = nil, when: (_ condition: History) -> Bool)

  /// A figure that is measured every epoch.
  public enum Monitor: String, Hashable, Sendable {
    case loss, accuracy, validationLoss, validationAccuracy
  }
}

extension Callback {
  /// How a run's key names it, with every setting; `nil` for one that changes nothing.
  var keyLine: String? {
    switch self {
    case .earlyStopping(let monitor, let minDelta, let patience, let restoreBestWeights):
      "earlyStopping(monitor: .\(monitor), minDelta: \(minDelta), patience: \(patience), "
        + "restoreBestWeights: \(restoreBestWeights))"
    case .reduceLROnPlateau(
      let monitor, let factor, let patience, let minDelta, let cooldown, let minLearningRate):
      "reduceLROnPlateau(monitor: .\(monitor), factor: \(factor), patience: \(patience), minDelta: \(minDelta), "
        + "cooldown: \(cooldown), minLearningRate: \(minLearningRate))"
    case .onEpochEnd: nil
    case .stop(let id, _): "stop(id: \(id ?? "none"))"
    }
  }

  /// Why a run with it cannot be kept, as a sentence.
  var reasonAgainstKeeping: String? {
    guard case .stop(id: nil, _) = self else { return nil }
    return "Not kept: the callback .stop has no id to tell it by. Add one, such as "
      + ".stop(id: \"loss below 0.1\") { … }."
  }
}

extension Callback.Monitor {
  var needsValidation: Bool {
    self == .validationLoss || self == .validationAccuracy
  }

  /// The figure in one epoch; `nil` where it was not measured.
  func value(in epoch: History.Epoch) -> Double? {
    switch self {
    case .loss: epoch.loss
    case .accuracy: epoch.accuracy
    case .validationLoss: epoch.validationLoss
    case .validationAccuracy: epoch.validationAccuracy
    }
  }

  /// Whether `value` is better than `best` by more than `minDelta`, or the first; never where it is not a number.
  func improves(_ value: Double, over best: Double?, minDelta: Double) -> Bool {
    guard let best else { return !value.isNaN }
    return switch self {
    case .loss, .validationLoss: value + minDelta < best
    case .accuracy, .validationAccuracy: value - minDelta > best
    }
  }
}

extension Callback {
  /// Throws an error that names the first setting that makes no sense.
  static func check(_ callbacks: [Callback], hasValidation: Bool) throws(ModelError) {
    for callback in callbacks { try callback.checkPlateau(hasValidation: hasValidation) }
    var restoring = 0
    for case .earlyStopping(let monitor, let minDelta, let patience, let restoreBestWeights) in callbacks {
      let name = "earlyStopping"
      guard SettingRange.notNegative.contains(minDelta) else {
        throw .invalidSetting(
          of: name, setting: "minDelta", value: "\(minDelta)", requirement: SettingRange.notNegative.rawValue)
      }
      guard patience >= 0 else {
        throw .invalidSetting(
          of: name, setting: "patience", value: "\(patience)", requirement: SettingRange.notNegative.rawValue)
      }
      guard hasValidation || !monitor.needsValidation else { throw .monitorNeedsValidation(monitor: "\(monitor)") }
      restoring += restoreBestWeights ? 1 : 0
      guard restoring <= 1 else {
        throw .invalidSetting(
          of: name, setting: "restoreBestWeights", value: "true twice", requirement: "true in one callback at most")
      }
    }
  }

  private func checkPlateau(hasValidation: Bool) throws(ModelError) {
    guard case .reduceLROnPlateau(let monitor, let factor, let patience, let delta, let cooldown, let least) = self
    else { return }
    func check(_ setting: String, _ value: some CustomStringConvertible, _ isRight: Bool, _ requirement: String)
      throws(ModelError)
    {
      guard !isRight else { return }
      throw .invalidSetting(
        of: "reduceLROnPlateau", setting: setting, value: value.description, requirement: requirement)
    }
    try check("factor", factor, factor > 0 && factor < 1, "between 0 and 1")
    try check("patience", patience, patience >= 0, SettingRange.notNegative.rawValue)
    try check("minDelta", delta, SettingRange.notNegative.contains(delta), SettingRange.notNegative.rawValue)
    try check("cooldown", cooldown, cooldown >= 0, SettingRange.notNegative.rawValue)
    try check("minLearningRate", least, SettingRange.notNegative.contains(least), SettingRange.notNegative.rawValue)
    try check(
      "monitor", ".\(monitor)", hasValidation || !monitor.needsValidation,
      ".loss or .accuracy where fit has no validation data")
  }
}
