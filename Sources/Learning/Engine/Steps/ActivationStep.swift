internal import CKernels

/// Applies a function to every value, in place where the step before allows it.
final class ActivationStep: Step {
  private let function: ActivationOperation.Function
  private var kernels: ck_kernels!

  init(input: FeatureMap, output: FeatureMap, function: ActivationOperation.Function) {
    self.function = function
    super.init(input: input, output: output)
  }

  override var outputUse: OutputUse {
    switch function {
    case .sigmoid, .tanh: .value
    default: .sign
    }
  }

  override func prepare(_ context: PlanContext) { kernels = context.kernels }

  override func forward(_ microBatch: Int, _ batch: Batch, thread: Int) {
    let (x, y) = (input.view(microBatch), output.view(microBatch))
    forEachRun(x, y) { x, y, count in
      switch function {
      case .leakyReLU(let slope): kernels.activation(CK_LEAKY_RELU, slope, x, y, count)
      case .sigmoid: kernels.activation(CK_SIGMOID, 0, x, y, count)
      case .tanh: kernels.activation(CK_TANH, 0, x, y, count)
      default: kernels.relu(x, y, count)
      }
    }
  }

  override func backward(_ microBatch: Int, _ batch: Batch, shard: Int, thread: Int) {
    guard input.needsGradient else { return }
    // The output's sign is the input's, but for a negative slope, which does not work in place.
    var y = output.view(microBatch)
    if case .leakyReLU(let slope) = function, slope < 0 { y = input.view(microBatch) }
    let (dy, dx) = (output.gradient(microBatch, thread: thread), input.gradient(microBatch, thread: thread))
    forEachRun(dy, dx) { dyRun, dxRun, count in
      let yRun = y.data + offset(of: dyRun - dy.data, in: dy, to: y)
      let slope: Float
      let kind: ck_function
      switch function {
      case .leakyReLU(let negativeSlope): (kind, slope) = (CK_LEAKY_RELU, negativeSlope)
      case .sigmoid: (kind, slope) = (CK_SIGMOID, 0)
      case .tanh: (kind, slope) = (CK_TANH, 0)
      default: (kind, slope) = (CK_LEAKY_RELU, 0)
      }
      kernels.activation_gradient(kind, slope, yRun, yRun, dyRun, dxRun, count)
    }
  }

  /// Runs of values that lie together in both views.
  private func forEachRun(
    _ from: ck_view, _ to: ck_view,
    _ body: (_ from: UnsafeMutablePointer<Float>, _ to: UnsafeMutablePointer<Float>, _ count: Int) -> Void
  ) {
    let padded = output.paddedChannels
    let images = output.shape.microBatchSize
    // Where both lie alike, the unused floats between images may be part of a run.
    let alike = from.image == to.image
    for row in 0..<output.height {
      for column in 0..<output.width {
        let a = from.data + row * from.row + column * from.column
        let b = to.data + row * to.row + column * to.column
        if alike {
          body(a, b, images * from.image)
        } else {
          for image in 0..<images { body(a + image * from.image, b + image * to.image, padded) }
        }
      }
    }
  }

  private func offset(of place: Int, in from: ck_view, to view: ck_view) -> Int {
    let (row, rest) = (place / from.row, place % from.row)
    let (column, inColumn) = (rest / from.column, rest % from.column)
    return row * view.row + column * view.column + inColumn / from.image * view.image
  }
}
