internal import CKernels

/// Max or average pooling, alone or fused into a convolution.
final class PoolingStep: Step {
  let kind: PoolingOperation.Kind
  let window: SlidingWindow
  private var context: PlanContext!
  private var axes: [WindowAxis] = []
  private var geometry = ck_pooling()
  /// Which tap won each window of a max pooling: `[micro-batch][row][column][image][channel]`.
  private var winners: UnsafeMutablePointer<UInt16>?

  init(input: FeatureMap, output: FeatureMap, kind: PoolingOperation.Kind, window: SlidingWindow) {
    self.kind = kind
    self.window = window
    super.init(input: input, output: output)
  }

  deinit { winners?.deallocate() }

  /// Whether the windows are 2x2, side by side and inside the input.
  var hasPairs: Bool {
    window.size == [2, 2] && window.strides == [2, 2] && window.paddingBefore == [0, 0]
      && window.outputSize == [input.height / 2, input.width / 2]
  }

  /// Whether no two windows share a row, and none is cut short.
  var hasDisjointRows: Bool {
    window.strides[0] >= window.size[0] && window.paddingBefore[0] == 0
      && (output.height - 1) * window.strides[0] + window.size[0] <= input.height
  }

  override func prepare(_ context: PlanContext) {
    self.context = context
    axes = [0, 1].map { index in
      .forward(
        inputs: [input.height, input.width][index], outputs: [output.height, output.width][index],
        taps: window.size[index], stride: window.strides[index], padding: window.paddingBefore[index])
    }
    geometry = ck_pooling(
      rows: axes[0].pointers, columns: axes[1].pointers, outputColumns: Int32(output.width),
      tapColumns: Int32(window.size[1]), width: Int32(output.paddedChannels),
      images: Int32(context.shape.microBatchSize), pairs: hasPairs)
    if kind == .maximum {
      let count = winnersPerMicroBatch * context.shape.microBatches
      let memory = UnsafeMutableRawPointer.allocate(byteCount: count * MemoryLayout<UInt16>.size, alignment: 64)
      winners = memory.initializeMemory(as: UInt16.self, repeating: 0, count: count)
    }
  }

  func winners(_ microBatch: Int) -> UnsafeMutablePointer<UInt16>? {
    winners.map { $0 + microBatch * winnersPerMicroBatch }
  }

  var winnersPerMicroBatch: Int {
    output.height * output.width * context.shape.microBatchSize * output.paddedChannels
  }

  override func forward(_ microBatch: Int, _ batch: Batch, thread: Int) {
    pool(input.view(microBatch), microBatch, rows: 0..<output.height)
  }

  /// Some rows of the output from `x`, a micro-batch of inputs.
  func pool(_ x: ck_view, _ microBatch: Int, rows: Range<Int>) {
    var geometry = geometry
    let y = output.view(microBatch)
    if let winners = winners(microBatch) {
      context.kernels.max_pool(&geometry, x, y, winners, Int32(rows.lowerBound), Int32(rows.upperBound))
    } else {
      context.kernels.average_pool(&geometry, x, y, Int32(output.height))
    }
  }

  override func backward(_ microBatch: Int, _ batch: Batch, shard: Int, thread: Int) {
    guard input.needsGradient else { return }
    spread(microBatch, thread: thread, onlyPositive: false, to: input.gradient(microBatch, thread: thread))
  }

  /// Writes the input's gradient to `dx`.
  ///
  /// - Parameter onlyPositive: whether a ReLU stands before the pooling.
  func spread(_ microBatch: Int, thread: Int, onlyPositive: Bool, to dx: ck_view) {
    var geometry = geometry
    let dy = output.gradient(microBatch, thread: thread)
    let (outputRows, rows, columns) = (Int32(output.height), Int32(input.height), Int32(input.width))
    if let winners = winners(microBatch) {
      var y = output.view(microBatch)
      withUnsafePointer(to: &y) { y in
        context.kernels.max_pool_gradient(
          &geometry, dy, onlyPositive ? y : nil, winners, dx, outputRows, rows, columns)
      }
    } else {
      context.kernels.average_pool_gradient(&geometry, dy, dx, outputRows, rows, columns)
    }
  }
}
