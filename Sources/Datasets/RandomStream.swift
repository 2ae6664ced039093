/// Random numbers that depend on a seed, a purpose and a position alone: the same on every machine.
///
/// SplitMix64 (Steele, Lea and Flood 2014, "Fast splittable pseudorandom number generators").
struct RandomStream: Sendable {
  /// What the numbers are for; two purposes of one seed share nothing.
  enum Purpose: UInt64 {
    case shuffle = 1
    case split
    case trainingShapes
    case testShapes
    case folds
    case labelNoise
    case balance
  }

  private var state: UInt64

  init(seed: UInt64, purpose: Purpose, index: Int = 0) {
    state = Self.mixed(Self.mixed(seed &+ Self.increment &* purpose.rawValue) &+ UInt64(index))
  }

  private static let increment: UInt64 = 0x9E37_79B9_7F4A_7C15

  private static func mixed(_ value: UInt64) -> UInt64 {
    var value = value
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }

  mutating func next() -> UInt64 {
    state &+= Self.increment
    return Self.mixed(state)
  }

  /// A whole number in `0..<bound`, all equally likely.
  mutating func next(below bound: Int) -> Int {
    let bound = UInt64(bound)
    // The few largest values would favour small remainders: draw again.
    let limit = UInt64.max - UInt64.max % bound
    var value = next()
    while value >= limit { value = next() }
    return Int(value % bound)
  }

  /// A number in `0..<1`, a multiple of 2^-24.
  mutating func unit() -> Float { Float(next() >> 40) * 0x1p-24 }

  mutating func uniform(_ low: Float, _ high: Float) -> Float { low + (high - low) * unit() }

  /// Fisher and Yates' shuffle.
  mutating func permutation(of values: [Int]) -> [Int] {
    var values = values
    for last in stride(from: values.count - 1, to: 0, by: -1) { values.swapAt(last, next(below: last + 1)) }
    return values
  }
}
