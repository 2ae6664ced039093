internal import Plotting

extension FigureDrawing {
  /// The project's own drawings.
  static let plotting = FigureDrawing(
    svg: { request in
      let renderer = FigureRenderer(width: request.width ?? FigureRenderer.defaultWidth, height: request.height)
      return try renderer.svg(
        for: request.figure, idPrefix: request.identifierPrefix, alternativeText: request.alternativeText)
    },
    styleSheet: FigureStyleSheet.css)
}
