/// Connects every input with every output: `activation(x · kernel + bias)`.
///
/// - Input shape: `[units]`; put `Flatten()` before it where images come in.
/// - Output shape: `[units of this layer]`.
/// - Weights: `kernel` `[inputs, units]`, Glorot uniform; `bias` `[units]`, zeros.
/// - Errors: a `ModelError` for fewer than one unit or an input that is not flat.
///
/// ```swift
/// let model = try Sequential(input: [28, 28, 1], seed: 1) { Flatten(); Dense(10, activation: .softmax) }
/// model.summary.parameterCount        // 7850
/// ```
public struct Dense: Layer {
  public static let baseName = "dense"
  public static let kind = LayerSummary.Kind.dense

  let units: Int
  let activation: ActivationFunction
  let useBias: Bool

  public init(_ units: Int, activation: ActivationFunction = .linear, useBias: Bool = true) {
    self.units = units
    self.activation = activation
    self.useBias = useBias
  }

  public var arguments: [LayerArgument] {
    [
      LayerArgument(nil, units),
      LayerArgument("activation", activation, isDefault: activation == .linear),
      LayerArgument("useBias", useBias, isDefault: useBias),
    ]
  }

  public var detail: String {
    "\(units) unit\(units == 1 ? "" : "s")" + (activation == .linear ? "" : ", \(activation.spokenName)")
  }

  public func lower(onto input: [Int]) throws(ModelError) -> LoweredLayer {
    try check("units", units, units >= 1, "at least 1")
    try checkIsFlat(input)
    return LoweredLayer(
      [DenseOperation(units: units, hasBias: useBias)] + activation.operations, initializers: ["kernel": .glorotUniform]
    )
  }
}
