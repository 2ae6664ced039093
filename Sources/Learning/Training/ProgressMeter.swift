/// Adds up what the batches of one epoch measured and says a few times a second how far it is.
struct ProgressMeter {
  private static let interval = Duration.milliseconds(200)

  private let epoch: Int
  private let epochs: Int
  private let imagesPerEpoch: Int
  private let start = ContinuousClock.now
  private var lastReport = ContinuousClock.now
  private var sums: EpochPosition
  /// Spent before this meter began, where the epoch goes on after an interruption.
  private let secondsBefore: Double

  /// - Parameters:
  ///   - epoch: 1-based.
  ///   - position: where the epoch goes on; at its start where it is `nil`.
  init(epoch: Int, epochs: Int, imagesPerEpoch: Int, position: EpochPosition? = nil) {
    self.epoch = epoch
    self.epochs = epochs
    self.imagesPerEpoch = imagesPerEpoch
    sums = position ?? EpochPosition(images: 0, batches: 0, lossSum: 0, correctCount: 0, seconds: 0)
    secondsBefore = sums.seconds
  }

  /// How far the epoch is.
  var position: EpochPosition {
    var position = sums
    position.seconds = seconds
    return position
  }

  /// Mean over the images so far.
  var loss: Double { sums.images > 0 ? sums.lossSum / Double(sums.images) : 0 }
  var accuracy: Double { sums.images > 0 ? Double(sums.correctCount) / Double(sums.images) : 0 }
  var seconds: Double { secondsBefore + (ContinuousClock.now - start) / .seconds(1) }

  /// Takes in a batch; gives a report where one is due.
  mutating func add(_ result: BatchResult, images count: Int) -> TrainingProgress? {
    sums.images += count
    sums.batches += 1
    sums.lossSum += result.lossSum
    sums.correctCount += result.correctCount
    guard sums.images < imagesPerEpoch, ContinuousClock.now - lastReport >= Self.interval else { return nil }
    lastReport = .now
    return progress(evaluation: nil, epochEnded: false)
  }

  /// The report at the end of the epoch.
  func ended(evaluation: Evaluation?) -> TrainingProgress {
    progress(evaluation: evaluation, epochEnded: true)
  }

  private func progress(evaluation: Evaluation?, epochEnded: Bool) -> TrainingProgress {
    let seconds = max(seconds, 1e-9)
    let imagesLeft = imagesPerEpoch - sums.images + (epochs - epoch) * imagesPerEpoch
    return TrainingProgress(
      epoch: epoch, epochs: epochs, images: sums.images, imagesPerEpoch: imagesPerEpoch,
      imagesPerSecond: Double(sums.images) / seconds, loss: loss, accuracy: accuracy, validationLoss: evaluation?.loss,
      validationAccuracy: evaluation?.accuracy,
      secondsRemaining: sums.images > 0 ? seconds * Double(imagesLeft) / Double(sums.images) : 0,
      epochEnded: epochEnded)
  }
}
