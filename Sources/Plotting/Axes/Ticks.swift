import Figures
import Foundation

/// Where an axis has marks: multiples of 1, 2 or 5 times a power of ten.
struct Ticks: Hashable {
  enum Style: Hashable {
    case plain
    /// Whole numbers only, such as epochs.
    case integers
    /// Shares 0...1, written as percent.
    case percent
  }

  let values: [Double]
  let step: Double
  let style: Style
  let isLogarithmic: Bool

  /// - Parameter count: about how many marks there is room for, at least 2.
  init(from low: Double, to high: Double, count: Int, style: Style = .plain) {
    self.style = style
    isLogarithmic = false
    let span = high - low
    guard span > 0, span.isFinite else {
      step = 0
      values = low.isFinite ? [low] : []
      return
    }
    var step = Ticks.niceStep(atLeast: span / Double(max(count, 1)))
    if style == .integers { step = max(step.rounded(.up), 1) }
    self.step = step
    // A millionth of a step of tolerance: 3 * 0.1 is more than 0.3.
    let first = (low / step - 1e-6).rounded(.up)
    let last = (high / step + 1e-6).rounded(.down)
    values =
      last >= first && last - first < 1000 ? Array(stride(from: first, through: last, by: 1)).map { $0 * step } : []
  }

  /// Marks of an axis by powers of ten: those powers, of many every so many, of few with 2 and 5 times them.
  /// - Parameter count: about how many there is room for.
  init(logarithmicFrom low: Double, to high: Double, count: Int, style: Style = .plain) {
    self.style = style
    isLogarithmic = true
    step = 0
    let (first, last) = (Int(log10(low).rounded(.down)), Int(log10(high).rounded(.up)))
    let decades = log10(high) - log10(low)
    // As dense as there is room for: every digit, 1, 2 and 5, or powers of ten alone.
    let room = Double(max(count, 1)) / max(decades, 1e-9)
    let factors: [Double] = room >= 10 ? [1, 2, 3, 4, 5, 6, 8] : room >= 2.5 ? [1, 2, 5] : [1]
    let all = (first...max(first, last)).flatMap { power in factors.map { $0 * pow(10, Double(power)) } }
    let inside = all.filter { $0 >= low * (1 - 1e-9) && $0 <= high * (1 + 1e-9) }
    // Of more powers than have room every so many, from the first on.
    let step = max(Int((Double(inside.count - 1) / Double(max(count, 1))).rounded(.up)), 1)
    values =
      inside.count > 1
      ? Swift.stride(from: 0, to: inside.count, by: factors.count == 1 ? step : 1).map { inside[$0] }
      : Ticks(from: low, to: high, count: min(count, 4)).values.filter { $0 > 0 }
  }

  /// The texts of all marks, with as many decimals as their distance needs.
  var texts: [String] {
    values.map { text(of: $0) }
  }

  func text(of value: Double) -> String {
    if isLogarithmic {
      return style == .percent
        ? FigureNumber.value(value * 100, significant: 2) + "\u{2009}%" : FigureNumber.value(value, significant: 3)
    }
    switch style {
    case .integers: return FigureNumber.decimal(value, decimals: 0)
    case .percent: return FigureNumber.decimal(value * 100, decimals: decimals(of: step * 100)) + "\u{2009}%"
    case .plain:
      let largest = values.map(abs).max() ?? 0
      if largest >= 1e6 || (largest > 0 && largest < 1e-3) { return FigureNumber.value(value, significant: 3) }
      return FigureNumber.decimal(value, decimals: decimals(of: step))
    }
  }

  private func decimals(of step: Double) -> Int {
    guard step > 0 else { return 2 }
    return max(0, Int((-log10(step) - 1e-9).rounded(.up)))
  }

  /// The smallest of 1, 2, 5 times a power of ten that is at least `step`.
  static func niceStep(atLeast step: Double) -> Double {
    let power = pow(10, log10(step).rounded(.down))
    guard power > 0, power.isFinite else { return step }
    // Tolerant of logarithms that fall just short of a whole number.
    for factor in [1.0, 2, 5] where factor * power >= step * (1 - 1e-9) { return factor * power }
    return 10 * power
  }
}
