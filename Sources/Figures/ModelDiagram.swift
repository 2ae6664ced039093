/// A net as a chain of layers with the shape that leaves each.
public struct ModelDiagram: FigureContent {
  public struct Layer: Hashable, Codable, Sendable {
    /// What kind of layer it is, which decides its colour.
    public enum Kind: String, Hashable, Codable, Sendable {
      case input, convolution, pooling, dense, dropout, normalization, activation, reshape
    }

    public var kind: Kind
    /// Such as "Conv2D".
    public var title: String
    /// Such as "3×3, 32 filters, ReLU".
    public var detail: String
    /// `[height, width, channels]` or `[units]`.
    public var outputShape: [Int]
    public var parameterCount: Int

    public init(kind: Kind, title: String, detail: String, outputShape: [Int], parameterCount: Int) {
      self.kind = kind
      self.title = title
      self.detail = detail
      self.outputShape = outputShape
      self.parameterCount = parameterCount
    }
  }

  public var layers: [Layer]
  public var presentation: FigurePresentation?

  public init(layers: [Layer]) {
    self.layers = layers
  }

  /// Of all layers together.
  public var parameterCount: Int {
    layers.reduce(0) { $0.addingReportingOverflow($1.parameterCount).partialValue }
  }

  public static let kindName = "Network diagram"
  public var figure: Figure { .modelDiagram(self) }
}
