import Figures
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
  /// - Parameters:
  ///   - limits: the natural bounds of the values, which the axis does not leave, such as 0...1.
  ///   - options: what the figure's author asked for.
  init(
    over values: some Sequence<Double>, from start: Double, to end: Double, count: Int, style: Ticks.Style = .plain,
    padding: Double = 0, limits: ClosedRange<Double>? = nil, options: AxisOptions? = nil
  ) {
    let isLog = options?.scale == .log
    // Beyond this a span would overflow.
    let finite = values.lazy.filter { abs($0) < 1e300 && (!isLog || $0 > 0) }
    var low = finite.min() ?? (isLog ? 0.1 : 0)
    var high = finite.max() ?? 1
    if isLog {
      (low, high) = (log10(low), log10(high))
      let room = high - low < 1e-9 ? 0.5 : (high - low) * padding
      (low, high) = (pow(10, max(low - room, -300)), pow(10, min(high + room, 300)))
    } else if high - low <= abs(high) * 1e-9 {
      let room = style == .integers ? 0.5 : max(abs(high) * 0.1, high == 0 ? 1 : 0)
      (low, high) = (low - room, high + room)
    } else {
      let room = (high - low) * padding
      (low, high) = (low - room, high + room)
    }
    if let limits, !isLog, finite.allSatisfy(limits.contains) {
      low = max(low, limits.lowerBound)
      high = min(high, limits.upperBound)
    }
    let wished = [options?.low, options?.high].map { $0.flatMap { abs($0) < 1e300 && (!isLog || $0 > 0) ? $0 : nil } }
    if (wished[0] ?? low) < (wished[1] ?? high) {
      low = wished[0] ?? low
      high = wished[1] ?? high
    }
    self.low = low
    self.high = high
    self.start = start
    self.end = end
    let shown: Ticks.Style = options?.isPercent == true ? .percent : options?.isPercent == false ? .plain : style
    ticks =
      isLog
      ? Ticks(logarithmicFrom: low, to: high, count: count, style: shown)
      : Ticks(from: low, to: high, count: count, style: shown)
  }

  /// The place of a value; outside values are held at the ends.
  func position(_ value: Double) -> Double {
    start + (end - start) * min(max(share(value), 0), 1)
  }

  /// The place of a value, also beyond the ends (by at most ten times the length).
  func unboundedPosition(_ value: Double) -> Double {
    start + (end - start) * min(max(share(value), -10), 11)
  }

  /// Whether a value lies between the ends.
  func contains(_ value: Double) -> Bool {
    (-1e-9...1 + 1e-9).contains(share(value))
  }

  private func share(_ value: Double) -> Double {
    guard ticks.isLogarithmic else { return (value - low) / (high - low) }
    return value > 0 ? (log10(value) - log10(low)) / (log10(high) - log10(low)) : -.infinity
  }
}
