/// One or more lines over a common horizontal axis, such as learning curves.
public struct LineChart: FigureContent {
  public struct Series: Hashable, Codable, Sendable {
    /// How the line is drawn: validation curves are the stronger ones of a pair.
    public enum Role: String, Hashable, Codable, Sendable { case plain, training, validation }

    public var name: String
    public var x: [Double]
    public var y: [Double]
    public var role: Role
    /// Lines of one group share a hue, as training and validation of one quantity do.
    public var group: String?

    public init(name: String, x: [Double], y: [Double], role: Role = .plain, group: String? = nil) {
      self.name = name
      self.x = x
      self.y = y
      self.role = role
      self.group = group
    }
  }

  /// A labelled point on the x axis, such as the best epoch.
  public struct Marker: Hashable, Codable, Sendable {
    public var x: Double
    public var y: Double?
    public var label: String

    public init(x: Double, y: Double? = nil, label: String) {
      self.x = x
      self.y = y
      self.label = label
    }
  }

  /// One plot of the figure; several share the x axis and stand side by side (stacked on a phone).
  public struct Panel: Hashable, Codable, Sendable {
    public var title: String
    public var yLabel: String
    public var series: [Series]
    public var markers: [Marker]
    /// Whether y values are shares 0...1 that read better as percent.
    public var isPercent: Bool

    public init(title: String, yLabel: String, series: [Series], markers: [Marker] = [], isPercent: Bool = false) {
      self.title = title
      self.yLabel = yLabel
      self.series = series
      self.markers = markers
      self.isPercent = isPercent
    }
  }

  public var xLabel: String
  public var panels: [Panel]

  public init(xLabel: String, panels: [Panel]) {
    self.xLabel = xLabel
    self.panels = panels
  }

  public var figure: Figure { .lineChart(self) }
}
