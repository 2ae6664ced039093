internal import CKernels

/// What convolutions and dense layers have in common: weights over windows, a bias, perhaps a ReLU.
class ProductStep: Step {
  /// The window's geometry; a dense layer has one window, its whole input.
  let window: SlidingWindow
  let kernel: StoredParameter
  let bias: StoredParameter?
  /// Whether a ReLU follows the bias.
  private(set) var hasReLU = false
  /// The map that the sums go to: the output, or what a fused pooling reads.
  var sums: FeatureMap { output }

  /// Whether a pooling is fused after the ReLU.
  var isPooled: Bool { false }

  private(set) var context: PlanContext!
  private var axes: [WindowAxis] = []
  private(set) var forwardProduct = ck_product()
  private(set) var backwardProduct = ck_product()
  private(set) var gradient = ck_gradient()
  /// The weights with inputs and outputs exchanged, for the gradient of the input.
  private(set) var transposed: AlignedBuffer?
  private var noBias: AlignedBuffer!

  init(
    input: FeatureMap, output: FeatureMap, window: SlidingWindow, kernel: StoredParameter, bias: StoredParameter?
  ) {
    self.window = window
    self.kernel = kernel
    self.bias = bias
    super.init(input: input, output: output)
  }

  override var outputUse: OutputUse { hasReLU ? .sign : .none }

  override func fuseReLU() -> Bool {
    guard !isPooled, !hasReLU else { return false }
    hasReLU = true
    return true
  }

  override func prepare(_ context: PlanContext) {
    self.context = context
    let (rows, columns) = (axis(0), axis(1))
    axes = [rows.forward, columns.forward, rows.backward, columns.backward]
    let images = Int32(context.shape.microBatchSize)
    forwardProduct = ck_product(
      rows: rows.forward.pointers, columns: columns.forward.pointers, outputColumns: Int32(sums.width),
      tapRows: Int32(window.size[0]), tapColumns: Int32(window.size[1]), depth: Int32(input.channels),
      width: Int32(sums.paddedChannels), images: images)
    backwardProduct = ck_product(
      rows: rows.backward.pointers, columns: columns.backward.pointers, outputColumns: Int32(input.width),
      tapRows: Int32(window.size[0]), tapColumns: Int32(window.size[1]), depth: Int32(sums.channels),
      width: Int32(input.paddedChannels), images: images)
    gradient = ck_gradient(
      inputRows: Int32(input.height), inputColumns: Int32(input.width), outputRows: Int32(sums.height),
      outputColumns: Int32(sums.width), tapRows: Int32(window.size[0]), tapColumns: Int32(window.size[1]),
      strideRows: Int32(window.strides[0]), strideColumns: Int32(window.strides[1]),
      paddingRows: Int32(window.paddingBefore[0]), paddingColumns: Int32(window.paddingBefore[1]),
      depth: Int32(input.channels), width: Int32(sums.paddedChannels), images: images)
    noBias = AlignedBuffer(count: sums.paddedChannels)
    if input.needsGradient {
      transposed = AlignedBuffer(count: taps * sums.channels * input.paddedChannels)
    }
  }

  var taps: Int { window.size[0] * window.size[1] }
  /// Blocks of 32 output channels, and of 32 input channels.
  var blocks: Int { (sums.paddedChannels + 31) / 32 }
  var inputBlocks: Int { (input.paddedChannels + 31) / 32 }
  var epilogue: ck_epilogue { hasReLU ? CK_BIAS_RELU : CK_BIAS }
  var biasValues: UnsafeMutablePointer<Float> { bias?.values ?? noBias.floats }

  override func refreshPhase() -> Phase? {
    guard let transposed else { return nil }
    let (inputBlocks, taps) = (inputBlocks, taps)
    let (depth, width, outputs) = (Int32(input.channels), Int32(sums.paddedChannels), Int32(sums.channels))
    let (kernels, values) = (context.kernels, kernel.values!)
    return Phase(.count(inputBlocks * taps)) { unit, _, _ in
      kernels.transpose_weights(
        values, transposed.floats, Int32(taps), depth, width, outputs, Int32(unit), Int32(unit + 1))
    }
  }

  private func axis(_ index: Int) -> (forward: WindowAxis, backward: WindowAxis) {
    let inputs = [input.height, input.width][index]
    let outputs = [sums.height, sums.width][index]
    let (taps, stride, padding) = (window.size[index], window.strides[index], window.paddingBefore[index])
    return (
      .forward(inputs: inputs, outputs: outputs, taps: taps, stride: stride, padding: padding),
      .backward(inputs: inputs, outputs: outputs, taps: taps, stride: stride, padding: padding)
    )
  }
}
