/// Brings each channel to mean 0 and deviation 1 over the batch, then scales and shifts it by learned amounts.
///
/// While training, mean and variance are the batch's own (over images and positions), and moving averages follow them:
/// `moving = momentum * moving + (1 - momentum) * batch`. Evaluating and predicting use the moving averages. Ioffe &
/// Szegedy, "Batch normalization", 2015; the variance is the biased one, as in Keras.
///
/// - Input shape: `[height, width, channels]` or `[units]`.
/// - Output shape: the input's.
/// - Weights: `gamma` (ones), `beta` (zeros); kept, not trained: `moving_mean` (zeros), `moving_variance` (ones); each
///   `[channels]`.
/// - Errors: a `ModelError` for a momentum outside 0..<1 or an epsilon that is not positive.
///
/// ```swift
/// let model = try Sequential(input: [8, 8, 16], seed: 1) { BatchNormalization() }
/// model.summary.parameterCount        // 64
/// ```
public struct BatchNormalization: Layer {
  public static let baseName = "batch_normalization"
  public static let kind = LayerSummary.Kind.normalization

  let momentum: Float
  let epsilon: Float

  public init(momentum: Float = 0.99, epsilon: Float = 0.001) {
    self.momentum = momentum
    self.epsilon = epsilon
  }

  public var arguments: [LayerArgument] {
    [
      LayerArgument("momentum", momentum, isDefault: momentum == 0.99),
      LayerArgument("epsilon", epsilon, isDefault: epsilon == 0.001),
    ]
  }

  public func lower(onto input: [Int]) throws(ModelError) -> LoweredLayer {
    try check("momentum", momentum, momentum >= 0 && momentum < 1, "in 0..<1")
    try check("epsilon", epsilon, epsilon > 0 && epsilon.isFinite, "greater than 0")
    return LoweredLayer(
      [NormalizationOperation(momentum: momentum, epsilon: epsilon)],
      initializers: ["gamma": .ones, "moving_variance": .ones])
  }
}
