/// How far a training run in a cell is: what a progress bar shows.
public struct ProgressNote: Hashable, Codable, Sendable {
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
  /// Another process trains this very run: the figures are its own, and this one waits for it.
  public var trainingProcess: Int?

  public init(
    epoch: Int, epochs: Int, images: Int, imagesPerEpoch: Int, imagesPerSecond: Double, loss: Double,
    accuracy: Double, validationLoss: Double? = nil, validationAccuracy: Double? = nil, secondsRemaining: Double,
    epochEnded: Bool, trainingProcess: Int? = nil
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
    self.trainingProcess = trainingProcess
  }
}
