internal import CKernels

/// Batch normalization, with the ReLU that follows it. Its mean and variance need the whole batch, so it has phases of its
/// own: sums a micro-batch, then a fold of the micro-batches in order, for the mean, the variance, and backward for the
/// two sums of the gradient.
final class NormalizationStep: Step {
  private let momentum: Float
  private let epsilon: Float
  private let gamma, beta, movingMean, movingVariance: StoredParameter
  private var hasReLU = false
  private var context: PlanContext!
  /// Per micro-batch: one sum, backward two.
  private var partial: AlignedBuffer!
  /// The batch's statistics, then the coefficients of both directions, each one vector of channels.
  private var vectors: AlignedBuffer!
  private var geometry = ck_normalization()

  private enum Vector: Int, CaseIterable { case mean, deviationInverse, scale, slope, offset }

  init(
    input: FeatureMap, output: FeatureMap, operation: NormalizationOperation, parameters: [StoredParameter]
  ) {
    momentum = operation.momentum
    epsilon = operation.epsilon
    (gamma, beta, movingMean, movingVariance) = (parameters[0], parameters[1], parameters[2], parameters[3])
    super.init(input: input, output: output)
  }

  override var isWide: Bool { true }

  override func fuseReLU() -> Bool {
    hasReLU = true
    return true
  }

  override func prepare(_ context: PlanContext) {
    self.context = context
    partial = AlignedBuffer(count: 2 * input.paddedChannels * context.shape.microBatches)
    vectors = AlignedBuffer(count: Vector.allCases.count * input.paddedChannels)
    geometry = ck_normalization(
      rows: Int32(input.height), columns: Int32(input.width), width: Int32(input.paddedChannels), relu: hasReLU,
      mean: vector(.mean), scale: vector(.scale), shift: beta.values, slope: vector(.slope),
      offset: vector(.offset))
  }

  override func forwardPhases(training: Bool) -> [Phase] {
    let kernels = context.kernels
    let normalize = Phase(.microBatches) { [self] microBatch, batch, _ in
      var geometry = geometry
      kernels.normalize(
        &geometry, Int32(batch.shape.microBatchSize), input.view(microBatch), output.view(microBatch))
    }
    guard training else { return [channelPhase { [self] _, channels in useMovingAverages(channels) }, normalize] }
    return [
      Phase(.microBatches) { [self] microBatch, batch, _ in
        var geometry = geometry
        kernels.sums(
          &geometry, Int32(batch.images(in: microBatch)), input.view(microBatch), partialSums(microBatch))
      },
      channelPhase { [self] batch, channels in
        forEachMean(batch, channels) { vector(.mean)[$0] = Float($1) }
      },
      Phase(.microBatches) { [self] microBatch, batch, _ in
        var geometry = geometry
        kernels.squares(
          &geometry, Int32(batch.images(in: microBatch)), input.view(microBatch), partialSums(microBatch))
      },
      channelPhase { [self] batch, channels in
        forEachMean(batch, channels) { channel, variance in
          let inverse = Float(1 / (variance + Double(epsilon)).squareRoot())
          vector(.deviationInverse)[channel] = inverse
          vector(.scale)[channel] = gamma.values[channel] * inverse
          let (mean, rest) = (vector(.mean)[channel], 1 - momentum)
          movingMean.values[channel] = movingMean.values[channel] * momentum + mean * rest
          movingVariance.values[channel] = movingVariance.values[channel] * momentum + Float(variance) * rest
        }
      },
      normalize,
    ]
  }

  override func backwardPhases() -> [Phase] {
    let kernels = context.kernels
    var phases = [
      Phase(.microBatches) { [self] microBatch, batch, thread in
        var geometry = geometry
        kernels.gradient_sums(
          &geometry, Int32(batch.images(in: microBatch)), input.view(microBatch),
          output.gradient(microBatch, thread: thread), partialSums(microBatch),
          partialSums(microBatch) + input.paddedChannels)
      },
      channelPhase { [self] batch, channels in
        let count = Double(batch.imageCount * input.height * input.width)
        forEachMean(batch, channels) { channel, mean in
          beta.gradient[channel] = Float(mean * count)
          vector(.offset)[channel] = vector(.scale)[channel] * Float(mean)
        }
        forEachMean(batch, channels, second: true) { channel, mean in
          let inverse = vector(.deviationInverse)[channel]
          gamma.gradient[channel] = Float(mean * count) * inverse
          vector(.slope)[channel] = vector(.scale)[channel] * inverse * inverse * Float(mean)
        }
      },
    ]
    guard input.needsGradient else { return phases }
    phases.append(
      Phase(.microBatches) { [self] microBatch, batch, thread in
        var geometry = geometry
        let images = batch.images(in: microBatch)
        let dx = input.gradient(microBatch, thread: thread)
        kernels.normalization_gradient(
          &geometry, Int32(images), input.view(microBatch), output.gradient(microBatch, thread: thread), dx)
        clear(dx, images: images..<batch.shape.microBatchSize)
      })
    return phases
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

  private func vector(_ name: Vector) -> UnsafeMutablePointer<Float> {
    vectors.floats + name.rawValue * input.paddedChannels
  }

  private func partialSums(_ microBatch: Int) -> UnsafeMutablePointer<Float> {
    partial.floats + microBatch * 2 * input.paddedChannels
  }

  /// A phase whose units are 16 channels each.
  private func channelPhase(_ body: @escaping (_ batch: Batch, _ channels: Range<Int>) -> Void) -> Phase {
    let channels = input.channels
    return Phase(.count((channels + 15) / 16)) { unit, batch, _ in
      body(batch, unit * 16..<min(unit * 16 + 16, channels))
    }
  }

  /// Folds the micro-batches' sums in order, in double precision, and divides them by the number of values.
  private func forEachMean(
    _ batch: Batch, _ channels: Range<Int>, second: Bool = false, _ body: (_ channel: Int, _ mean: Double) -> Void
  ) {
    let count = Double(batch.imageCount * input.height * input.width)
    let start = channels.lowerBound + (second ? input.paddedChannels : 0)
    var sums = SIMD16<Double>.zero
    for microBatch in 0..<batch.microBatches {
      let partial = UnsafeRawPointer(partialSums(microBatch) + start).load(as: SIMD16<Float>.self)
      sums += SIMD16<Double>(partial)
    }
    for channel in channels { body(channel, sums[channel - channels.lowerBound] / count) }
  }

  private func useMovingAverages(_ channels: Range<Int>) {
    for channel in channels {
      vector(.mean)[channel] = movingMean.values[channel]
      let variance = Double(movingVariance.values[channel])
      vector(.scale)[channel] = gamma.values[channel] * Float(1 / (variance + Double(epsilon)).squareRoot())
    }
  }
}
