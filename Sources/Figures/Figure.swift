/// A figure as data: small, Codable, drawn only when a report is rendered.
///
/// A new kind is a case here and in `content`, its data in a file of its own, and a layout in `Plotting`.
public enum Figure: Hashable, Codable, Sendable {
  case lineChart(LineChart)
  case barChart(BarChart)
  case confusionMatrix(ConfusionMatrixChart)
  case imageGrid(ImageGrid)
  case modelDiagram(ModelDiagram)
  case scatterChart(ScatterChart)
  case histogram(Histogram)
  case heatmap(Heatmap)
  case calibration(CalibrationChart)
  case smallMultiples(SmallMultiples)
}

/// What every kind of figure can say of itself.
public protocol FigureContent: Hashable, Codable, Sendable {
  /// What it is, in two words, such as "Line chart".
  static var kindName: String { get }
  /// The figure in words, written from its data: what a reader who cannot see it needs.
  var alternativeText: String { get }
  /// The figure's numbers.
  var dataTable: Table { get }
  /// Caption, description and size where the author gave them.
  var presentation: FigurePresentation? { get set }
  var figure: Figure { get }
}

extension Figure {
  /// The figure's content, whatever its kind.
  public var content: any FigureContent {
    switch self {
    case .lineChart(let content): content
    case .barChart(let content): content
    case .confusionMatrix(let content): content
    case .imageGrid(let content): content
    case .modelDiagram(let content): content
    case .scatterChart(let content): content
    case .histogram(let content): content
    case .heatmap(let content): content
    case .calibration(let content): content
    case .smallMultiples(let content): content
    }
  }

  /// The author's description, or else the one that the data writes.
  public var alternativeText: String {
    content.presentation?.alternativeText ?? content.alternativeText
  }

  /// Caption, description and size where the author gave them.
  public var presentation: FigurePresentation { content.presentation ?? FigurePresentation() }
}
