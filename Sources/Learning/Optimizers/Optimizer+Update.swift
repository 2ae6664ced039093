extension Optimizer {
  /// What the engine is to do in one step.
  ///
  /// - Parameters:
  ///   - step: 0-based, counted over all epochs.
  ///   - factor: what a schedule multiplies the learning rate by.
  func update(step: Int, factor: Double = 1) -> OptimizerUpdate {
    let rate = learningRate(at: step) * factor
    switch self {
    case .sgd(_, let momentum, let nesterov, let weightDecay):
      return .sgd(learningRate: rate, momentum: momentum, nesterov: nesterov, weightDecay: weightDecay)
    case .adam(_, let beta1, let beta2, let epsilon, _):
      return .adam(learningRate: rate, beta1: beta1, beta2: beta2, epsilon: epsilon, step: step + 1)
    case .adamW(_, let beta1, let beta2, let epsilon, let weightDecay):
      return .adam(
        learningRate: rate, beta1: beta1, beta2: beta2, epsilon: epsilon, step: step + 1, weightDecay: weightDecay)
    case .rmsprop(_, let rho, let momentum, let epsilon):
      return .rmsprop(learningRate: rate, rho: rho, momentum: momentum, epsilon: epsilon)
    case .adamax(_, let beta1, let beta2, let epsilon):
      return .adamax(learningRate: rate, beta1: beta1, beta2: beta2, epsilon: epsilon, step: step + 1)
    }
  }
}
