extension ConfusionMatrixChart {
  /// The same matrix with its classes in another order: `order[0]` comes first. Indices that are no class, or come
  /// twice, are left out.
  public func ordered(_ order: [Int]) -> ConfusionMatrixChart {
    var result = self
    var seen: Set<Int> = []
    let order = order.filter { classNames.indices.contains($0) && seen.insert($0).inserted }
    result.classNames = order.map { classNames[$0] }
    result.counts = order.map { row in order.map { count(row, $0) } }
    return result
  }

  /// The same matrix with classes that are taken for each other side by side, so that mistakes gather in blocks along
  /// the diagonal.
  ///
  /// Classes are joined to ever larger groups, always the two whose members are confused most on average (UPGMA, Sokal
  /// & Michener 1958); two groups are joined at the ends that are confused most.
  public func sortedBySimilarity() -> ConfusionMatrixChart {
    var groups = classNames.indices.map { [$0] }
    let likeness = self.likeness
    // Kept up to date rather than computed anew: a hundred classes would take seconds.
    var means = groups.indices.map { row in groups.indices.map { likeness[row][$0] } }
    while groups.count > 1 {
      var best = (first: 0, second: 1)
      for first in groups.indices {
        for second in groups.indices.dropFirst(first + 1) where means[first][second] > means[best.first][best.second] {
          best = (first, second)
        }
      }
      let joined = ConfusionMatrixChart.join(groups[best.first], groups[best.second], likeness)
      let (one, other) = (Double(groups[best.first].count), Double(groups[best.second].count))
      for index in groups.indices {
        let value = (means[best.first][index] * one + means[best.second][index] * other) / (one + other)
        means[best.first][index] = value
        means[index][best.first] = value
      }
      groups[best.first] = joined
      groups.remove(at: best.second)
      means.remove(at: best.second)
      for index in means.indices { means[index].remove(at: best.second) }
    }
    return ordered(groups.first ?? [])
  }

  /// How often two classes are taken for each other, as shares of their images.
  private var likeness: [[Double]] {
    let totals = classNames.indices.map { row in classNames.indices.reduce(0.0) { $0 + Double(count(row, $1)) } }
    return classNames.indices.map { row in
      classNames.indices.map { column in
        row == column
          ? 0
          : Double(count(row, column)) / max(totals[row], 1) + Double(count(column, row)) / max(totals[column], 1)
      }
    }
  }

  /// Two rows of classes as one, turned so that the most alike ends meet.
  private static func join(_ first: [Int], _ second: [Int], _ likeness: [[Double]]) -> [Int] {
    let ways = [
      first + second, Array(first.reversed()) + second, first + second.reversed(),
      Array(first.reversed()) + second.reversed(),
    ]
    let seam = first.count
    return ways.max { likeness[$0[seam - 1]][$0[seam]] < likeness[$1[seam - 1]][$1[seam]] } ?? first + second
  }
}
