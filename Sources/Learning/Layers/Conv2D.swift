/// Applies a 2-D convolution to a batch of images.
///
/// Each output pixel is, per filter, the sum of the products of a window of the input with the filter's kernel, plus a
/// bias, through the activation function. (What the field calls convolution is cross-correlation: kernels are not
/// flipped.)
///
/// - Input shape: `[height, width, channels]`.
/// - Output shape: `[height', width', filters]`; with `strides` 1, `height' = height` for `same` padding and
///   `height - kernel height + 1` for `valid`.
/// - Weights: `kernel` `[kernel height, kernel width, channels, filters]`, Glorot uniform; `bias` `[filters]`, zeros.
/// - Errors: a `ModelError` for a count below 1, a flat input, or a kernel larger than an unpadded image.
///
/// ```swift
/// let model = try Sequential(input: [32, 32, 3], seed: 1) { Conv2D(filters: 16, kernelSize: 3, activation: .relu) }
/// model.outputShape        // [30, 30, 16]
/// ```
public struct Conv2D: Layer {
  public static let baseName = "conv2d"
  public static let kind = LayerSummary.Kind.convolution

  let filters: Int
  let window: Window
  let activation: ActivationFunction
  let useBias: Bool

  /// Makes a layer with square kernels.
  public init(
    filters: Int, kernelSize: Int, strides: Int = 1, padding: Padding = .valid,
    activation: ActivationFunction = .linear,
    useBias: Bool = true
  ) {
    self.init(
      filters: filters, kernelSize: (kernelSize, kernelSize), strides: (strides, strides), padding: padding,
      activation: activation, useBias: useBias)
  }

  /// Makes a layer whose kernels and steps are given as (vertical, horizontal).
  public init(
    filters: Int, kernelSize: (Int, Int), strides: (Int, Int) = (1, 1), padding: Padding = .valid,
    activation: ActivationFunction = .linear, useBias: Bool = true
  ) {
    self.filters = filters
    window = Window(size: [kernelSize.0, kernelSize.1], strides: [strides.0, strides.1], padding: padding)
    self.activation = activation
    self.useBias = useBias
  }

  public var arguments: [LayerArgument] {
    [
      LayerArgument("filters", filters),
      LayerArgument("kernelSize", Window.text(window.size)),
      LayerArgument("strides", Window.text(window.strides), isDefault: window.strides == [1, 1]),
      LayerArgument("padding", window.padding, isDefault: window.padding == .valid),
      LayerArgument("activation", activation, isDefault: activation == .linear),
      LayerArgument("useBias", useBias, isDefault: useBias),
    ]
  }

  public var detail: String {
    var parts = ["\(window.size[0])×\(window.size[1])", "\(filters) filters"]
    if window.strides != [1, 1] { parts.append("stride \(Window.text(window.strides))") }
    if activation != .linear { parts.append(activation.spokenName) }
    return parts.joined(separator: ", ")
  }

  public func lower(onto input: [Int]) throws(ModelError) -> LoweredLayer {
    try check("filters", filters, filters >= 1, "at least 1")
    let slidingWindow = try window.placed(on: input, layer: description, windowName: "kernelSize")
    return LoweredLayer(
      [ConvolutionOperation(filters: filters, window: slidingWindow, hasBias: useBias)] + activation.operations,
      initializers: ["kernel": .glorotUniform])
  }
}
