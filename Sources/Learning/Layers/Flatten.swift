/// Lays each image out as one row, in row-major order: all channels of the first pixel, then of the second.
///
/// - Input shape: any.
/// - Output shape: `[height * width * channels]`.
///
/// ```swift
/// let model = try Sequential(input: [8, 8, 128], seed: 1) { Flatten() }
/// model.outputShape        // [8192]
/// ```
public struct Flatten: Layer {
  public static let baseName = "flatten"
  public static let kind = LayerSummary.Kind.reshape

  public init() {}

  public var arguments: [LayerArgument] { [] }

  public func lower(onto input: [Int]) throws(ModelError) -> LoweredLayer {
    LoweredLayer([FlattenOperation()])
  }
}
