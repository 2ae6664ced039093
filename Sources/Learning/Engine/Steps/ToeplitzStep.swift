internal import CKernels

/// A 3x3 convolution of 2x2 maps, zeros around them, by 9 products a pair of channels instead of 16 (`toeplitz.c`).
///
/// Input, weights and the output's gradient are brought to 3x3 points, of which each is a dense layer of its own.
final class ToeplitzStep: WideProductStep {
  private let inputPoints: FeatureMap
  private let gradientPoints: FeatureMap
  private var weightPoints: AlignedBuffer!
  /// A point sees itself alone.
  private let diagonal = WindowAxis((0..<3).map { [($0, $0)] })

  /// Whether the method gives this convolution, and pays.
  static func suits(_ window: SlidingWindow, from input: FeatureMap, to output: FeatureMap) -> Bool {
    window.size == [3, 3] && window.strides == [1, 1] && window.paddingBefore == [1, 1]
      && [input.height, input.width] == [2, 2] && window.outputSize == [2, 2]
      && input.channels >= 16 && output.channels >= 16
  }

  override init(
    input: FeatureMap, output: FeatureMap, window: SlidingWindow, kernel: StoredParameter, bias: StoredParameter?
  ) {
    func points(of map: FeatureMap) -> FeatureMap {
      let points = FeatureMap(height: 3, width: 3, channels: map.channels, shape: map.shape)
      points.layout = .wholeBatch
      return points
    }
    inputPoints = points(of: input)
    gradientPoints = points(of: output)
    super.init(input: input, output: output, window: window, kernel: kernel, bias: bias)
  }

  override var maps: [FeatureMap] { super.maps + [inputPoints, gradientPoints] }

  override func prepare(_ context: PlanContext) {
    super.prepare(context)
    weightPoints = AlignedBuffer(count: kernel.count)
    context.scratch.reserve(9 * productStride(images: imagesAtATime, lanes: 32))
  }

  /// A unit is a block of 32 inputs.
  override func refreshPhase() -> Phase? {
    Phase(.count(inputBlocks)) { [self] unit, _, _ in
      bringWeightsToPoints(inputBlock: unit)
      // The transposed weights' points are the points transposed.
      guard let transposed else { return }
      context.kernels.transpose_weights(
        weightPoints.floats, transposed.floats, Int32(taps), Int32(input.channels), Int32(output.paddedChannels),
        Int32(output.channels), Int32(unit * taps), Int32((unit + 1) * taps))
    }
  }

  private func bringWeightsToPoints(inputBlock: Int) {
    let first = inputBlock * 32
    for block in 0..<blocks {
      let lanes = lanes(of: block, width: output.paddedChannels)
      let start = block * 32 * taps * input.channels + first * lanes
      context.kernels.toeplitz_weights(
        kernel.values + start, weightPoints.floats + start, input.channels * lanes,
        min(32, input.channels - first) * lanes)
    }
  }

  override func forwardPhases() -> [Phase] {
    let (kernels, images, width) = (context.kernels, Int32(context.shape.microBatchSize), Int32(input.paddedChannels))
    let points = Phase(.microBatches) { [self] microBatch, _, _ in
      kernels.toeplitz_points(input.view(microBatch), nil, inputPoints.view(microBatch), images, width)
    }
    return [points] + super.forwardPhases()
  }

  override func outputGradientPhase() -> Phase? {
    let (kernels, images, width) = (context.kernels, Int32(context.shape.microBatchSize), Int32(output.paddedChannels))
    return Phase(.microBatches) { [self] microBatch, _, thread in
      let dy = output.gradient(microBatch, thread: thread).turned
      var y = output.view(microBatch).turned
      withUnsafePointer(to: &y) { y in
        kernels.toeplitz_points(dy, hasReLU ? y : nil, gradientPoints.view(microBatch), images, width)
      }
    }
  }

