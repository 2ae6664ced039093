extension OperationNode {
  /// Multiplications with an addition that one image costs, forward; element-wise work is not counted.
  var multiplyAdds: Int {
    switch operation {
    case let convolution as ConvolutionOperation:
      outputShape.reduce(1, *) * convolution.window.size.reduce(1, *) * inputShape[inputShape.count - 1]
    case is DenseOperation: outputShape.reduce(1, *) * inputShape.reduce(1, *)
    case let residual as ResidualOperation: residual.multiplyAdds(for: inputShape)
    default: 0
    }
  }
}

extension LayerSummary {
  /// Bytes of what leaves the layer for one image, as 32-bit floats.
  public var outputByteCount: Int { 4 * outputShape.reduce(1, *) }
}

extension ModelSummary {
  /// Multiplications with an addition that one image costs, forward.
  public var multiplyAdds: Int { layers.reduce(0) { $0 + $1.multiplyAdds } }

  /// Bytes of all layers' outputs for one image, as 32-bit floats.
  public var outputByteCount: Int { layers.reduce(0) { $0 + $1.outputByteCount } }

  /// Bytes of all numbers that the model holds, as 32-bit floats.
  public var parameterByteCount: Int { 4 * parameterCount }
}
