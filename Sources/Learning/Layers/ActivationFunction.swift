/// What a layer applies to each of its sums before passing them on.
public enum ActivationFunction: Hashable, Sendable {
  /// The sum itself.
  case linear
  /// `max(x, 0)`.
  case relu
  /// `x` where it is positive, `negativeSlope * x` elsewhere.
  case leakyReLU(negativeSlope: Float = 0.2)
  /// `1 / (1 + exp(-x))`.
  case sigmoid
  /// `exp(x) / sum(exp(x))` over the last axis: probabilities. Only a model's last layer may use it.
  case softmax
  case tanh
}

extension ActivationFunction: CustomStringConvertible {
  /// As it is written in code, such as `.relu`.
  public var description: String {
    switch self {
    case .linear: ".linear"
    case .relu: ".relu"
    case .leakyReLU(let slope): ".leakyReLU(negativeSlope: \(slope))"
    case .sigmoid: ".sigmoid"
    case .softmax: ".softmax"
    case .tanh: ".tanh"
    }
  }

  /// As it is said in a diagram, such as "ReLU".
  var spokenName: String {
    switch self {
    case .linear: "linear"
    case .relu: "ReLU"
    case .leakyReLU: "leaky ReLU"
    case .sigmoid: "sigmoid"
    case .softmax: "softmax"
    case .tanh: "tanh"
    }
  }
}

extension ActivationFunction {
  /// What the engine computes for it: nothing where it changes nothing.
  var operations: [any Operation] {
    switch self {
    case .linear: []
    case .relu: [ActivationOperation(function: .relu)]
    case .leakyReLU(let slope): [ActivationOperation(function: .leakyReLU(negativeSlope: slope))]
    case .sigmoid: [ActivationOperation(function: .sigmoid)]
    case .softmax: [ActivationOperation(function: .softmax)]
    case .tanh: [ActivationOperation(function: .tanh)]
    }
  }
}
