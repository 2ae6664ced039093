/// Places labels beside each other so that none overlaps.
enum Spread {
  /// The places nearest to the wished ones that keep `gap` apart and stay within `range`.
  ///
  /// Labels that would collide form a block around the mean of their wishes; blocks that meet are joined. Where all do
  /// not fit they are set evenly.
  static func positions(_ wishes: [Double], gap: Double, within range: ClosedRange<Double>) -> [Double] {
    let order = wishes.indices.sorted { (wishes[$0], $0) < (wishes[$1], $1) }
    let length = range.upperBound - range.lowerBound
    let gap = wishes.count > 1 ? min(gap, length / Double(wishes.count - 1)) : gap
    var blocks: [(start: Double, members: [Int])] = []
    for index in order {
      blocks.append((clamp(wishes[index], count: 1), [index]))
      while blocks.count > 1 {
        let last = blocks[blocks.count - 1]
        let before = blocks[blocks.count - 2]
        guard before.start + Double(before.members.count) * gap > last.start + 1e-9 else { break }
        let members = before.members + last.members
        // Every member wishes the block to start where its own place would be its wish.
        let wished = members.enumerated().map { wishes[$1] - Double($0) * gap }
        blocks.removeLast(2)
        blocks.append((clamp(wished.reduce(0, +) / Double(members.count), count: members.count), members))
      }
    }
    var result = wishes
    for block in blocks {
      for (offset, index) in block.members.enumerated() { result[index] = block.start + Double(offset) * gap }
    }
    return result

    func clamp(_ start: Double, count: Int) -> Double {
      max(min(start, range.upperBound - Double(count - 1) * gap), range.lowerBound)
    }
  }
}
