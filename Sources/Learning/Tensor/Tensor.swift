/// A dense array of floats with a shape, in row-major order.
public struct Tensor: Hashable, Codable, Sendable {
  /// The length of each axis, outermost first; `[]` is a scalar.
  public let shape: [Int]
  /// The elements, last axis fastest.
  public var scalars: [Float]

  /// Makes a tensor of `shape` from its elements.
  ///
  /// `scalars` must hold exactly as many elements as the shape spans.
  public init(shape: [Int], scalars: [Float]) {
    precondition(scalars.count == shape.reduce(1, *), "\(scalars.count) scalars do not fill the shape \(shape)")
    self.shape = shape
    self.scalars = scalars
  }

  /// Makes a tensor of `shape` that holds `value` everywhere.
  public init(shape: [Int], repeating value: Float) {
    self.init(shape: shape, scalars: Array(repeating: value, count: shape.reduce(1, *)))
  }
}

/// A tensor with the name under which a model, a checkpoint or an optimizer knows it, such as `conv2d_1/kernel`.
public struct NamedTensor: Hashable, Codable, Sendable {
  public let name: String
  public var tensor: Tensor

  public init(name: String, tensor: Tensor) {
    self.name = name
    self.tensor = tensor
  }
}
