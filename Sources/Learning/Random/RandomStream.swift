/// The random numbers of one purpose under one seed, addressed by position.
///
/// The Philox key is the seed (low word first); the counter is `(position / 4, index, purpose, 0)`, where `index` tells
/// apart the layers or epochs that a purpose serves. Dropout masks draw from counters of their own, whose last word is not
/// 0: see `DropoutOperation`.
struct RandomStream: Sendable {
  /// What the numbers are drawn for; the raw value is part of the counter, so it never changes.
  enum Purpose: UInt32, Sendable {
    /// `index` is the layer's place in the model, 0-based.
    case initialWeights = 1
    /// `index` is the epoch, 0-based.
    case shuffle = 2
    /// Images that tests draw; `index` tells apart what is drawn.
    case data = 3
  }

  private let key: SIMD2<UInt32>
  private let purpose: UInt32
  private let index: UInt32

  init(seed: UInt64, purpose: Purpose, index: Int) {
    key = SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
    self.purpose = purpose.rawValue
    self.index = UInt32(truncatingIfNeeded: index)
  }

  /// The 32 random bits at `position`, 0-based.
  func bits(_ position: Int) -> UInt32 {
    block(position / 4)[position % 4]
  }

  /// `count` numbers, uniform in `-limit..<limit`, each a multiple of `limit / 2^23`.
  func uniform(count: Int, limit: Float) -> [Float] {
    [Float](unsafeUninitializedCapacity: count) { scalars, initialized in
      for start in stride(from: 0, to: count, by: 4) {
        let words = block(start / 4)
        for position in start..<min(start + 4, count) {
          // 24 bits, centred: exact in a Float, so that one rounding (the product) is left on every machine.
          let centred = Float(Int32(words[position - start] >> 8) - (1 << 23)) * 0x1p-23
          scalars.initializeElement(at: position, to: centred * limit)
        }
      }
      initialized = count
    }
  }

  /// The numbers `0..<count` in random order (Fisher and Yates, as by Durstenfeld 1964).
  func permutation(count: Int) -> [Int] {
    var order = Array(0..<count)
    for position in stride(from: count - 1, to: 0, by: -1) {
      // The product's high word is uniform in 0...position but for a bias below position / 2^32.
      let other = Int((UInt64(bits(position)) * UInt64(position + 1)) >> 32)
      order.swapAt(position, other)
    }
    return order
  }

  private func block(_ number: Int) -> SIMD4<UInt32> {
    Philox.block(counter: SIMD4(UInt32(truncatingIfNeeded: number), index, purpose, 0), key: key)
  }
}
