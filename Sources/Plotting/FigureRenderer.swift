import Figures
import Foundation
import Imaging

/// Draws figures: as SVG for a page, as PNG and PDF for files.
///
/// The same figure gives the same bytes, and any thread may draw.
public struct FigureRenderer: Hashable, Sendable {
  public var theme: Theme
  /// CSS pixels on a wide page.
  public var width: Double
  /// CSS pixels; `nil` leaves it to the figure. Line charts and bar charts heed it, other figures are as high as what
  /// they show.
  public var height: Double?

  public static let defaultWidth = 720.0

  public init(theme: Theme = .standard, width: Double = FigureRenderer.defaultWidth, height: Double? = nil) {
    self.theme = theme
    self.width = width.isFinite ? min(max(width, FigureRenderer.narrowWidth), 4000) : FigureRenderer.defaultWidth
    self.height = height.flatMap { $0.isFinite ? min(max($0, 120), 4000) : nil }
  }

  /// The figure as SVG inside an HTML page that has `FigureStyleSheet.css`.
  ///
  /// There are two `<svg>` elements: one for wide pages, and one laid out for a phone, of which the style sheet shows
  /// the one that fits. They share glyphs and pictures.
  /// - Parameters:
  ///   - idPrefix: begins every id, must differ between the figures of a page; it is repeated often, so keep it short.
  ///   - alternativeText: replaces the figure's own.
  ///   - sheet: holds what the page's figures define together; without one the figure can stand alone.
  public func svg(
    for figure: Figure, idPrefix: String, alternativeText: String? = nil, sharing sheet: FigureSheet = FigureSheet()
  ) throws -> String {
    var writer = SVGWriter(prefix: idPrefix, theme: theme, sheet: sheet)
    let wide = figure.drawing(in: Frame(width: width, height: height))
    let narrow = figure.drawing(in: Frame(width: FigureRenderer.narrowWidth, height: nil))
    return writer.document(
      [(wide, "figure-wide"), (narrow, "figure-narrow")], title: figure.kindName,
      description: alternativeText ?? figure.alternativeText)
  }

  /// The figure as PNG, `scale` pixels a CSS pixel, on the theme's paper.
  public func png(for figure: Figure, scale: Double = 2, appearance: Appearance = .light) throws -> Data {
    try PixelEncoder.png(pixels(for: figure, scale: scale, appearance: appearance))
  }

  /// The figure as a PDF of one page.
  public func pdf(for figure: Figure) throws -> Data {
    let drawing = figure.drawing(in: Frame(width: width, height: height))
    return try Canvas(drawing: drawing, theme: theme, appearance: .light).pdf()
  }

  func pixels(for figure: Figure, scale: Double, appearance: Appearance) throws(PlottingError) -> ImageGrid.Pixels {
    let drawing = figure.drawing(in: Frame(width: width, height: height))
    return try Canvas(drawing: drawing, theme: theme, appearance: appearance).pixels(scale: scale)
  }

  /// The width of what a phone shows, in CSS pixels.
  static let narrowWidth = 360.0
  /// The widest page that shows it.
  static let narrowPage = 720.0
  /// The widest element with `container-type: inline-size` that shows it, such as one of two columns.
  static let narrowContainer = 640.0
}

/// The room that a figure has.
struct Frame: Hashable {
  var width: Double
  /// `nil` leaves it to the figure.
  var height: Double?

  var isNarrow: Bool { width <= 480 }
}

extension Figure {
  /// The figure laid out.
  func drawing(in frame: Frame) -> Drawing {
    switch self {
    case .lineChart(let chart): LineChartLayout(chart: chart, frame: frame).drawing()
    case .barChart(let chart): BarChartLayout(chart: chart, frame: frame).drawing()
    case .confusionMatrix(let chart): ConfusionMatrixLayout(chart: chart, frame: frame).drawing()
    case .imageGrid(let grid): ImageGridLayout(grid: grid, frame: frame).drawing()
    case .modelDiagram(let diagram): ModelDiagramLayout(diagram: diagram, frame: frame).drawing()
    case .scatterChart(let chart): ScatterChartLayout(chart: chart, frame: frame).drawing()
    case .histogram(let chart): HistogramLayout(chart: chart, frame: frame).drawing()
    case .heatmap(let chart): HeatmapLayout(chart: chart, frame: frame).drawing()
    case .calibration(let chart): CalibrationLayout(chart: chart, frame: frame).drawing()
    case .smallMultiples(let figures): SmallMultiplesLayout(multiples: figures, frame: frame).drawing()
    }
  }

  /// What it is, in two words: the title of its SVG.
  var kindName: String { type(of: content).kindName }
}
