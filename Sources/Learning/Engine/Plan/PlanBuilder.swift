/// Collects the steps of a plan; operations append theirs.
final class PlanBuilder {
  let shape: BatchShape
  let algorithm: ConvolutionAlgorithm
  let parameters = ParameterStore()
  private(set) var steps: [Step] = []
  /// What the next step reads.
  private(set) var current: FeatureMap
  /// How many dropout operations there are so far.
  var dropoutCount = 0
  init(inputShape: [Int], nodes: [OperationNode], shape: BatchShape, algorithm: ConvolutionAlgorithm) {
    self.shape = shape
    self.algorithm = algorithm
    // A row of numbers, or an image read as one, is one position with many channels.
    let isRow = inputShape.count == 1 || nodes.first?.operation is FlattenOperation
    current =
      isRow
      ? FeatureMap(height: 1, width: 1, channels: inputShape.reduce(1, *), shape: shape)
      : FeatureMap(height: inputShape[0], width: inputShape[1], channels: inputShape[2], shape: shape)
    steps.append(InputStep(output: current, imageShape: inputShape))
    for node in nodes {
      node.operation.addSteps(to: self, node: node)
      for step in steps.reversed() where step.layer.isEmpty { step.layer = node.layer }
    }
  }

  /// A feature map of one image shape.
  func makeMap(height: Int, width: Int, channels: Int) -> FeatureMap {
    FeatureMap(height: height, width: width, channels: channels, shape: shape)
  }

  /// Appends a step that reads `current`; its output becomes the new `current`.
  func append(_ step: Step, isTrainable: Bool = false) {
    step.output.needsGradient = isTrainable || step.input.needsGradient
    for map in [step.input, step.output] where step.wantsWholeBatch { map.layout = .wholeBatch }
    steps.append(step)
    current = step.output
  }

  /// Lets the next step read `map` instead of what the last one wrote: a branch begins or ends there.
  func goOn(from map: FeatureMap) { current = map }

  /// The last step, where what comes next may still be fused with it.
  var last: Step { steps[steps.count - 1] }

  /// Lets the last step, a convolution, do a pooling of its output too.
  func fuse(_ pooling: PoolingStep, into convolution: ConvolutionStep) {
    steps.removeLast()
    convolution.fuse(pooling)
    append(convolution, isTrainable: true)
  }

  /// Where a step that changes values one by one may write: over them, where nobody needs them any more.
  ///
  /// - Parameter keepsSign: whether positive values stay positive, and others do not become so.
  func mapForElementwise(keepsSign: Bool) -> FeatureMap {
    let use = steps.filter { $0.output === current }.map(\.outputUse).max() ?? .none
    if !(last is InputStep), use == .none || use == .sign && keepsSign { return current }
    return makeMap(height: current.height, width: current.width, channels: current.channels)
  }

  /// Turns an image into a row in memory too, for steps that treat each of its numbers as a channel.
  func flattenInMemory() {
    guard current.height * current.width > 1 else { return }
    append(FlattenStep(input: current, output: makeMap(height: 1, width: 1, channels: current.count)))
  }
}

extension FeatureMap {
  /// Numbers in one image.
  var count: Int { height * width * channels }
}
