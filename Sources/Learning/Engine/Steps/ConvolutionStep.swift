internal import CKernels

/// A convolution as it is defined, one micro-batch at a time, with the ReLU and the max pooling that follow it.
///
/// Fused, a pooling reads sums that are still in the cache, and only its output is kept for the backward pass.
class ConvolutionStep: ProductStep {
  private(set) var pooling: PoolingStep?

  override var isPooled: Bool { pooling != nil }
  override var sums: FeatureMap { pooling?.input ?? output }

  /// Whether the step after this one, which the ReLU's output goes to, has done the ReLU's part of the way back.
  var gradientIsMasked = false

  /// Takes over a pooling of the output.
  final func fuse(_ pooling: PoolingStep) {
    self.pooling = pooling
    output = pooling.output
  }

  /// Whether a fused pooling's inputs are written to memory, one micro-batch a thread.
  var storesSums: Bool { isPooled }

  override func prepare(_ context: PlanContext) {
    pooling?.prepare(context)
    if storesSums {
      sums.valuesAreLocal = true
      sums.gradientLifetime = .microBatch
      sums.needsGradient = true
      sums.allocate(threads: context.threads)
    }
    super.prepare(context)
    if sumsWinners { context.scratch.reserve(128 * (sums.width / 2) * context.shape.microBatchSize) }
  }

  override func beginBackward(shard: Int, thread: Int) {
    for parameter in [kernel, bias] {
      guard let parameter else { continue }
      context.parameters.gradient(of: parameter, shard: shard).update(repeating: 0, count: parameter.count)
    }
  }

  override func forward(_ microBatch: Int, _ batch: Batch, thread: Int) {
    let x = input.view(microBatch)
    guard let pooling else { return convolve(x, output.view(microBatch), rows: 0..<output.height) }
    let y = sums.view(thread)
    guard pooling.hasDisjointRows else {
      convolve(x, y, rows: 0..<sums.height)
      return pooling.pool(y, microBatch, rows: 0..<output.height)
    }
    // Only the rows of one window at a time: they stay in the cache.
    for row in 0..<output.height {
      let first = row * pooling.window.strides[0]
      var rows = y
      rows.data -= first * y.row
      convolve(x, rows, rows: first..<first + pooling.window.size[0])
      pooling.pool(rows, microBatch, rows: row..<row + 1)
    }
  }

  override func backward(_ microBatch: Int, _ batch: Batch, shard: Int, thread: Int) {
    let x = input.view(microBatch)
    let dy = sums.gradient(microBatch, thread: thread)
    if let pooling {
      if transposed != nil || !sumsWinners {
        pooling.spread(microBatch, thread: thread, onlyPositive: hasReLU, to: dy)
      }
    } else if hasReLU && !gradientIsMasked {
      let y = output.view(microBatch)
      output.forEachSpan { offset, count in
        context.kernels.relu_gradient(y.data + offset, dy.data + offset, count)
      }
    }
    let kernelGradient = context.parameters.gradient(of: kernel, shard: shard)
    let biasGradient = bias.map { context.parameters.gradient(of: $0, shard: shard) }
    if sumsWinners {
      addWinners(x, microBatch, to: kernelGradient, biasGradient, thread: thread)
    } else {
      addWeightGradient(x, dy, to: kernelGradient)
      if let biasGradient {
        context.kernels.bias_gradient(
          dy, Int32(sums.height), Int32(sums.width), gradient.images, gradient.width, biasGradient)
      }
    }
    if let transposed {
      var product = backwardProduct
      context.kernels.product(
        &product, dy, transposed.floats, nil, CK_STORE, input.gradient(microBatch, thread: thread), 0,
        Int32(inputBlocks), 0, Int32(input.height))
    }
  }

  /// Whether the weights' gradient is summed from the pooled one. Steps with kernels for it of their own do not come here.
  private var sumsWinners: Bool { pooling?.winners(0) != nil && pooling?.hasPairs == true }

  private func addWinners(
    _ x: ck_view, _ microBatch: Int, to dw: UnsafeMutablePointer<Float>, _ db: UnsafeMutablePointer<Float>?, thread: Int
  ) {
    var (gradient, y) = (gradient, output.view(microBatch))
    withUnsafePointer(to: &y) { y in
      context.kernels.pooled_weight_gradient(
        &gradient, x, output.gradient(microBatch, thread: thread), hasReLU ? y : nil, pooling?.winners(microBatch), dw,
        db, context.scratch.floats(thread: thread))
    }
  }

  /// Writes some rows of the sums, with bias and ReLU, to `y`.
  func convolve(_ x: ck_view, _ y: ck_view, rows: Range<Int>) {
    var product = forwardProduct
    context.kernels.product(
      &product, x, kernel.values, biasValues, epilogue, y, 0, Int32(blocks), Int32(rows.lowerBound),
      Int32(rows.upperBound))
  }

  /// Adds what a micro-batch's sums, whose gradient is `dy`, give for the weights.
  func addWeightGradient(_ x: ck_view, _ dy: ck_view, to dw: UnsafeMutablePointer<Float>) {
    var gradient = gradient
    context.kernels.weight_gradient(&gradient, x, dy, dw, 0, Int32(blocks), 0, gradient.tapRows, 0, gradient.depth)
  }
}
