internal import CKernels

/// A 3x3 convolution by Winograd's method (`winograd.c`), with its bias, ReLU and 2x2 max pooling.
final class WinogradStep: ConvolutionStep {
  /// The weights at the 36 points, and with inputs and outputs exchanged.
  private var points: AlignedBuffer!
  private var transposedPoints: AlignedBuffer?
  /// A thread's sums of the weights' gradient at the points.
  private var gradients: [AlignedBuffer] = []
  private var geometry = ck_winograd()

  /// Whether the method gives this convolution, and pays.
  static func suits(_ window: SlidingWindow, from input: FeatureMap, to output: FeatureMap) -> Bool {
    window.size == [3, 3] && window.strides == [1, 1] && input.channels >= 16 && output.channels >= 16
      && min(output.height, output.width) >= 3
  }

  /// Whether the input's gradient stops where the input is not positive: what a ReLU before it would do in a pass over
  /// memory of its own.
  private let masksInput: Bool

  /// - Parameter masksInput: whether the input comes straight from a ReLU.
  init(
    input: FeatureMap, output: FeatureMap, window: SlidingWindow, kernel: StoredParameter, bias: StoredParameter?,
    masksInput: Bool
  ) {
    self.masksInput = masksInput
    super.init(input: input, output: output, window: window, kernel: kernel, bias: bias)
    // Tiles of 6x6 inputs reach over the image: over its padding, and where the outputs fill no whole tile.
    let (top, left) = (window.paddingBefore[0], window.paddingBefore[1])
    let (rows, columns) = ((output.height + 3) / 4 * 4 + 2, (output.width + 3) / 4 * 4 + 2)
    input.border = FeatureMap.Border(
      top: top, left: left, bottom: max(rows - top - input.height, 0), right: max(columns - left - input.width, 0),
      gap: 16)
  }

  /// Whether the pooling is done in registers; another one reads the sums from memory.
  private var poolsTiles: Bool {
    pooling?.hasPairs ?? false
  }

  override var storesSums: Bool { isPooled && !poolsTiles }

  private var tiles: Int { (sums.height + 3) / 4 * ((sums.width + 3) / 4) }

  /// Few rows would stream the weights of all points for little work.
  override var microBatchesWanted: Int {
    storesSums ? 1 : (64 + tiles * input.shape.microBatchSize - 1) / (tiles * input.shape.microBatchSize)
  }

  override func prepare(_ context: PlanContext) {
    super.prepare(context)
    let (depth, width) = (input.channels, sums.paddedChannels)
    let images = context.shape.microBatchSize
    // As many rows as leave their points in half a second-level cache of a megabyte, and a whole number of tiles; but not
    // so few that the weights of all points are streamed for little work.
    let fitting = 120_000 / (36 * (input.paddedChannels + width + 32))
    let rows = min(max(fitting, 24), 64, tiles * images * context.shape.chunkSize) / images * images
    geometry = ck_winograd(
      inputRows: Int32(input.height), inputColumns: Int32(input.width), outputRows: Int32(sums.height),
      outputColumns: Int32(sums.width), paddingRows: Int32(window.paddingBefore[0]),
      paddingColumns: Int32(window.paddingBefore[1]), depth: Int32(depth), inputWidth: Int32(input.paddedChannels),
      outputs: Int32(sums.channels), width: Int32(width), images: Int32(images), microBatches: 1,
      xStride: input.microBatchStride, yStride: output.microBatchStride, dyStride: output.microBatchStride,
      dxStride: input.microBatchStride, winnersStride: pooling?.winnersPerMicroBatch ?? 0,
      mostRows: Int32(max(rows, images)), relu: hasReLU, masksInput: masksInput, pools: poolsTiles)
    context.scratch.reserve(
      36 * (Int(geometry.mostRows) * (input.paddedChannels + width + 32) + 32) + 12 * images * input.paddedChannels)
    points = AlignedBuffer(count: 36 * depth * width)
    gradients = (0..<context.threads).map { _ in AlignedBuffer(count: 36 * depth * width) }
    if input.needsGradient { transposedPoints = AlignedBuffer(count: 36 * sums.channels * input.paddedChannels) }
  }

