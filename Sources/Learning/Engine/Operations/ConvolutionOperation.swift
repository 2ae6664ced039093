/// Correlates images with a bank of filters, plus a bias.
///
/// Parameters: `kernel` `[kernel height, kernel width, channels, filters]`, `bias` `[filters]`.
struct ConvolutionOperation: Operation {
  var filters: Int
  var window: SlidingWindow
  var hasBias: Bool

  func outputShape(for inputShape: [Int]) -> [Int] { window.outputSize + [filters] }

  func parameters(for inputShape: [Int]) -> [ParameterSpec] {
    let kernel = ParameterSpec(name: "kernel", shape: window.size + [inputShape[2], filters])
    return hasBias ? [kernel, ParameterSpec(name: "bias", shape: [filters])] : [kernel]
  }

  func addSteps(to plan: PlanBuilder, node: OperationNode) {
  }
}
