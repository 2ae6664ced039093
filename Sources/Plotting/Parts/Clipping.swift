extension Path {
  /// A line through points, cut off where it leaves a rectangle (Liang & Barsky 1984).
  init(line points: [Point], clippedTo frame: Rect) {
    self.init()
    for (start, end) in zip(points, points.dropFirst()) {
      guard let (from, to) = Path.clipped(start, end, frame) else { continue }
      if case .line(let last)? = elements.last, last == from {
        elements.append(.line(to))
      } else {
        elements += [.move(from), .line(to)]
      }
    }
  }

  private static func clipped(_ start: Point, _ end: Point, _ frame: Rect) -> (Point, Point)? {
    let (dx, dy) = (end.x - start.x, end.y - start.y)
    var (first, last) = (0.0, 1.0)
    let sides = [
      (-dx, start.x - frame.x), (dx, frame.maxX - start.x), (-dy, start.y - frame.y), (dy, frame.maxY - start.y),
    ]
    for (slope, distance) in sides {
      if slope == 0 {
        if distance < -1e-6 { return nil }
      } else if slope < 0 {
        first = max(first, distance / slope)
      } else {
        last = min(last, distance / slope)
      }
    }
    guard first <= last else { return nil }
    // Untouched ends stay as they are, so that the pieces of a line are seen to meet.
    let from = first == 0 ? start : Point(start.x + first * dx, start.y + first * dy)
    let to = last == 1 ? end : Point(start.x + last * dx, start.y + last * dy)
    return (from, to)
  }
}
