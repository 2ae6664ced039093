/// Functions that give the same bits on every machine: the C library's differ in their last bits from one to the next.
///
/// Sums, products, quotients and roots only, in a fixed order; Swift fuses none of its own accord. All are within a few
/// units in the last place of the true values.
enum ExactMath {
  /// The natural logarithm of a positive normal number.
  static func logarithm(_ x: Double) -> Double {
    // x = 2^exponent * significand with the significand in sqrt(1/2)...sqrt(2), and
    // log(significand) = 2 artanh(s) with s = (significand - 1) / (significand + 1), a series in s squared below 0.03.
    var exponent = Double(x.exponent)
    var significand = x.significand
    if significand > 1.4142135623730951 {
      significand /= 2
      exponent += 1
    }
    let s = (significand - 1) / (significand + 1)
    let square = s * s
    var series = 0.0
    for divisor in stride(from: 23.0, through: 1, by: -2) {
      series = series * square + 1 / divisor
    }
    return exponent * 0.6931471805599453 + 2 * s * series
  }

  /// `e` to the power of `x`; 0 below the smallest normal number.
  static func exponential(_ x: Double) -> Double {
    guard x > -708 else { return 0 }
    guard x < 709 else { return .infinity }
    // x = n log(2) + rest, with log(2) in two parts so that nothing of the rest is lost.
    let n = (x * 1.4426950408889634).rounded()
    let rest = (x - n * 0.69314718036912382) - n * 1.9082149292705877e-10
    var series = 1.0
    for divisor in stride(from: 14.0, through: 1, by: -1) { series = 1 + rest / divisor * series }
    return Double(sign: .plus, exponent: Int(n), significand: series)
  }

  /// `base`, from 0 up, to any power.
  static func power(_ base: Double, _ exponent: Double) -> Double {
    base == 0 ? (exponent == 0 ? 1 : 0) : exponential(logarithm(base) * exponent)
  }

  /// `base` to a whole power from 0 up, by squaring.
  static func power(_ base: Double, _ exponent: Int) -> Double {
    var (result, square, rest) = (1.0, base, exponent)
    while rest > 0 {
      if rest & 1 == 1 { result *= square }
      square *= square
      rest >>= 1
    }
    return result
  }

  /// The cosine of a number of full turns.
  static func cosine(turns: Double) -> Double { sineAndCosine(turns).cosine }

  /// The sine of a number of full turns.
  static func sine(turns: Double) -> Double { sineAndCosine(turns).sine }

  private static func sineAndCosine(_ turns: Double) -> (sine: Double, cosine: Double) {
    // Quarter turns first: what is left lies in -1/8...1/8 of a turn, where both series are short.
    let quarters = (turns * 4).rounded()
    let angle = (turns - quarters / 4) * 6.283185307179586
    let square = angle * angle
    var (sine, cosine) = (1.0, 1.0)
    for k in stride(from: 9.0, through: 1, by: -1) {
      sine = 1 - square / (2 * k * (2 * k + 1)) * sine
      cosine = 1 - square / (2 * k * (2 * k - 1)) * cosine
    }
    sine *= angle
    switch Int(quarters) & 3 {
    case 0: return (sine, cosine)
    case 1: return (cosine, -sine)
    case 2: return (-sine, -cosine)
    default: return (-cosine, sine)
    }
  }
}
