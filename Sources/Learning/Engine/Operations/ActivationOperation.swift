/// Applies a function to every value; softmax to every row of channels.
struct ActivationOperation: Operation {
  enum Function: Hashable, Sendable {
    case linear
    case relu
    case leakyReLU(negativeSlope: Float)
    case sigmoid
    case softmax
    case tanh
  }

  var function: Function

  func outputShape(for inputShape: [Int]) -> [Int] { inputShape }

  func addSteps(to plan: PlanBuilder, node: OperationNode) {
    switch function {
    case .linear: return
    case .softmax:
      if node.inputShape.count == 1 { plan.flattenInMemory() }
      let input = plan.current
      let output = plan.makeMap(height: input.height, width: input.width, channels: input.channels)
      plan.append(SoftmaxStep(input: input, output: output))
    case .relu:
      if !plan.last.fuseReLU() { appendElementwise(to: plan, keepsSign: true) }
    case .leakyReLU(let slope) where slope < 0:
      let input = plan.current
      let output = plan.makeMap(height: input.height, width: input.width, channels: input.channels)
      plan.append(ActivationStep(input: input, output: output, function: function))
    case .leakyReLU, .tanh: appendElementwise(to: plan, keepsSign: true)
    case .sigmoid: appendElementwise(to: plan, keepsSign: false)
    }
  }

  private func appendElementwise(to plan: PlanBuilder, keepsSign: Bool) {
    let output = plan.mapForElementwise(keepsSign: keepsSign)
    plan.append(ActivationStep(input: plan.current, output: output, function: function))
  }
}
