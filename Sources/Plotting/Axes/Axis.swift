import Foundation

/// A range of values along a length on the page.
struct Axis: Hashable {
  let low: Double
  let high: Double
  /// Where `low` and `high` are on the page, in CSS pixels; `high` may be above `low`.
  let start: Double
  let end: Double
  let ticks: Ticks

  /// An axis over data: finite values only, never empty, a constant in the middle.
  /// - Parameter limits: the natural bounds of the values, which the axis does not leave, such as 0...1.
  init(
    over values: some Sequence<Double>, from start: Double, to end: Double, count: Int, style: Ticks.Style = .plain,
    padding: Double = 0, limits: ClosedRange<Double>? = nil
  ) {
    // Beyond this a span would overflow.
    let finite = values.lazy.filter { abs($0) < 1e300 }
    var low = finite.min() ?? 0
    var high = finite.max() ?? 1
    if high - low <= abs(high) * 1e-9 {
      let room = style == .integers ? 0.5 : max(abs(high) * 0.1, high == 0 ? 1 : 0)
      (low, high) = (low - room, high + room)
    } else {
      let room = (high - low) * padding
      (low, high) = (low - room, high + room)
    }
    if let limits, finite.allSatisfy(limits.contains) {
      low = max(low, limits.lowerBound)
      high = min(high, limits.upperBound)
    }
    self.low = low
    self.high = high
    self.start = start
    self.end = end
    ticks = Ticks(from: low, to: high, count: count, style: style)
  }

  /// The place of a value; outside values are held at the ends.
  func position(_ value: Double) -> Double {
    let share = (value - low) / (high - low)
    return start + (end - start) * min(max(share, 0), 1)
  }
}
