internal import Plotting

extension FigureDrawing {
  /// The project's own drawings.
  static let plotting = FigureDrawing(
    beginPage: {
      let sheet = FigureSheet()
      return { request in
        let renderer = FigureRenderer(width: request.width ?? FigureRenderer.defaultWidth, height: request.height)
        return try renderer.svg(
          for: request.figure, idPrefix: request.identifierPrefix, alternativeText: request.alternativeText,
          sharing: sheet)
      }
    },
    styleSheet: FigureStyleSheet.css)
}
