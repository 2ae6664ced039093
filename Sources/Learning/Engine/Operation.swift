/// One thing that the engine can compute: what a layer lowers itself to.
///
/// A layer gives one or two operations (a convolution and its activation); the plan fuses neighbours where that pays. A
/// new operation is one file in `Operations/`: its options here, and `addSteps(to:)`, which says how it is computed.
protocol Operation: Sendable {
  /// The shape of the output for one image.
  ///
  /// - Parameter inputShape: `[height, width, channels]` or `[units]`; already checked by the layer.
  func outputShape(for inputShape: [Int]) -> [Int]

  /// The tensors that the operation keeps, without the layer's name, in a fixed order.
  func parameters(for inputShape: [Int]) -> [ParameterSpec]

  /// Appends the steps that compute the operation, forward and backward, to a plan.
  func addSteps(to plan: PlanBuilder, node: OperationNode)
}

extension Operation {
  func parameters(for inputShape: [Int]) -> [ParameterSpec] { [] }
}

/// The name, Keras layout and role of one tensor that an operation keeps.
struct ParameterSpec: Hashable, Sendable {
  /// Such as `kernel`; within a node, with the layer's name before it: `conv2d_1/kernel`.
  var name: String
  var shape: [Int]
  /// Whether the optimizer changes it.
  var isTrainable = true
}

/// An operation in its place in a model: its input's shape is known.
struct OperationNode: Sendable {
  /// The layer's name, such as `conv2d_1`.
  let layer: String
  let operation: any Operation
  /// `[height, width, channels]` or `[units]`.
  let inputShape: [Int]
  let outputShape: [Int]
  /// With full names, in the operation's order.
  let parameters: [ParameterSpec]

  /// - Parameter name: the layer's name, such as `conv2d_1`; the parameters are called `conv2d_1/kernel` and so on.
  init(name: String, operation: any Operation, inputShape: [Int]) {
    layer = name
    self.operation = operation
    self.inputShape = inputShape
    outputShape = operation.outputShape(for: inputShape)
    parameters = operation.parameters(for: inputShape).map {
      ParameterSpec(name: "\(name)/\($0.name)", shape: $0.shape, isTrainable: $0.isTrainable)
    }
  }

  /// The same within another operation, which has named its parameters.
  init(_ node: OperationNode, parameters: [ParameterSpec]) {
    layer = node.layer
    operation = node.operation
    inputShape = node.inputShape
    outputShape = node.outputShape
    self.parameters = parameters
  }
}

/// How a window of taps moves over an image: all numbers as (vertical, horizontal) pairs.
struct SlidingWindow: Hashable, Sendable {
  var size: [Int]
  var strides: [Int]
  /// Rows and columns of nothing before the first image row and column.
  var paddingBefore: [Int]
  /// Rows and columns of the output.
  var outputSize: [Int]
}
