/// Draws no more points than can be told apart.
enum LineSimplifier {
  /// The highest and the lowest point of every half pixel, in order; lines of up to 400 points stay as they are.
  static func simplified(_ points: [Point]) -> [Point] {
    guard points.count > 400 else { return points }
    var result: [Point] = []
    var bucket: [Point] = []
    func extremes() -> [Point] {
      guard let first = bucket.first, let last = bucket.last else { return [] }
      let low = bucket.indices.min { bucket[$0].y < bucket[$1].y } ?? 0
      let high = bucket.indices.max { bucket[$0].y < bucket[$1].y } ?? 0
      let chosen = Set([0, low, high, bucket.count - 1]).sorted().map { bucket[$0] }
      return first == last ? [first] : chosen
    }
    for point in points {
      if let first = bucket.first, (first.x * 2).rounded(.down) != (point.x * 2).rounded(.down) {
        result += extremes()
        bucket = []
      }
      bucket.append(point)
    }
    return result + extremes()
  }
}
