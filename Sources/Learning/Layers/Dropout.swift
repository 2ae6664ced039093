/// Sets a random share of the values to zero while training, against overfitting.
///
/// The values that stay are scaled by `1 / (1 - rate)`, so that their sum is expected to be the same; evaluating and
/// predicting leave all values as they are. Which values fall is a function of the model's seed, the epoch, the image's
/// place in the data and the value's place in the image. Srivastava et al., "Dropout", 2014.
///
/// - Input shape: any.
/// - Output shape: the input's.
/// - Errors: a `ModelError` for a rate outside 0..<1.
///
/// ```swift
/// Dropout(0.25)        // a quarter of the values falls
/// ```
public struct Dropout: Layer {
  public static let baseName = "dropout"
  public static let kind = LayerSummary.Kind.dropout

  let rate: Double

  public init(_ rate: Double) {
    self.rate = rate
  }

  public var arguments: [LayerArgument] { [LayerArgument(nil, rate)] }

  public var detail: String { "rate \(rate)" }

  public func lower(onto input: [Int]) throws(ModelError) -> LoweredLayer {
    try check("rate", rate, rate >= 0 && rate < 1, "in 0..<1")
    return LoweredLayer([DropoutOperation(rate: Float(rate))])
  }
}
