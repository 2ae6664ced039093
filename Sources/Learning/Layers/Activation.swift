/// Applies an activation function to every value.
///
/// - Input shape: any; flat for softmax.
/// - Output shape: the input's.
///
/// ```swift
/// Conv2D(filters: 32, kernelSize: 3, useBias: false)
/// BatchNormalization()
/// Activation(.relu)
/// ```
public struct Activation: Layer {
  public static let baseName = "activation"
  public static let kind = LayerSummary.Kind.activation

  let function: ActivationFunction

  public init(_ function: ActivationFunction) {
    self.function = function
  }

  public var arguments: [LayerArgument] { [LayerArgument(nil, function)] }

  public var detail: String { function.spokenName }

  public func lower(onto input: [Int]) throws(ModelError) -> LoweredLayer {
    LoweredLayer(function.operations)
  }
}
