internal import CKernels

/// Batch normalization by the batch's statistics, with the ReLU that follows it: the last of its three steps.
final class NormalizationStep: Step {
  private let statistics: BatchStatistics

  init(input: FeatureMap, output: FeatureMap, statistics: BatchStatistics) {
    self.statistics = statistics
    super.init(input: input, output: output)
  }

  override func fuseReLU() -> Bool {
    statistics.hasReLU = true
    return true
  }

  override func forward(_ microBatch: Int, _ batch: Batch, thread: Int) {
    var geometry = statistics.geometry
    statistics.kernels.normalize(
      &geometry, Int32(batch.shape.microBatchSize), input.view(microBatch), output.view(microBatch))
  }

  /// Sums what the statistics' gradients need of a micro-batch; the input's gradient waits for those of all.
  override func backward(_ microBatch: Int, _ batch: Batch, shard: Int, thread: Int) {
    var geometry = statistics.geometry
    let sums = statistics.partialSums(microBatch)
    statistics.kernels.gradient_sums(
      &geometry, Int32(batch.images(in: microBatch)), input.view(microBatch),
      output.gradient(microBatch, thread: thread), sums, sums + input.paddedChannels)
  }
}

/// The first step of a batch normalization: sums its input; backward, computes the input's gradient.
final class NormalizationSumsStep: Step {
  private let statistics: BatchStatistics
  private let normalized: FeatureMap

  /// - Parameter normalized: the output of the normalization's last step, whose gradient this one reads.
  init(input: FeatureMap, normalized: FeatureMap, statistics: BatchStatistics) {
    self.statistics = statistics
    self.normalized = normalized
    super.init(input: input, output: input)
  }

  override var maps: [FeatureMap] { [input, normalized] }
  override var isForTraining: Bool { true }

  override func prepare(_ context: PlanContext) { statistics.prepare(context) }

  override func forward(_ microBatch: Int, _ batch: Batch, thread: Int) {
    var geometry = statistics.geometry
    statistics.kernels.sums(
      &geometry, Int32(batch.images(in: microBatch)), input.view(microBatch), statistics.partialSums(microBatch))
  }

  override func backward(_ microBatch: Int, _ batch: Batch, shard: Int, thread: Int) {
    var geometry = statistics.geometry
    let images = batch.images(in: microBatch)
    let dx = input.gradient(microBatch, thread: thread)
    statistics.kernels.normalization_gradient(
      &geometry, Int32(images), input.view(microBatch), normalized.gradient(microBatch, thread: thread), dx)
    clear(dx, images: images..<batch.shape.microBatchSize)
  }

  /// The empty images of a ragged batch have no gradient.
  private func clear(_ view: ck_view, images: Range<Int>) {
    for row in 0..<input.height {
      for column in 0..<input.width {
        for image in images {
          view.at(row, column, image).update(repeating: 0, count: input.paddedChannels)
        }
      }
    }
  }
}

/// The step of a batch normalization between those two: folds the micro-batches' sums, in order, to the mean and the
/// variance, and backward to the gradients of gamma and beta.
final class NormalizationStatisticsStep: Step {
  private let statistics: BatchStatistics

  init(input: FeatureMap, statistics: BatchStatistics) {
    self.statistics = statistics
    super.init(input: input, output: input)
  }

  override var isWide: Bool { true }
  override var isForTraining: Bool { true }

  override func forwardPhases() -> [Phase] {
    [
      statistics.channelPhase { [statistics] batch, channels in
        statistics.forEachMean(batch, channels) { statistics.vector(.mean)[$0] = Float($1) }
      },
      Phase(.microBatches) { [statistics, input] microBatch, batch, _ in
        var geometry = statistics.geometry
        statistics.kernels.squares(
          &geometry, Int32(batch.images(in: microBatch)), input.view(microBatch), statistics.partialSums(microBatch))
      },
      statistics.channelPhase { [statistics] batch, channels in
        statistics.forEachMean(batch, channels) { channel, variance in
          let inverse = Float(1 / (variance + Double(statistics.epsilon)).squareRoot())
          statistics.vector(.deviationInverse)[channel] = inverse
          statistics.vector(.scale)[channel] = statistics.gamma.values[channel] * inverse
          let (mean, momentum) = (statistics.vector(.mean)[channel], statistics.momentum)
          let (means, variances) = (statistics.movingMean.values!, statistics.movingVariance.values!)
          means[channel] = means[channel] * momentum + mean * (1 - momentum)
          variances[channel] = variances[channel] * momentum + Float(variance) * (1 - momentum)
        }
      },
    ]
  }

  override func backwardPhases() -> [Phase] {
    [
      statistics.channelPhase { [statistics, input] batch, channels in
        let count = Double(batch.imageCount * input.height * input.width)
        statistics.forEachMean(batch, channels) { channel, mean in
          statistics.beta.gradient[channel] = Float(mean * count)
          statistics.vector(.offset)[channel] = statistics.vector(.scale)[channel] * Float(mean)
        }
        statistics.forEachMean(batch, channels, second: true) { channel, mean in
          let inverse = statistics.vector(.deviationInverse)[channel]
          statistics.gamma.gradient[channel] = Float(mean * count) * inverse
          statistics.vector(.slope)[channel] = statistics.vector(.scale)[channel] * inverse * inverse * Float(mean)
        }
      }
    ]
  }

  override func predictionPhase() -> Phase? {
    statistics.channelPhase { [statistics] _, channels in
      for channel in channels {
        statistics.vector(.mean)[channel] = statistics.movingMean.values[channel]
        let variance = Double(statistics.movingVariance.values[channel])
        statistics.vector(.scale)[channel] =
          statistics.gamma.values[channel] * Float(1 / (variance + Double(statistics.epsilon)).squareRoot())
      }
    }
  }
}
