/// Batch normalization over the last axis.
///
/// Parameters: `gamma`, `beta`, and not trained: `moving_mean`, `moving_variance`; each `[channels]`.
struct NormalizationOperation: Operation {
  var momentum: Float
  var epsilon: Float

  func outputShape(for inputShape: [Int]) -> [Int] { inputShape }

  func parameters(for inputShape: [Int]) -> [ParameterSpec] {
    let shape = [inputShape[inputShape.count - 1]]
    return [
      ParameterSpec(name: "gamma", shape: shape),
      ParameterSpec(name: "beta", shape: shape),
      ParameterSpec(name: "moving_mean", shape: shape, isTrainable: false),
      ParameterSpec(name: "moving_variance", shape: shape, isTrainable: false),
    ]
  }

  func addSteps(to plan: PlanBuilder, node: OperationNode) {
    // A flattened image has as many channels as numbers.
    if node.inputShape.count == 1 { plan.flattenInMemory() }
    let input = plan.current
    let parameters = node.parameters.map {
      plan.parameters.add($0, packing: .vector(input.channels), isSharded: false)
    }
    let output = plan.makeMap(height: input.height, width: input.width, channels: input.channels)
    let statistics = BatchStatistics(of: input, operation: self, parameters: parameters)
    plan.append(NormalizationSumsStep(input: input, normalized: output, statistics: statistics))
    plan.append(NormalizationStatisticsStep(input: input, statistics: statistics))
    plan.append(NormalizationStep(input: input, output: output, statistics: statistics), isTrainable: true)
  }
}
