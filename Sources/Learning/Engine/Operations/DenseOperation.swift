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
  }
}
