/// One layer of a model, as a table or a diagram shows it.
public struct LayerSummary: Hashable, Codable, Sendable {
  /// What kind of layer it is.
  public enum Kind: String, Hashable, Codable, Sendable {
    case convolution, pooling, dense, dropout, normalization, activation, reshape
  }

  /// Unique in the model, such as `conv2d_1`.
  public let name: String
  public let kind: Kind
  /// Such as "Conv2D".
  public let title: String
  /// Such as "3×3, 32 filters, ReLU"; may be empty.
  public let detail: String
  /// `[height, width, channels]` or `[units]`.
  public let outputShape: [Int]
  /// How many numbers it holds, trained or kept.
  public let parameterCount: Int
  /// Multiplications with an addition that one image costs, forward.
  public let multiplyAdds: Int
}
