/// What a model needs at the least, held against the machine's memory before any of it is allocated.
///
/// Sizes are counted in double precision: lengths such as `1 << 62` can be written, but not multiplied as integers.
/// What passes can be counted in integers from there on.
struct MemoryBudget {
  /// In bytes.
  private let memory: Int
  /// Of the layers so far, in bytes.
  private var weights = 0.0

  init(memory: Int) { self.memory = memory }

  /// Throws where a layer's output for one image alone is too large.
  ///
  /// - Parameter layer: as written in code.
  func check(output shape: [Int], of layer: String) throws(ModelError) {
    let bytes = 4 * Self.count(shape)
    guard bytes <= Double(memory) else {
      throw .outputTooLarge(layer: layer, shape: shape, bytes: bytes, memory: memory)
    }
  }

  /// Adds a layer's weights; throws where they are too many for a machine that holds those before them.
  ///
  /// - Parameters:
  ///   - layer: as written in code.
  ///   - input: the shape of what it gets.
  mutating func add(_ parameters: [ParameterSpec], of layer: String, on input: [Int]) throws(ModelError) {
    let count = parameters.reduce(0) { $0 + Self.count($1.shape) }
    weights += 4 * count
    guard weights <= Double(memory) else {
      throw .tooManyWeights(layer: layer, input: input, count: count, totalBytes: weights, memory: memory)
    }
  }

  private static func count(_ shape: [Int]) -> Double { shape.reduce(1) { $0 * Double($1) } }
}
