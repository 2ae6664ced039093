/// Why a figure could not be written.
public enum PlottingError: Error, Hashable, Sendable, CustomStringConvertible {
  /// More pixels than an image can have.
  case tooLarge(width: Double, height: Double)
  /// What Cairo says of its surface.
  case cairo(String)
  case encoding(String)

  public var description: String {
    switch self {
    case .tooLarge(let width, let height):
      "The figure would be \(FigureSize.text(width)) x \(FigureSize.text(height)) pixels. Choose a smaller scale or fig-width."
    case .cairo(let reason): "Cairo could not draw the figure: \(reason)."
    case .encoding(let reason): "The figure could not be written as PNG: \(reason)."
    }
  }
}

/// Sizes in messages.
enum FigureSize {
  static func text(_ value: Double) -> String {
    PathData.number(value, decimals: 0)
  }
}
