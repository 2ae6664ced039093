/// The random numbers of one transform for one image in one epoch.
///
/// Number `n` is word `n % 4` of `Philox4x32-10(counter: (n / 4, image, epoch, 0x4000_0000 + place), key: seed)`, with the
/// seed's low word first and `place` the transform's in the list: the same on every machine, in any order of images.
public struct ImageRandom {
  private let key: SIMD2<UInt32>
  private var counter: SIMD4<UInt32>
  private var block = SIMD4<UInt32>()
  private var used = 4

  /// - Parameters:
  ///   - epoch: 0-based.
  ///   - sample: the image's place in the data.
  ///   - place: the transform's, 0-based.
  init(seed: UInt64, epoch: Int, sample: Int, place: Int) {
    key = SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
    counter = SIMD4(
      0, UInt32(truncatingIfNeeded: sample), UInt32(truncatingIfNeeded: epoch), 0x4000_0000 + UInt32(place))
  }

  /// 32 random bits.
  public mutating func bits() -> UInt32 {
    if used == 4 {
      block = Philox.block(counter: counter, key: key)
      counter.x &+= 1
      used = 0
    }
    defer { used += 1 }
    return block[used]
  }

  /// A number in `0..<1`, a multiple of 2^-24.
  public mutating func unit() -> Float { Float(bits() >> 8) * 0x1p-24 }

  /// A number in `range`, all equally likely.
  public mutating func uniform(in range: ClosedRange<Float>) -> Float {
    range.lowerBound + (range.upperBound - range.lowerBound) * unit()
  }

  /// A whole number in `0..<bound`, all equally likely but for a bias below bound / 2^32.
  public mutating func next(below bound: Int) -> Int { Int((UInt64(bits()) * UInt64(bound)) >> 32) }

  /// True with the given probability, 0...1.
  public mutating func chance(_ probability: Float) -> Bool { unit() < probability }
}
