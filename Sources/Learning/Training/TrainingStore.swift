/// Everything needed to go on with a training run, or to do without it once it is finished.
public struct TrainingState: Sendable {
  /// How many optimizer steps were taken.
  public var step: Int
  public var weights: [NamedTensor]
  /// The optimizer's moments, named after their weights.
  public var optimizerSlots: [NamedTensor]
  /// The weights of the best epoch so far, where a callback keeps them.
  public var bestWeights: [NamedTensor]?
  /// Numbers that callbacks carry from epoch to epoch, such as `earlyStopping.wait`.
  public var callbackState: [String: Double]
  public var history: History
  public var isFinished: Bool

  public init(
    step: Int, weights: [NamedTensor], optimizerSlots: [NamedTensor], bestWeights: [NamedTensor]?,
    callbackState: [String: Double], history: History, isFinished: Bool
  ) {
    self.step = step
    self.weights = weights
    self.optimizerSlots = optimizerSlots
    self.bestWeights = bestWeights
    self.callbackState = callbackState
    self.history = history
    self.isFinished = isFinished
  }
}

/// Where `fit` keeps its progress and looks for a run that was trained before.
///
/// `Learning` writes no files: the `Cahier` module installs a store for a notebook, and without one `fit` just trains.
public protocol TrainingStore: Sendable {
  /// The newest state kept under `recipe`, finished or not; `nil` where there is none.
  func state(of recipe: TrainingRecipe) throws -> TrainingState?

  /// Keeps `state`, replacing an older one of the same recipe. Called after every epoch and at the end.
  func save(_ state: TrainingState, of recipe: TrainingRecipe) throws
}

/// Follows a training run while it happens.
public protocol TrainingObserver: Sendable {
  func trainingProgressed(_ progress: TrainingProgress)
  /// Called once a `fit`, when its result is known; `reused` is true where a stored run was loaded and nothing trained.
  func trainingEnded(history: History, reused: Bool)
}

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
