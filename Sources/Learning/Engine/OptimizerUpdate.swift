/// How one optimizer step changes the weights, with every number resolved for that step.
///
/// `learningRate` is the step's own, any decay already applied. `step` counts from 1. Formulas and order of operations
/// are Keras's.
enum OptimizerUpdate: Hashable, Sendable {
  /// `v = momentum * v - learningRate * g; w += v`, with Nesterov `w += momentum * v - learningRate * g`.
  case sgd(learningRate: Double, momentum: Double, nesterov: Bool)
  /// `m += (g - m)(1 - beta1); v += (g * g - v)(1 - beta2); w -= rate * m / (sqrt(v) + epsilon)`, where
  /// `rate = learningRate * sqrt(1 - beta2^step) / (1 - beta1^step)`. Before that, `w -= w * weightDecay * learningRate`.
  case adam(
    learningRate: Double, beta1: Double, beta2: Double, epsilon: Double, step: Int, weightDecay: Double = 0)
  /// `v = rho * v + (1 - rho) * g * g; i = learningRate * g / sqrt(v + epsilon)`; `w -= i`, or with momentum
  /// `m = momentum * m + i; w -= m`.
  case rmsprop(learningRate: Double, rho: Double, momentum: Double, epsilon: Double)
  /// `m += (g - m)(1 - beta1); u = max(beta2 * u, |g|); w -= learningRate / (1 - beta1^step) * m / (u + epsilon)`.
  case adamax(learningRate: Double, beta1: Double, beta2: Double, epsilon: Double, step: Int)

  /// What the optimizer remembers for each weight, at most two numbers, by name: the slots of `conv2d/kernel` under Adam
  /// are `conv2d/kernel/m` and `conv2d/kernel/v`.
  var slotNames: [String] {
    switch self {
    case .sgd(_, let momentum, _): momentum == 0 ? [] : ["momentum"]
    case .adam: ["m", "v"]
    case .rmsprop(_, _, let momentum, _): momentum == 0 ? ["v"] : ["v", "momentum"]
    case .adamax: ["m", "u"]
    }
  }
}
