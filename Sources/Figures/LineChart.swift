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

  /// A labelled place on the x axis, such as the best epoch, with a ring at `y`.
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

  /// A level to compare with, such as chance: a line across the panel.
  public struct Rule: Hashable, Codable, Sendable {
    public var y: Double
    public var label: String

    public init(y: Double, label: String) {
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
    public var rules: [Rule]?
    public var yAxis: AxisOptions?

    public init(
      title: String, yLabel: String, series: [Series], markers: [Marker] = [], isPercent: Bool = false,
      rules: [Rule]? = nil, yAxis: AxisOptions? = nil
    ) {
      self.title = title
      self.yLabel = yLabel
      self.series = series
      self.markers = markers
      self.isPercent = isPercent
      self.rules = rules
      self.yAxis = yAxis
    }
  }

  public var xLabel: String
  public var panels: [Panel]
  /// A low panel beneath each of the others, such as the learning rate.
  public var strip: Panel?
  /// 0..<1: how much of each smoothed value is the one before; the line as measured stays, faint.
  public var smoothing: Double?
  public var xAxis: AxisOptions?
  public var presentation: FigurePresentation?

  public init(xLabel: String, panels: [Panel], strip: Panel? = nil) {
    self.xLabel = xLabel
    self.panels = panels
    self.strip = strip
  }

  public static let kindName = "Line chart"
  public var figure: Figure { .lineChart(self) }
}
