/// Multiplies rows by a matrix, plus a bias.
///
/// Parameters: `kernel` `[inputs, units]`, `bias` `[units]`.
struct DenseOperation: Operation {
  var units: Int
  var hasBias: Bool

  func outputShape(for inputShape: [Int]) -> [Int] { [units] }

  func parameters(for inputShape: [Int]) -> [ParameterSpec] {
    let kernel = ParameterSpec(name: "kernel", shape: [inputShape[0], units])
    return hasBias ? [kernel, ParameterSpec(name: "bias", shape: [units])] : [kernel]
  }

  func addSteps(to plan: PlanBuilder, node: OperationNode) {
    // A flattened image keeps its layout: the matrix is a convolution's kernel, as large as the image.
    let input = plan.current
    let window = SlidingWindow(
      size: [input.height, input.width], strides: [1, 1], paddingBefore: [0, 0], outputSize: [1, 1])
    let kernel = plan.parameters.add(
      node.parameters[0],
      packing: .kernel(taps: input.height * input.width, depth: input.channels, outputs: units), isSharded: false)
    let bias = hasBias ? plan.parameters.add(node.parameters[1], packing: .vector(units), isSharded: false) : nil
    let output = plan.makeMap(height: 1, width: 1, channels: units)
    plan.append(
      WideProductStep(input: input, output: output, window: window, kernel: kernel, bias: bias), isTrainable: true)
  }
}
