/// What an author says of one figure beside its data: words and a size of its own.
///
/// Options of the cell (`fig-cap`, `fig-alt`, `fig-width`, `fig-height`) have the last word.
public struct FigurePresentation: Hashable, Codable, Sendable {
  public var caption: String?
  /// In place of the description that the data writes.
  public var alternativeText: String?
  /// CSS pixels on a wide page.
  public var width, height: Double?
  /// Whether it shows times or rates, which differ from run to run.
  public var isVolatile: Bool?

  public init(
    caption: String? = nil, alternativeText: String? = nil, width: Double? = nil, height: Double? = nil,
    isVolatile: Bool? = nil
  ) {
    self.caption = caption
    self.alternativeText = alternativeText
    self.width = width
    self.height = height
    self.isVolatile = isVolatile
  }
}

extension FigureContent {
  /// The sentence under the figure.
  public func caption(_ text: String) -> Self {
    presented { $0.caption = text }
  }

  /// What a reader who cannot see the figure is told, in place of the description that its data writes.
  public func accessibilityLabel(_ text: String) -> Self {
    presented { $0.alternativeText = text }
  }

  /// The size in CSS pixels on a wide page; `nil` leaves a side to the figure.
  public func frame(width: Double? = nil, height: Double? = nil) -> Self {
    presented {
      $0.width = width ?? $0.width
      $0.height = height ?? $0.height
    }
  }

  /// Marks the figure as one of times or rates, which a reproducible report leaves out.
  public func volatile() -> Self {
    presented { $0.isVolatile = true }
  }

  private func presented(_ change: (inout FigurePresentation) -> Void) -> Self {
    var result = self
    var presentation = result.presentation ?? FigurePresentation()
    change(&presentation)
    result.presentation = presentation
    return result
  }
}
