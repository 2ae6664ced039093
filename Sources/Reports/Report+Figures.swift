public import Figures
internal import Notebooks

extension Report {
  /// A figure as the page numbers it.
  public struct NumberedFigure: Hashable, Sendable {
    /// Its identifier in the page: the cell's label, or `figure-2`.
    public let identifier: String
    public let figure: Figure
    /// CSS pixels; `nil` leaves them to the drawing.
    public let width, height: Double?
  }

  /// The page's figures, in order.
  public var figures: [NumberedFigure] {
    var identifiers = Identifiers()
    _ = Outline(notebook: notebook, identifiers: &identifiers)
    return CellPlan(notebook: notebook, record: record, identifiers: &identifiers).cells.flatMap { shown in
      shown.outputs.compactMap { output in
        guard case .figure(let figure, let caption) = output else { return nil }
        let options = shown.cell.options
        return NumberedFigure(
          identifier: caption.identifier, figure: figure, width: options.figureWidth ?? figure.presentation.width,
          height: options.figureHeight ?? figure.presentation.height)
      }
    }
  }
}
