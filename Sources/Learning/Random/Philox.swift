/// A counter-based random number generator: any of its numbers can be had alone, in any order, on any thread.
///
/// A number is a function of a seed, of what it is for, and of its place there; there is no state that threads would
/// share. The generator is Philox4x32-10 of Salmon, Moraes, Dror & Shaw, "Parallel random numbers: as easy as 1, 2, 3"
/// (2011).
///
/// ```swift
/// let stream = RandomStream(seed: 7, purpose: .initialWeights, index: 2)
/// stream.bits(0)       // the first 32 bits of layer 2's initial weights
/// ```
enum Philox {
  /// Four random words for one counter under one key.
  static func block(counter: SIMD4<UInt32>, key: SIMD2<UInt32>) -> SIMD4<UInt32> {
    var counter = counter
    var key = key
    for _ in 0..<10 {
      let low = UInt64(counter.x) * 0xD251_1F53
      let high = UInt64(counter.z) * 0xCD9E_8D57
      counter = SIMD4(
        UInt32(truncatingIfNeeded: high >> 32) ^ counter.y ^ key.x, UInt32(truncatingIfNeeded: high),
        UInt32(truncatingIfNeeded: low >> 32) ^ counter.w ^ key.y, UInt32(truncatingIfNeeded: low))
      key.x &+= 0x9E37_79B9
      key.y &+= 0xBB67_AE85
    }
    return counter
  }
}
