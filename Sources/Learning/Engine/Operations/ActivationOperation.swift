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
  }
}
