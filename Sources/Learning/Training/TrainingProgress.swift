/// How far a `fit` is, sent a few times a second and at the end of every epoch.
public struct TrainingProgress: Hashable, Codable, Sendable {
  /// 1-based.
  public var epoch: Int
  public var epochs: Int
  /// Images of this epoch trained so far.
  public var images: Int
  public var imagesPerEpoch: Int
  public var imagesPerSecond: Double
  public var loss: Double
  public var accuracy: Double
  /// Known only when the epoch ends.
  public var validationLoss: Double?
  public var validationAccuracy: Double?
  /// Estimated seconds to the end of the last epoch.
  public var secondsRemaining: Double
  public var epochEnded: Bool

  public init(
    epoch: Int, epochs: Int, images: Int, imagesPerEpoch: Int, imagesPerSecond: Double, loss: Double,
    accuracy: Double, validationLoss: Double?, validationAccuracy: Double?, secondsRemaining: Double, epochEnded: Bool
  ) {
    self.epoch = epoch
    self.epochs = epochs
    self.images = images
    self.imagesPerEpoch = imagesPerEpoch
    self.imagesPerSecond = imagesPerSecond
    self.loss = loss
    self.accuracy = accuracy
    self.validationLoss = validationLoss
    self.validationAccuracy = validationAccuracy
    self.secondsRemaining = secondsRemaining
    self.epochEnded = epochEnded
  }
}
