/// One bar a category, such as the number of images of each class.
public struct BarChart: FigureContent {
  public struct Bar: Hashable, Codable, Sendable {
    public var label: String
    public var value: Double

    public init(label: String, value: Double) {
      self.label = label
      self.value = value
    }
  }

  public var categoryLabel: String
  public var valueLabel: String
  public var bars: [Bar]
  public var isPercent: Bool

  public init(categoryLabel: String, valueLabel: String, bars: [Bar], isPercent: Bool = false) {
    self.categoryLabel = categoryLabel
    self.valueLabel = valueLabel
    self.bars = bars
    self.isPercent = isPercent
  }

  public var figure: Figure { .barChart(self) }
}
