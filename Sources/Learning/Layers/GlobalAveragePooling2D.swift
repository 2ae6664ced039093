/// Averages each channel over the whole image, which turns images into rows.
///
/// - Input shape: `[height, width, channels]`.
/// - Output shape: `[channels]`.
/// - Errors: a `ModelError` for a flat input.
///
/// ```swift
/// let model = try Sequential(input: [8, 8, 64], seed: 1) { GlobalAveragePooling2D() }
/// model.outputShape        // [64]
/// ```
public struct GlobalAveragePooling2D: Layer {
  public static let baseName = "global_average_pooling2d"
  public static let kind = LayerSummary.Kind.pooling

  public init() {}

  public var arguments: [LayerArgument] { [] }

  public func lower(onto input: [Int]) throws(ModelError) -> LoweredLayer {
    guard input.count == 3 else { throw .needsImageInput(layer: description, input: input) }
    return LoweredLayer([GlobalAverageOperation()])
  }
}
