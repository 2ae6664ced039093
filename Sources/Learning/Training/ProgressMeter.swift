/// Adds up what the batches of one epoch measured and says a few times a second how far it is.
struct ProgressMeter {
  private static let interval = Duration.milliseconds(200)

  private let epoch: Int
  private let epochs: Int
  private let imagesPerEpoch: Int
  private let start = ContinuousClock.now
  private var lastReport = ContinuousClock.now
  private var images = 0
  private var lossSum = 0.0
  private var correctCount = 0

  /// - Parameter epoch: 1-based.
  init(epoch: Int, epochs: Int, imagesPerEpoch: Int) {
    self.epoch = epoch
    self.epochs = epochs
    self.imagesPerEpoch = imagesPerEpoch
  }

  /// Mean over the images so far.
  var loss: Double { images > 0 ? lossSum / Double(images) : 0 }
  var accuracy: Double { images > 0 ? Double(correctCount) / Double(images) : 0 }
  var seconds: Double { (ContinuousClock.now - start) / .seconds(1) }

  /// Takes in a batch; gives a report where one is due.
  mutating func add(_ result: BatchResult, images count: Int) -> TrainingProgress? {
    images += count
    lossSum += result.lossSum
    correctCount += result.correctCount
    guard images < imagesPerEpoch, ContinuousClock.now - lastReport >= Self.interval else { return nil }
    lastReport = .now
    return progress(evaluation: nil, epochEnded: false)
  }

  /// The report at the end of the epoch.
  func ended(evaluation: Evaluation?) -> TrainingProgress {
    progress(evaluation: evaluation, epochEnded: true)
  }

  private func progress(evaluation: Evaluation?, epochEnded: Bool) -> TrainingProgress {
    let seconds = max(seconds, 1e-9)
    let imagesLeft = imagesPerEpoch - images + (epochs - epoch) * imagesPerEpoch
    return TrainingProgress(
      epoch: epoch, epochs: epochs, images: images, imagesPerEpoch: imagesPerEpoch,
      imagesPerSecond: Double(images) / seconds, loss: loss, accuracy: accuracy, validationLoss: evaluation?.loss,
      validationAccuracy: evaluation?.accuracy,
      secondsRemaining: images > 0 ? seconds * Double(imagesLeft) / Double(images) : 0, epochEnded: epochEnded)
  }
}
