/// A figure as data: small, Codable, drawn only when a report is rendered.
public enum Figure: Hashable, Codable, Sendable {
  case lineChart(LineChart)
  case barChart(BarChart)
  case confusionMatrix(ConfusionMatrixChart)
  case imageGrid(ImageGrid)
  case modelDiagram(ModelDiagram)
}

/// What every kind of figure can say of itself.
public protocol FigureContent: Hashable, Codable, Sendable {
  /// The figure in words, written from its data: what a reader who cannot see it needs.
  var alternativeText: String { get }
  /// The figure's numbers.
  var dataTable: Table { get }
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
    }
  }
}
