/// Shrinks images to the largest value of each window, channel by channel.
///
/// Padding never wins: windows that reach over the border see only the part inside. The gradient goes to the largest
/// value; among equal ones to the first, row by row.
///
/// - Input shape: `[height, width, channels]`.
/// - Output shape: `[height', width', channels]`; with `valid` padding, `height' = (height - pool height) / stride + 1`,
///   rounded down: what is left over at the end is dropped.
/// - Errors: a `ModelError` for a size below 1, a flat input, a window larger than an unpadded image, or one of more
///   than 65,535 places.
///
/// ```swift
/// let model = try Sequential(input: [32, 32, 3], seed: 1) { MaxPooling2D(2) }
/// model.outputShape        // [16, 16, 3]
/// ```
public struct MaxPooling2D: Layer {
  public static let baseName = "max_pooling2d"
  public static let kind = LayerSummary.Kind.pooling

  let window: Window

  /// Makes a layer with square windows that lie side by side where `strides` is left out.
  public init(_ poolSize: Int = 2, strides: Int? = nil, padding: Padding = .valid) {
    self.init((poolSize, poolSize), strides: strides.map { ($0, $0) }, padding: padding)
  }

  /// Makes a layer whose windows and steps are given as (vertical, horizontal).
  public init(_ poolSize: (Int, Int), strides: (Int, Int)? = nil, padding: Padding = .valid) {
    let strides = strides ?? poolSize
    window = Window(size: [poolSize.0, poolSize.1], strides: [strides.0, strides.1], padding: padding)
  }

  public var arguments: [LayerArgument] {
    [
      LayerArgument(nil, Window.text(window.size)),
      LayerArgument("strides", Window.text(window.strides), isDefault: window.strides == window.size),
      LayerArgument("padding", window.padding, isDefault: window.padding == .valid),
    ]
  }

  public var detail: String {
    let size = "\(window.size[0])×\(window.size[1])"
    return window.strides == window.size ? size : "\(size), stride \(Window.text(window.strides))"
  }

  public func lower(onto input: [Int]) throws(ModelError) -> LoweredLayer {
    let area = window.size[0].multipliedReportingOverflow(by: window.size[1])
    // The engine notes in 16 bits which place of a window won, and keeps one value for nobody.
    try check(
      "poolSize", Window.text(window.size), !area.overflow && area.partialValue <= 65_535,
      "at most 65535 places in all, such as 255 by 255")
    let slidingWindow = try window.placed(on: input, layer: description, windowName: "poolSize")
    return LoweredLayer([PoolingOperation(kind: .maximum, window: slidingWindow)])
  }
}
