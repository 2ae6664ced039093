internal import CKernels

/// A convolution of the images themselves (`first_layer.c`), with the ReLU and the max pooling that follow it.
///
/// Their channels, mostly 1 or 3, lie as `FeatureMap.Layout.firstLayer` has them; nobody asks for their gradient.
final class FirstConvolutionStep: ConvolutionStep {
  /// Where each output's window starts.
  private var starts: WindowAxis!
  private var product = ck_product()
  private var firstGradient = ck_gradient()

  override init(
    input: FeatureMap, output: FeatureMap, window: SlidingWindow, kernel: StoredParameter, bias: StoredParameter?
  ) {
    super.init(input: input, output: output, window: window, kernel: kernel, bias: bias)
    let columns = (window.outputSize[1] - 1) * window.strides[1] + window.size[1]
    let before = window.paddingBefore[1]
    input.layout = .firstLayer(columnsBefore: before, columns: max(columns, input.width + before))
  }

  /// Whether the pooling is done while the sums are in registers.
  private var poolsPairs: Bool { pooling?.hasPairs ?? false }

  override var storesSums: Bool { isPooled && !poolsPairs }

  override func prepare(_ context: PlanContext) {
    super.prepare(context)
    starts = .starts(outputs: sums.width, stride: window.strides[1])
    product = forwardProduct
    product.columns = starts.pointers
    product.tapColumns = 1
    product.depth = Int32(window.size[1] * input.channels)
    firstGradient = gradient
    if case .firstLayer(let before, let columns) = input.layout {
      firstGradient.inputColumns = Int32(columns)
      firstGradient.paddingColumns -= Int32(before)
    }
    if poolsPairs {
      context.scratch.reserve((2 * sums.width * context.shape.microBatchSize + 4) * sums.paddedChannels)
    }
  }

  override func forward(_ microBatch: Int, _ batch: Batch, thread: Int) {
    guard poolsPairs, let winners = pooling?.winners(microBatch) else {
      return super.forward(microBatch, batch, thread: thread)
    }
    var product = product
    context.kernels.pooled_product_first(
      &product, input.view(microBatch), kernel.values, biasValues, hasReLU, output.view(microBatch),
      batch.isTraining ? winners : nil, Int32(output.height))
  }

  override func backward(_ microBatch: Int, _ batch: Batch, shard: Int, thread: Int) {
    guard poolsPairs, let winners = pooling?.winners(microBatch) else {
      return super.backward(microBatch, batch, shard: shard, thread: thread)
    }
    var gradient = firstGradient
    context.kernels.pooled_gradient_first(
      &gradient, input.view(microBatch), output.gradient(microBatch, thread: thread), winners,
      context.parameters.gradient(of: kernel, shard: shard),
      bias.map { context.parameters.gradient(of: $0, shard: shard) }, context.scratch.floats(thread: thread))
  }

  override func convolve(_ x: ck_view, _ y: ck_view, rows: Range<Int>) {
    var product = product
    context.kernels.product_first(
      &product, x, kernel.values, biasValues, epilogue, y, Int32(rows.lowerBound), Int32(rows.upperBound))
  }

  override func addWeightGradient(_ x: ck_view, _ dy: ck_view, to dw: UnsafeMutablePointer<Float>) {
    var gradient = firstGradient
    context.kernels.weight_gradient_first(&gradient, x, dy, dw)
  }
}
