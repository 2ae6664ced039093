import Testing

@testable import Learning

@Suite struct PhiloxTests {
  /// From the known-answer file of Random123, the authors' own library.
  @Test(
    "Philox4x32-10 gives the published answers",
    arguments: [
      ([0, 0, 0, 0], [0, 0], [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]),
      (
        [0xffff_ffff, 0xffff_ffff, 0xffff_ffff, 0xffff_ffff], [0xffff_ffff, 0xffff_ffff],
        [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]
      ),
      (
        [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344], [0xa409_3822, 0x299f_31d0],
        [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]
      ),
    ] as [([UInt32], [UInt32], [UInt32])])
  func knownAnswers(counter: [UInt32], key: [UInt32], answer: [UInt32]) {
    #expect(Philox.block(counter: SIMD4(counter), key: SIMD2(key)) == SIMD4(answer))
  }

  @Test("Streams of other seeds, purposes and indices have other numbers")
  func streamsDiffer() {
    let streams = [
      RandomStream(seed: 1, purpose: .shuffle, index: 0), RandomStream(seed: 2, purpose: .shuffle, index: 0),
      RandomStream(seed: 1 << 32, purpose: .shuffle, index: 0), RandomStream(seed: 1, purpose: .data, index: 0),
      RandomStream(seed: 1, purpose: .shuffle, index: 1),
    ]
    #expect(Set(streams.map { stream in (0..<8).map { stream.bits($0) } }).count == streams.count)
  }

  @Test("A shuffle holds every number once and depends on the epoch", arguments: [0, 1, 2, 3, 10, 1000])
  func permutations(count: Int) {
    let first = RandomStream(seed: 3, purpose: .shuffle, index: 0).permutation(count: count)
    let second = RandomStream(seed: 3, purpose: .shuffle, index: 1).permutation(count: count)
    #expect(first.sorted() == Array(0..<count))
    #expect(count < 4 || first != second)
  }

  @Test("Every order of four comes up equally often")
  func permutationsAreFair() {
    var counts: [[Int]: Int] = [:]
    for index in 0..<24_000 {
      counts[RandomStream(seed: 1, purpose: .shuffle, index: index).permutation(count: 4), default: 0] += 1
    }
    #expect(counts.count == 24)
    #expect(counts.values.allSatisfy { (850...1150).contains($0) })
  }

  @Test("Uniform numbers fill their range evenly")
  func uniform() {
    let numbers = RandomStream(seed: 1, purpose: .initialWeights, index: 0).uniform(count: 100_000, limit: 0.25)
    #expect(numbers.allSatisfy { $0 >= -0.25 && $0 < 0.25 })
    let mean = numbers.reduce(0, +) / Float(numbers.count)
    let variance = numbers.reduce(0) { $0 + $1 * $1 } / Float(numbers.count)
    #expect(abs(mean) < 0.001)
    #expect(abs(variance - 0.25 * 0.25 / 3) < 0.0003)
  }
}
