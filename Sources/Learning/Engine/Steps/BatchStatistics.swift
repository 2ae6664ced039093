internal import CKernels

/// What the three steps of a batch normalization share: its parameters, the sums of the micro-batches, and the vectors of
/// channels that follow from them.
///
/// Mean and variance need the whole batch. What a micro-batch adds to them is summed where it is computed, and applied
/// where it is used, while it is in a thread's cache: the steps before and after a barrier do that beside their neighbours.
final class BatchStatistics {
  let gamma, beta, movingMean, movingVariance: StoredParameter
  let momentum: Float
  let epsilon: Float
  /// Of the input and the output, `[height, width, channels]`.
  let map: FeatureMap
  /// Whether a ReLU follows.
  var hasReLU = false
  private(set) var kernels = ck_kernels()
  private(set) var geometry = ck_normalization()
  /// Per micro-batch: one sum, backward two.
  private var partial: AlignedBuffer!
  /// The batch's statistics, then the coefficients of both directions, each one vector of channels.
  private var vectors: AlignedBuffer!

  enum Vector: Int, CaseIterable { case mean, deviationInverse, scale, slope, offset }

  init(of map: FeatureMap, operation: NormalizationOperation, parameters: [StoredParameter]) {
    self.map = map
    momentum = operation.momentum
    epsilon = operation.epsilon
    (gamma, beta, movingMean, movingVariance) = (parameters[0], parameters[1], parameters[2], parameters[3])
  }

  /// Allocates; called once, by one of the steps, when memory of parameters is in place.
  func prepare(_ context: PlanContext) {
    kernels = context.kernels
    partial = AlignedBuffer(count: 2 * map.paddedChannels * context.shape.microBatches)
    vectors = AlignedBuffer(count: Vector.allCases.count * map.paddedChannels)
    geometry = ck_normalization(
      rows: Int32(map.height), columns: Int32(map.width), width: Int32(map.paddedChannels), relu: hasReLU,
      mean: vector(.mean), scale: vector(.scale), shift: beta.values, slope: vector(.slope),
      offset: vector(.offset))
  }

  func vector(_ name: Vector) -> UnsafeMutablePointer<Float> { vectors.floats + name.rawValue * map.paddedChannels }

  /// What one micro-batch adds, by channel; two vectors backward.
  func partialSums(_ microBatch: Int) -> UnsafeMutablePointer<Float> {
    partial.floats + microBatch * 2 * map.paddedChannels
  }

  /// A phase whose units are 16 channels each.
  func channelPhase(_ body: @escaping (_ batch: Batch, _ channels: Range<Int>) -> Void) -> Phase {
    let channels = map.channels
    return Phase(.count((channels + 15) / 16)) { unit, batch, _ in
      body(batch, unit * 16..<min(unit * 16 + 16, channels))
    }
  }

  /// Folds the micro-batches' sums in order, in double precision, and divides them by the number of values.
  func forEachMean(
    _ batch: Batch, _ channels: Range<Int>, second: Bool = false, _ body: (_ channel: Int, _ mean: Double) -> Void
  ) {
    let count = Double(batch.imageCount * map.height * map.width)
    let start = channels.lowerBound + (second ? map.paddedChannels : 0)
    var sums = SIMD16<Double>.zero
    for microBatch in 0..<batch.microBatches {
      let partial = UnsafeRawPointer(partialSums(microBatch) + start).load(as: SIMD16<Float>.self)
      sums += SIMD16<Double>(partial)
    }
    for channel in channels { body(channel, sums[channel - channels.lowerBound] / count) }
  }
}
