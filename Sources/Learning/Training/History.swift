/// What `fit` measured, epoch by epoch.
public struct History: Hashable, Codable, Sendable {
  /// One pass over the training data.
  public struct Epoch: Hashable, Codable, Sendable {
    /// 1-based.
    public var number: Int
    /// Mean over the training images, measured while training (with dropout on).
    public var loss: Double
    /// Share of training images whose most probable class was right, 0...1.
    public var accuracy: Double
    public var validationLoss: Double?
    public var validationAccuracy: Double?
    /// The rate of the epoch's last step.
    public var learningRate: Double
    /// Wall time of the training pass, without validation. Differs from run to run.
    public var seconds: Double

    public init(
      number: Int, loss: Double, accuracy: Double, validationLoss: Double?, validationAccuracy: Double?,
      learningRate: Double, seconds: Double
    ) {
      self.number = number
      self.loss = loss
      self.accuracy = accuracy
      self.validationLoss = validationLoss
      self.validationAccuracy = validationAccuracy
      self.learningRate = learningRate
      self.seconds = seconds
    }
  }

  public var epochs: [Epoch]
  /// The epoch whose weights the model has now, where early stopping restored an earlier one than the last.
  public var restoredEpoch: Int?
  /// Whether a callback ended training.
  public var stoppedEarly: Bool

  public init(epochs: [Epoch] = [], restoredEpoch: Int? = nil, stoppedEarly: Bool = false) {
    self.epochs = epochs
    self.restoredEpoch = restoredEpoch
    self.stoppedEarly = stoppedEarly
  }
}
