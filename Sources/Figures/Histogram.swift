/// How often values fall into bins of equal width; several series stand as panels beside each other.
public struct Histogram: AxisChart {
  public struct Series: Hashable, Codable, Sendable {
    /// A colour that belongs to what was counted, such as a picture's red.
    public enum Tint: String, Hashable, Codable, Sendable { case red, green, blue, gray }

    public var name: String
    /// One count a bin.
    public var counts: [Int]
    /// Of all values, `nil` where there are none.
    public var mean, deviation: Double?
    public var tint: Tint?

    public init(name: String, counts: [Int], mean: Double? = nil, deviation: Double? = nil, tint: Tint? = nil) {
      self.name = name
      self.counts = counts
      self.mean = mean
      self.deviation = deviation
      self.tint = tint
    }
  }

  public var valueLabel: String
  public var countLabel: String
  /// The ends of the bins, ascending: one more than there are bins. A value on an end belongs to the bin above, the
  /// last end to the last bin.
  public var edges: [Double]
  public var series: [Series]
  /// How many values are not numbers, and in no bin.
  public var missing: Int
  public var xAxis: AxisOptions?
  public var yAxis: AxisOptions?
  public var presentation: FigurePresentation?

  public init(valueLabel: String, countLabel: String = "Count", edges: [Double], series: [Series], missing: Int = 0) {
    self.valueLabel = valueLabel
    self.countLabel = countLabel
    self.edges = edges
    self.series = series
    self.missing = missing
  }

  public static let kindName = "Histogram"
  public var figure: Figure { .histogram(self) }
}

extension Histogram {
  /// Counts values: `Histogram(losses, bins: 40)`.
  ///
  /// - Parameter bins: how many; without it as many as the number of values asks for (Sturges' rule, 5 to 50).
  public init(_ values: [some Plottable], bins: Int? = nil, valueLabel: String = "Value", countLabel: String = "Count")
  {
    self.init([("", values.map(\.plotValue))], bins: bins, valueLabel: valueLabel, countLabel: countLabel)
  }

  /// Counts a column of rows: `Histogram(runs, value: \.accuracy)`.
  public init<Row>(
    _ rows: [Row], value: (Row) -> some Plottable, bins: Int? = nil, valueLabel: String = "Value",
    countLabel: String = "Count"
  ) {
    self.init(rows.map(value), bins: bins, valueLabel: valueLabel, countLabel: countLabel)
  }

  /// Counts several series into the same bins.
  public init(
    _ groups: [(name: String, values: [Double])], bins: Int? = nil, valueLabel: String = "Value",
    countLabel: String = "Count"
  ) {
    let finite = groups.map { group in (name: group.name, values: group.values.filter { abs($0) < 1e300 }) }
    let all = finite.flatMap(\.values)
    let count = min(max(bins ?? Histogram.binCount(all.count), 1), 1000)
    var (low, high) = (all.min() ?? 0, all.max() ?? 1)
    // A single value gets a bin of some width around it.
    if low == high { (low, high) = (low - max(abs(low) * 0.05, 0.5), high + max(abs(high) * 0.05, 0.5)) }
    let width = high / Double(count) - low / Double(count)
    let edges = (0...count).map { $0 == count ? high : low + width * Double($0) }
    self.init(
      valueLabel: valueLabel, countLabel: countLabel, edges: edges,
      series: finite.map { Histogram.series($0.name, $0.values, low: low, width: width, bins: count) },
      missing: groups.reduce(0) { $0 + $1.values.count } - all.count)
  }

  private static func series(_ name: String, _ values: [Double], low: Double, width: Double, bins: Int) -> Series {
    var counts = [Int](repeating: 0, count: bins)
    for value in values { counts[min(max(Int(value / width - low / width), 0), bins - 1)] += 1 }
    guard !values.isEmpty else { return Series(name: name, counts: counts) }
    let count = Double(values.count)
    let mean = values.reduce(0) { $0 + $1 / count }
    // Relative to the bins' width, whose square is far from overflowing.
    let variance = values.reduce(0) { $0 + ($1 / width - mean / width) * ($1 / width - mean / width) / count }
    return Series(name: name, counts: counts, mean: mean, deviation: variance.squareRoot() * width)
  }

  /// Sturges 1926: one bin more than the binary logarithm; doubled, because pages have room.
  private static func binCount(_ values: Int) -> Int {
    var logarithm = 1
    while values >> logarithm > 0 { logarithm += 1 }
    return min(max(2 * logarithm, 5), 50)
  }
}