  override func forward(block: Int, chunk: Int, _ batch: Batch, thread: Int) {
    convolve(
      inputPoints, by: weightPoints.floats, block: block, lanes: lanes(of: block, width: output.paddedChannels),
      bias: biasValues, epilogue, to: output.view(0), chunk: chunk, batch, thread: thread)
  }

  override func inputGradient(
    block: Int, chunk: Int, by transposed: UnsafePointer<Float>, _ batch: Batch, thread: Int
  ) {
    convolve(
      gradientPoints, by: transposed, block: block, lanes: lanes(of: block, width: input.paddedChannels), bias: nil,
      CK_STORE, to: input.gradient(0, thread: 0).turned, chunk: chunk, batch, thread: thread)
  }

  /// One block of output channels for one chunk of images: the products at the points, and from there to `y`.
  private func convolve(
    _ points: FeatureMap, by weights: UnsafePointer<Float>, block: Int, lanes: Int, bias: UnsafePointer<Float>?,
    _ epilogue: ck_epilogue, to y: ck_view, chunk: Int, _ batch: Batch, thread: Int
  ) {
    let (first, images) = (block * 32, images(of: chunk, batch))
    var product = ck_product(
      rows: diagonal.pointers, columns: diagonal.pointers, outputColumns: 3, tapRows: 3, tapColumns: 3,
      depth: Int32(points.channels), width: Int32(lanes), images: images)
    let stride = productStride(images: Int(images), lanes: lanes)
    let products = ck_view(
      data: context.scratch.floats(thread: thread), row: 3 * stride, column: stride, image: lanes)
    context.kernels.product(
      &product, shifted(points.view(0), to: chunk), weights + first * taps * points.channels, nil, CK_STORE, products,
      0, 1, 0, 3)
    var y = shifted(y, to: chunk)
    y.data += first
    context.kernels.toeplitz_outputs(products, bias.map { $0 + first }, epilogue, y, images, Int32(lanes))
  }

  /// Floats from one point's products to the next's: not a power of two, such points would share cache sets.
  private func productStride(images: Int, lanes: Int) -> Int { images * lanes + 16 }

  override var weightPieces: Int { channelPieces }

  override func weightGradient(block: Int, piece: Int, _ batch: Batch) {
    let (channels, lanes) = (channels(of: piece), lanes(of: block, width: output.paddedChannels))
    let tapStride = input.channels * lanes
    let start = kernel.gradient + block * 32 * taps * input.channels
    var gradient = ck_gradient(
      inputRows: 1, inputColumns: 1, outputRows: 1, outputColumns: 1, tapRows: 1, tapColumns: 1, strideRows: 1,
      strideColumns: 1, paddingRows: 0, paddingColumns: 0, depth: Int32(input.channels), width: Int32(lanes),
      images: allImages(batch))
    for point in 0..<taps {
      clearGradient(block: block, tap: point, channels: channels)
      var q = gradientPoints.view(0).position(point / 3, point % 3)
      q.data += block * 32
      context.kernels.weight_gradient(
        &gradient, inputPoints.view(0).position(point / 3, point % 3), q, start + point * tapStride, 0, 1, 0, 1,
        Int32(channels.lowerBound), Int32(channels.upperBound))
    }
    context.kernels.toeplitz_weight_gradient(
      start + channels.lowerBound * lanes, tapStride, channels.count * lanes)
  }

  /// The point in the middle has the sum of the four positions.
  override func biasGradient(to sums: UnsafeMutablePointer<Float>, _ batch: Batch) {
    context.kernels.bias_gradient(
      gradientPoints.view(0).position(1, 1), 1, 1, allImages(batch), Int32(output.paddedChannels), sums)
  }
}

extension ck_view {
  /// A 2x2 map turned by half a circle.
  fileprivate var turned: ck_view { ck_view(data: at(1, 1, 0), row: -row, column: -column, image: image) }

  /// The view that begins at a position.
  fileprivate func position(_ row: Int, _ column: Int) -> ck_view {
    ck_view(data: at(row, column, 0), row: self.row, column: self.column, image: image)
  }
}
