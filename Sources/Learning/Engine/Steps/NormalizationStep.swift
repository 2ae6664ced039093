internal import CKernels

/// Batch normalization. Its mean and variance need the whole batch, so it has phases of its own: sums a micro-batch, then
/// a fold of the micro-batches in order, for the mean, the variance, and backward for the two sums of the gradient.
final class NormalizationStep: Step {
  private let momentum: Float
  private let epsilon: Float
  private let gamma, beta, movingMean, movingVariance: StoredParameter
  private var context: PlanContext!
  /// Per micro-batch: one sum, backward two.
  private var partial: AlignedBuffer!
  /// The batch's statistics, then the coefficients of both directions, each one vector of channels.
  private var vectors: AlignedBuffer!

  private enum Vector: Int, CaseIterable { case mean, deviationInverse, scale, a, b, c }

  init(
    input: FeatureMap, output: FeatureMap, operation: NormalizationOperation, parameters: [StoredParameter]
  ) {
    momentum = operation.momentum
    epsilon = operation.epsilon
    (gamma, beta, movingMean, movingVariance) = (parameters[0], parameters[1], parameters[2], parameters[3])
    super.init(input: input, output: output)
  }

  override var isWide: Bool { true }

  override func prepare(_ context: PlanContext) {
    self.context = context
    partial = AlignedBuffer(count: 2 * input.paddedChannels * context.shape.microBatches)
    vectors = AlignedBuffer(count: Vector.allCases.count * input.paddedChannels)
  }

  override func forwardPhases(training: Bool) -> [Phase] {
    let kernels = context.kernels
    let width = Int32(input.paddedChannels)
    let (rows, columns) = (Int32(input.height), Int32(input.width))
    let normalize = Phase(.microBatches) { [self] microBatch, batch, _ in
      kernels.normalize(
        input.view(microBatch), output.view(microBatch), rows, columns, Int32(batch.shape.microBatchSize), width,
        vector(.mean), vector(.scale), beta.values)
    }
    guard training else {
      return [Phase(.count(1)) { [self] _, _, _ in useMovingAverages() }, normalize]
    }
    return [
      Phase(.microBatches) { [self] microBatch, batch, _ in
        kernels.sums(
          input.view(microBatch), rows, columns, Int32(batch.images(in: microBatch)), width, partialSums(microBatch))
      },
      Phase(.count(1)) { [self] _, batch, _ in
        forEachMean(batch) { vector(.mean)[$0] = Float($1) }
      },
      Phase(.microBatches) { [self] microBatch, batch, _ in
        kernels.squares(
          input.view(microBatch), rows, columns, Int32(batch.images(in: microBatch)), width, vector(.mean),
          partialSums(microBatch))
      },
      Phase(.count(1)) { [self] _, batch, _ in
        forEachMean(batch) { channel, variance in
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
    let width = Int32(input.paddedChannels)
    let (rows, columns) = (Int32(input.height), Int32(input.width))
    var phases = [
      Phase(.microBatches) { [self] microBatch, batch, thread in
        let (x, dy) = (input.view(microBatch), output.gradient(microBatch, thread: thread))
        let images = Int32(batch.images(in: microBatch))
        kernels.sums(dy, rows, columns, images, width, partialSums(microBatch))
        kernels.products(
          x, dy, rows, columns, images, width, vector(.mean), partialSums(microBatch) + input.paddedChannels)
      },
      Phase(.count(1)) { [self] _, batch, _ in
        let count = Double(batch.imageCount * input.height * input.width)
        forEachMean(batch) { channel, mean in
          beta.gradient[channel] = Float(mean * count)
          vector(.c)[channel] = vector(.scale)[channel] * Float(mean)
        }
        forEachMean(batch, second: true) { channel, mean in
          let inverse = vector(.deviationInverse)[channel]
          gamma.gradient[channel] = Float(mean * count) * inverse
          vector(.a)[channel] = vector(.scale)[channel]
          vector(.b)[channel] = vector(.scale)[channel] * inverse * inverse * Float(mean)
        }
      },
    ]
    guard input.needsGradient else { return phases }
    phases.append(
      Phase(.microBatches) { [self] microBatch, batch, thread in
        let images = batch.images(in: microBatch)
        let dx = input.gradient(microBatch, thread: thread)
        kernels.normalization_gradient(
          input.view(microBatch), output.gradient(microBatch, thread: thread), dx, rows, columns, Int32(images), width,
          vector(.mean), vector(.a), vector(.b), vector(.c))
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

  /// Folds the micro-batches' sums in order, in double precision, and divides them by the number of values.
  private func forEachMean(_ batch: Batch, second: Bool = false, _ body: (_ channel: Int, _ mean: Double) -> Void) {
    let count = Double(batch.imageCount * input.height * input.width)
    for channel in 0..<input.channels {
      var sum = 0.0
      for microBatch in 0..<batch.microBatches {
        sum += Double(partialSums(microBatch)[channel + (second ? input.paddedChannels : 0)])
      }
      body(channel, sum / count)
    }
  }

  private func useMovingAverages() {
    for channel in 0..<input.channels {
      vector(.mean)[channel] = movingMean.values[channel]
      let variance = Double(movingVariance.values[channel])
      vector(.scale)[channel] = gamma.values[channel] * Float(1 / (variance + Double(epsilon)).squareRoot())
    }
  }
}
