/// Takes the largest value or the mean of each window, channel by channel.
///
/// Places outside the image neither win nor count. Among equal largest values the first takes the gradient.
struct PoolingOperation: Operation {
  enum Kind: Hashable, Sendable { case maximum, average }

  var kind: Kind
  var window: SlidingWindow

  func outputShape(for inputShape: [Int]) -> [Int] { window.outputSize + [inputShape[2]] }

  func addSteps(to plan: PlanBuilder, node: OperationNode) {
    let input = plan.current
    let output = plan.makeMap(height: window.outputSize[0], width: window.outputSize[1], channels: input.channels)
    let step = PoolingStep(input: input, output: output, kind: kind, window: window)
    if kind == .maximum, let convolution = plan.last as? ConvolutionStep, convolution.pooling == nil {
      plan.fuse(step, into: convolution)
    } else {
      plan.append(step)
    }
  }
}

/// Takes the mean of each channel over the whole image: `[height, width, channels]` to `[channels]`.
struct GlobalAverageOperation: Operation {
  func outputShape(for inputShape: [Int]) -> [Int] { [inputShape[2]] }

  func addSteps(to plan: PlanBuilder, node: OperationNode) {
    let input = plan.current
    let window = SlidingWindow(
      size: [input.height, input.width], strides: [1, 1], paddingBefore: [0, 0], outputSize: [1, 1])
    let output = plan.makeMap(height: 1, width: 1, channels: input.channels)
    plan.append(PoolingStep(input: input, output: output, kind: .average, window: window))
  }
}
