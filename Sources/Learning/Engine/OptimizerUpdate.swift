internal import CKernels

/// How one optimizer step changes the weights, with every number resolved for that step.
///
/// `learningRate` is the step's own, any decay already applied. `step` counts from 1. Formulas and order of operations
/// are Keras's.
enum OptimizerUpdate: Hashable, Sendable {
  /// `v = momentum * v - learningRate * g; w += v`, with Nesterov `w += momentum * v - learningRate * g`. Before that,
  /// `w -= w * weightDecay * learningRate`.
  case sgd(learningRate: Double, momentum: Double, nesterov: Bool, weightDecay: Double = 0)
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
    case .sgd(_, let momentum, _, _): momentum == 0 ? [] : ["momentum"]
    case .adam: ["m", "v"]
    case .rmsprop(_, _, let momentum, _): momentum == 0 ? ["v"] : ["v", "momentum"]
    case .adamax: ["m", "u"]
    }
  }

  /// The numbers as the kernel wants them.
  var resolved: ck_update {
    switch self {
    case .sgd(let rate, let momentum, let nesterov, let weightDecay):
      let kind = momentum == 0 ? CK_SGD : nesterov ? CK_NESTEROV : CK_MOMENTUM
      return ck_update(
        kind: kind, rate: Float(rate), a: Float(momentum), b: 0, epsilon: 0, decay: Float(weightDecay * rate))
    case .adam(let rate, let beta1, let beta2, let epsilon, let step, let weightDecay):
      let corrected = rate * (1 - ExactMath.power(beta2, step)).squareRoot() / (1 - ExactMath.power(beta1, step))
      return ck_update(
        kind: CK_ADAM, rate: Float(corrected), a: Float(1 - beta1), b: Float(1 - beta2), epsilon: Float(epsilon),
        decay: Float(weightDecay * rate))
    case .rmsprop(let rate, let rho, let momentum, let epsilon):
      return ck_update(
        kind: momentum == 0 ? CK_RMSPROP : CK_RMSPROP_MOMENTUM, rate: Float(rate), a: Float(momentum), b: Float(rho),
        epsilon: Float(epsilon), decay: 0)
    case .adamax(let rate, let beta1, let beta2, let epsilon, let step):
      return ck_update(
        kind: CK_ADAMAX, rate: Float(rate / (1 - ExactMath.power(beta1, step))), a: Float(1 - beta1), b: Float(beta2),
        epsilon: Float(epsilon), decay: 0)
    }
  }
}
