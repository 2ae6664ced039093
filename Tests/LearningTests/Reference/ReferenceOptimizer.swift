import Foundation

@testable import Learning

/// The optimizers' published formulas, number by number.
struct ReferenceOptimizer<Scalar: BinaryFloatingPoint> {
  let optimizer: Optimizer
  private var step = 0
  private var first: [[Scalar]]
  private var second: [[Scalar]]

  /// - Parameter sizes: how many numbers each parameter has.
  init(_ optimizer: Optimizer, sizes: [Int]) {
    self.optimizer = optimizer
    first = sizes.map { Array(repeating: 0, count: $0) }
    second = first
  }

  /// Changes `parameters` by one step; parameters without a gradient stay.
  mutating func update(_ parameters: inout [[Scalar]], gradients: [[Scalar]]) {
    let rate = Scalar(optimizer.learningRate(at: step))
    step += 1
    for p in parameters.indices {
      for i in gradients[p].indices {
        parameters[p][i] += change(of: parameters[p][i], gradient: gradients[p][i], rate, &first[p][i], &second[p][i])
      }
    }
  }

  private func change(
    of weight: Scalar, gradient g: Scalar, _ rate: Scalar, _ first: inout Scalar, _ second: inout Scalar
  ) -> Scalar {
    switch optimizer {
    case .sgd(_, let momentum, let nesterov, let weightDecay):
      first = Scalar(momentum) * first - rate * g
      return (nesterov ? Scalar(momentum) * first - rate * g : first) - weight * Scalar(weightDecay) * rate
    case .adam(_, let beta1, let beta2, let epsilon, _):
      return adam(g, rate, beta1, beta2, epsilon, &first, &second)
    case .adamW(_, let beta1, let beta2, let epsilon, let weightDecay):
      return adam(g, rate, beta1, beta2, epsilon, &first, &second) - weight * Scalar(weightDecay) * rate
    case .rmsprop(_, let rho, let momentum, let epsilon):
      second = Scalar(rho) * second + Scalar(1 - rho) * g * g
      first = Scalar(momentum) * first + rate * g / (second + Scalar(epsilon)).squareRoot()
      return -first
    case .adamax(_, let beta1, let beta2, let epsilon):
      first = Scalar(beta1) * first + Scalar(1 - beta1) * g
      second = max(Scalar(beta2) * second, abs(g))
      return -rate / Scalar(1 - pow(beta1, Double(step))) * first / (second + Scalar(epsilon))
    }
  }

  private func adam(
    _ g: Scalar, _ rate: Scalar, _ beta1: Double, _ beta2: Double, _ epsilon: Double, _ first: inout Scalar,
    _ second: inout Scalar
  ) -> Scalar {
    first = Scalar(beta1) * first + Scalar(1 - beta1) * g
    second = Scalar(beta2) * second + Scalar(1 - beta2) * g * g
    let corrected = rate * Scalar((1 - pow(beta2, Double(step))).squareRoot() / (1 - pow(beta1, Double(step))))
    return -corrected * first / (second.squareRoot() + Scalar(epsilon))
  }
}
