/// Adds a branch of operations to its own input.
///
/// Parameters: the branch's, named after its layers, `conv2d/kernel`; then `projection/kernel`, where there is one.
struct ResidualOperation: Operation {
  /// None where no layer of the branch has anything to do, such as `Activation(.linear)`.
  let branch: [OperationNode]
  /// Gives the input the branch's shape, where that is another.
  let projection: ConvolutionOperation?

  func outputShape(for inputShape: [Int]) -> [Int] { branch.last?.outputShape ?? inputShape }

  func parameters(for inputShape: [Int]) -> [ParameterSpec] {
    branch.flatMap(\.parameters) + (projectionNode(inputShape)?.parameters ?? [])
  }

  func addSteps(to plan: PlanBuilder, node: OperationNode) {
    let input = plan.current
    let fork = ForkStep(
      input: input, output: plan.makeMap(height: input.height, width: input.width, channels: input.channels))
    plan.append(fork)
    // The parameters' full names, in the order of `parameters(for:)`.
    var rest = node.parameters[...]
    func named(_ part: OperationNode) -> OperationNode {
      defer { rest = rest.dropFirst(part.parameters.count) }
      return OperationNode(part, parameters: Array(rest.prefix(part.parameters.count)))
    }
    for part in branch { part.operation.addSteps(to: plan, node: named(part)) }
    let end = plan.current
    var shortcut = input
    if let part = projectionNode(node.inputShape) {
      plan.goOn(from: input)
      part.operation.addSteps(to: plan, node: named(part))
      shortcut = plan.current
      plan.goOn(from: end)
    }
    let output = plan.makeMap(height: end.height, width: end.width, channels: end.channels)
    plan.append(AddStep(input: end, shortcut: shortcut, output: output), isTrainable: shortcut.needsGradient)
  }

  /// Multiplications with an addition that one image costs, forward.
  func multiplyAdds(for inputShape: [Int]) -> Int {
    (branch + [projectionNode(inputShape)].compactMap(\.self)).reduce(0) { $0 + $1.multiplyAdds }
  }

  func projectionNode(_ inputShape: [Int]) -> OperationNode? {
    projection.map { OperationNode(name: "projection", operation: $0, inputShape: inputShape) }
  }
}
