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
    let input = plan.current
    let output = plan.makeMap(height: window.outputSize[0], width: window.outputSize[1], channels: filters)
    let isFirst = plan.last is InputStep
    // Tiny images have more weights than positions.
    let isWide = !isFirst && window.outputSize[0] * window.outputSize[1] <= 4
    let kernel = plan.parameters.add(
      node.parameters[0],
      packing: .kernel(taps: window.size[0] * window.size[1], depth: input.channels, outputs: filters),
      isSharded: !isWide)
    let bias =
      hasBias ? plan.parameters.add(node.parameters[1], packing: .vector(filters), isSharded: !isWide) : nil
    let step: Step
    if isFirst {
      step = FirstConvolutionStep(input: input, output: output, window: window, kernel: kernel, bias: bias)
    } else if isWide && plan.algorithm == .automatic && ToeplitzStep.suits(window, from: input, to: output) {
      step = ToeplitzStep(input: input, output: output, window: window, kernel: kernel, bias: bias)
    } else if isWide {
      step = WideProductStep(input: input, output: output, window: window, kernel: kernel, bias: bias)
    } else if plan.algorithm == .automatic && WinogradStep.suits(window, from: input, to: output) {
      let previous = plan.last as? ConvolutionStep
      let masksInput = previous.map { $0.hasReLU && !$0.isPooled } ?? false
      previous?.gradientIsMasked = masksInput
      step = WinogradStep(
        input: input, output: output, window: window, kernel: kernel, bias: bias, masksInput: masksInput)
    } else {
      step = ConvolutionStep(input: input, output: output, window: window, kernel: kernel, bias: bias)
    }
    plan.append(step, isTrainable: true)
  }
}
