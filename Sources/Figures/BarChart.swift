/// One bar a category, such as the number of images of each class.
public struct BarChart: FigureContent {
  public struct Bar: Hashable, Codable, Sendable {
    public var label: String
    public var value: Double
    /// Bars of one label and different groups stand together, one colour a group.
    public var group: String?

    public init(label: String, value: Double, group: String? = nil) {
      self.label = label
      self.value = value
      self.group = group
    }
  }

  public var categoryLabel: String
  public var valueLabel: String
  public var bars: [Bar]
  public var isPercent: Bool
  /// The axis of the values.
  public var xAxis: AxisOptions?
  /// The axis of the categories: its label.
  public var yAxis: AxisOptions?
  public var presentation: FigurePresentation?

  public init(categoryLabel: String, valueLabel: String, bars: [Bar], isPercent: Bool = false) {
    self.categoryLabel = categoryLabel
    self.valueLabel = valueLabel
    self.bars = bars
    self.isPercent = isPercent
  }

  public static let kindName = "Bar chart"
  public var figure: Figure { .barChart(self) }
}