  override func refreshPhase() -> Phase? {
    let (depth, width, outputs) = (Int32(input.channels), Int32(sums.paddedChannels), Int32(sums.channels))
    let (kernels, values, points) = (context.kernels, kernel.values!, points!)
    let piece = 8
    let plain = (input.channels + piece - 1) / piece
    let turned = transposedPoints == nil ? 0 : (sums.channels + 15) / 16
    return Phase(.count(plain + turned)) { [transposedPoints] unit, _, _ in
      if unit < turned, let transposedPoints {
        kernels.winograd_transposed_weights(
          values, depth, width, outputs, transposedPoints.floats, Int32(unit), Int32(unit + 1))
      } else {
        let first = Int32((unit - turned) * piece)
        kernels.winograd_weights(values, depth, width, points.floats, first, min(first + Int32(piece), depth))
      }
    }
  }

  override func forward(_ microBatches: Range<Int>, _ batch: Batch, thread: Int) {
    if storesSums {
      for microBatch in microBatches { forward(microBatch, batch, thread: thread) }
    } else if let first = microBatches.first {
      convolve(microBatches, to: output.view(first), winners: batch.isTraining ? winners(first) : nil, thread: thread)
    }
  }

  override func forward(_ microBatch: Int, _ batch: Batch, thread: Int) {
    guard storesSums else { return forward(microBatch..<microBatch + 1, batch, thread: thread) }
    let y = sums.view(thread)
    convolve(microBatch..<microBatch + 1, to: y, winners: nil, thread: thread)
    pooling?.pool(y, microBatch, rows: 0..<output.height)
  }

  private func convolve(
    _ microBatches: Range<Int>, to y: ck_view, winners: UnsafeMutablePointer<UInt16>?, thread: Int
  ) {
    var geometry = geometry
    geometry.microBatches = Int32(microBatches.count)
    context.kernels.winograd_forward(
      &geometry, input.view(microBatches.lowerBound), points.floats, biasValues, y, winners,
      context.scratch.floats(thread: thread))
  }

  override func beginBackward(shard: Int, thread: Int) {
    super.beginBackward(shard: shard, thread: thread)
    gradients[thread].floats.update(repeating: 0, count: gradients[thread].count)
  }

  override func backward(_ microBatch: Int, _ batch: Batch, shard: Int, thread: Int) {
    backward(microBatch..<microBatch + 1, batch, shard: shard, thread: thread)
  }

  override func backward(_ microBatches: Range<Int>, _ batch: Batch, shard: Int, thread: Int) {
    guard storesSums else {
      if let first = microBatches.first {
        let dy = output.gradient(first, thread: thread)
        propagate(dy, microBatches, masksReLU: hasReLU && !gradientIsMasked, shard: shard, thread: thread)
      }
      return
    }
    for microBatch in microBatches {
      let dy = sums.gradient(microBatch, thread: thread)
      pooling?.spread(microBatch, thread: thread, onlyPositive: hasReLU, to: dy)
      propagate(dy, microBatch..<microBatch + 1, masksReLU: false, shard: shard, thread: thread)
    }
  }

  private func propagate(_ dy: ck_view, _ microBatches: Range<Int>, masksReLU: Bool, shard: Int, thread: Int) {
    var geometry = geometry
    geometry.microBatches = Int32(microBatches.count)
    geometry.relu = masksReLU
    let first = microBatches.lowerBound
    context.kernels.winograd_backward(
      &geometry, input.view(first), dy, output.view(first), winners(first), transposedPoints?.floats,
      transposedPoints == nil ? dy : input.gradient(first, thread: thread), gradients[thread].floats,
      bias.map { context.parameters.gradient(of: $0, shard: shard) }, context.scratch.floats(thread: thread))
  }

  override func endBackward(shard: Int, thread: Int) {
    context.kernels.winograd_weight_gradient(
      gradients[thread].floats, geometry.depth, geometry.width, context.parameters.gradient(of: kernel, shard: shard))
  }

  private func winners(_ microBatch: Int) -> UnsafeMutablePointer<UInt16>? {
    poolsTiles ? pooling?.winners(microBatch) : nil
  }
}
