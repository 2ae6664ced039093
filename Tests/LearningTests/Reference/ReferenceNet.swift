import Foundation

@testable import Learning

/// A model computed naively, in the precision of `Scalar`: forward, loss, gradients and training steps.
struct ReferenceNet<Scalar: BinaryFloatingPoint> {
  private var operations: [any ReferenceOperation<Scalar>] = []
  private var optimizer: ReferenceOptimizer<Scalar>?

  /// The operations of `model` with its weights, softmax included.
  init(_ model: Sequential) {
    let weights = Dictionary(
      uniqueKeysWithValues: model.weights.map { ($0.name, $0.tensor.scalars.map { Scalar($0) }) })
    var dropouts = 0
    self.init(model.chain.nodes.map { ($0, $0.parameters.map { weights[$0.name]! }) }, dropouts: &dropouts)
  }

  /// Nodes with their parameters; `dropouts` counts the dropout operations before them.
  init(_ nodes: [(node: OperationNode, parameters: [[Scalar]])], dropouts: inout Int) {
    for (node, parameters) in nodes {
      switch node.operation {
      case let it as ResidualOperation:
        operations.append(ReferenceResidual(it, node: node, parameters: parameters, dropouts: &dropouts))
      case let it as ConvolutionOperation:
        operations.append(ReferenceConvolution(window: it.window, filters: it.filters, parameters: parameters))
      case let it as DenseOperation:
        operations.append(ReferenceDense(units: it.units, parameters: parameters))
      case let it as PoolingOperation:
        operations.append(ReferencePooling(kind: it.kind, window: it.window))
      case is GlobalAverageOperation:
        operations.append(ReferenceGlobalAverage())
      case is FlattenOperation:
        operations.append(ReferenceFlatten())
      case let it as NormalizationOperation:
        operations.append(
          ReferenceNormalization(
            momentum: Scalar(it.momentum), epsilon: Scalar(it.epsilon), parameters: parameters))
      case let it as DropoutOperation:
        operations.append(ReferenceDropout(rate: it.rate, ordinal: dropouts))
        dropouts += 1
      case let it as ActivationOperation:
        operations.append(ReferenceActivation(function: it.function.asWritten))
      default:
        preconditionFailure("no reference for \(node.operation)")
      }
    }
  }

  /// Every parameter, flat, in the order of the model's weights.
  var parameters: [[Scalar]] {
    get { operations.flatMap { $0.parameters } }
    set {
      var rest = newValue[...]
      for place in operations.indices {
        let count = operations[place].parameters.count
        operations[place].parameters = Array(rest.prefix(count))
        rest = rest.dropFirst(count)
      }
    }
  }

  /// One for each of `parameters`; empty for those that are not trained.
  var gradients: [[Scalar]] { operations.flatMap { $0.gradients } }

  mutating func forward(_ images: Volume<Scalar>, pass: ReferencePass = .inference) -> Volume<Scalar> {
    var volume = images
    for place in operations.indices { volume = operations[place].forward(volume, pass: pass) }
    return volume
  }

  /// The batch's summed cross-entropy; leaves the gradients of its mean.
  mutating func loss(_ images: Volume<Scalar>, labels: [Int], pass: ReferencePass) -> Double {
    let probabilities = forward(images, pass: pass)
    let classes = probabilities.channels
    var gradient = probabilities.zeros
    var sum = 0.0
    for (n, label) in labels.enumerated() {
      let probability = probabilities.scalars[n * classes + label]
      sum -= Foundation.log(Double(probability))
      gradient.scalars[n * classes + label] = -1 / probability / Scalar(labels.count)
    }
    _ = backward(gradient)
    return sum
  }

  /// Takes the gradient of the output, leaves those of the parameters and returns that of the input.
  mutating func backward(_ gradient: Volume<Scalar>) -> Volume<Scalar> {
    var gradient = gradient
    for place in operations.indices.reversed() { gradient = operations[place].backward(gradient) }
    return gradient
  }

  /// One training step as the engine's `trainStep`; returns the summed loss before it.
  mutating func train(
    _ images: Volume<Scalar>, labels: [Int], optimizer: Optimizer, pass: ReferencePass
  ) -> Double {
    let sum = loss(images, labels: labels, pass: pass)
    var updated = parameters
    var update = self.optimizer ?? ReferenceOptimizer(optimizer, sizes: updated.map(\.count))
    update.update(&updated, gradients: gradients)
    self.optimizer = update
    parameters = updated
    return sum
  }
}

extension ActivationOperation.Function {
  fileprivate var asWritten: ActivationFunction {
    switch self {
    case .linear: .linear
    case .relu: .relu
    case .leakyReLU(let slope): .leakyReLU(negativeSlope: slope)
    case .sigmoid: .sigmoid
    case .softmax: .softmax
    case .tanh: .tanh
    }
  }
}
