/// Everything that training has come to after some steps: enough to go on to the bit, or to do without.
///
/// It says nothing of how long training is to be. The same states are passed by a run of 10 epochs and one of 20.
public struct TrainingState: Sendable {
  /// How many optimizer steps were taken.
  public var step: Int
  /// As the last step left them.
  public var weights: [NamedTensor]
  /// The optimizer's moments, named after their weights.
  public var optimizerSlots: [NamedTensor]
  /// The best epoch so far, where a callback is to restore it.
  public var best: BestEpoch?
  /// Numbers that callbacks carry from epoch to epoch, such as `0.earlyStopping.wait`.
  public var callbackState: [String: Double]
  /// The whole epochs.
  public var history: History
  /// How far the epoch after them is; `nil` between two epochs.
  public var position: EpochPosition?

  /// An epoch and the weights it ended with.
  public struct BestEpoch: Sendable {
    /// 1-based.
    public var epoch: Int
    public var weights: [NamedTensor]

    public init(epoch: Int, weights: [NamedTensor]) {
      self.epoch = epoch
      self.weights = weights
    }
  }

  public init(
    step: Int, weights: [NamedTensor], optimizerSlots: [NamedTensor], best: BestEpoch? = nil,
    callbackState: [String: Double], history: History, position: EpochPosition? = nil
  ) {
    self.step = step
    self.weights = weights
    self.optimizerSlots = optimizerSlots
    self.best = best
    self.callbackState = callbackState
    self.history = history
    self.position = position
  }

  /// What `fit` over so many epochs gives, where this state is enough to know.
  ///
  /// That may be fewer epochs than the state has: a shorter training restores the same best epoch, as only a later one
  /// could be better.
  public func result(epochs: Int) -> TrainingResult? {
    guard history.epochs.count >= epochs || history.stoppedEarly else { return nil }
    let count = min(epochs, history.epochs.count)
    let isWhole = count == history.epochs.count
    if let best, best.epoch <= count {
      let result = History(
        epochs: Array(history.epochs[..<count]), restoredEpoch: best.epoch == count ? nil : best.epoch,
        stoppedEarly: isWhole && history.stoppedEarly)
      return TrainingResult(weights: best.weights, history: result)
    }
    return isWhole && position == nil ? TrainingResult(weights: weights, history: history) : nil
  }
}

/// A place within an epoch, between two batches, and what was measured up to there.
public struct EpochPosition: Hashable, Codable, Sendable {
  /// Images visited, in the epoch's order.
  public var images: Int
  public var batches: Int
  /// Over these images.
  public var lossSum: Double
  public var correctCount: Int
  /// Wall time spent.
  public var seconds: Double

  public init(images: Int, batches: Int, lossSum: Double, correctCount: Int, seconds: Double) {
    self.images = images
    self.batches = batches
    self.lossSum = lossSum
    self.correctCount = correctCount
    self.seconds = seconds
  }
}

/// What a `fit` leaves behind.
public struct TrainingResult: Sendable {
  public var weights: [NamedTensor]
  public var history: History

  public init(weights: [NamedTensor], history: History) {
    self.weights = weights
    self.history = history
  }
}
