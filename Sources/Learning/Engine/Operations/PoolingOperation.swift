/// Takes the largest value or the mean of each window, channel by channel.
///
/// Places outside the image neither win nor count. Among equal largest values the first takes the gradient.
struct PoolingOperation: Operation {
  enum Kind: Hashable, Sendable { case maximum, average }

  var kind: Kind
  var window: SlidingWindow

  func outputShape(for inputShape: [Int]) -> [Int] { window.outputSize + [inputShape[2]] }

  func addSteps(to plan: PlanBuilder, node: OperationNode) {
  }
}

/// Takes the mean of each channel over the whole image: `[height, width, channels]` to `[channels]`.
struct GlobalAverageOperation: Operation {
  func outputShape(for inputShape: [Int]) -> [Int] { [inputShape[2]] }

  func addSteps(to plan: PlanBuilder, node: OperationNode) {
  }
}
