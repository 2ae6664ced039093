internal import Figures

/// Draws figures as inline SVG: closures, so that a page can be tested without a drawing library.
struct FigureDrawing: Sendable {
  struct Request {
    let figure: Figure
    /// Begins every `id` within the drawing.
    let identifierPrefix: String
    /// Says what the figure shows to those who do not see it.
    let alternativeText: String
    /// CSS pixels; `nil` leaves them to the drawing.
    let width, height: Double?
  }

  /// Begins a page, whose figures share what repeats; to be called for each figure, in the order of the page.
  let beginPage: @Sendable () -> (Request) throws -> String
  /// The rules of the drawings' classes.
  let styleSheet: String
}
