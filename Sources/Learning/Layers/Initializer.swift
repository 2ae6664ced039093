/// What a weight is before training.
enum Initializer: Hashable, Sendable {
  case zeros
  case ones
  /// Uniform within plus or minus `sqrt(6 / (fanIn + fanOut))`: Glorot & Bengio, "Understanding the difficulty of
  /// training deep feedforward neural networks", 2010. As in Keras the fans are the last two lengths of the kernel's
  /// shape, each times its window's area.
  case glorotUniform

  /// A tensor of `shape` whose random elements come from `stream`, in row-major order.
  func tensor(shape: [Int], from stream: RandomStream) -> Tensor {
    switch self {
    case .zeros:
      return Tensor(shape: shape, repeating: 0)
    case .ones:
      return Tensor(shape: shape, repeating: 1)
    case .glorotUniform:
      let area = shape.dropLast(2).reduce(1, *)
      let (fanIn, fanOut) = (area * shape[shape.count - 2], area * shape[shape.count - 1])
      // Square root and quotient are exactly rounded everywhere, so every machine draws the same weights.
      let limit = Float((6 / Double(fanIn + fanOut)).squareRoot())
      return Tensor(shape: shape, scalars: stream.uniform(count: shape.reduce(1, *), limit: limit))
    }
  }
}
