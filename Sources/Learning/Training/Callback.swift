/// Something that watches `fit` epoch by epoch and may end it.
public enum Callback: Hashable, Sendable {
  /// Ends training when a figure has not improved for a while, as Keras's callback of the same name.
  ///
  /// An epoch improves where the figure is better than the best so far by more than `minDelta`. Training ends after
  /// `patience` epochs in a row without improvement (with 0, after the first). `restoreBestWeights` puts the best epoch's
  /// weights back when training ends, also when it ends by itself.
  case earlyStopping(
    monitor: Monitor = .validationLoss, minDelta: Double = 0, patience: Int = 0, restoreBestWeights: Bool = false)

  /// A figure that is measured every epoch.
  public enum Monitor: String, Hashable, Sendable {
    case loss, accuracy, validationLoss, validationAccuracy
  }
}

extension Callback: CustomStringConvertible {
  /// With every setting; part of a run's key.
  public var description: String {
    switch self {
    case .earlyStopping(let monitor, let minDelta, let patience, let restoreBestWeights):
      "earlyStopping(monitor: .\(monitor), minDelta: \(minDelta), patience: \(patience), "
        + "restoreBestWeights: \(restoreBestWeights))"
    }
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

  /// Whether `value` is better than `best` by more than `minDelta`; never where it is not a number.
  func improves(_ value: Double, over best: Double, minDelta: Double) -> Bool {
    switch self {
    case .loss, .validationLoss: value + minDelta < best
    case .accuracy, .validationAccuracy: value - minDelta > best
    }
  }
}
