/// How a point is drawn: groups differ by shape as well as by colour.
enum DotShape: Int, CaseIterable {
  case disc, square, triangle, diamond, cross, ring

  /// The shape of a group by its place, again from the start where there are many.
  init(group: Int) {
    self = DotShape.allCases[group % DotShape.allCases.count]
  }
}

extension Drawing {
  /// Points of one series.
  /// - Parameter size: half of a disc's diameter; other shapes look as large.
  mutating func symbols(
    _ shape: DotShape, at points: [Point], size: Double, _ role: ColorRole, opacity: Double = 1
  ) {
    switch shape {
    case .disc:
      // Discs of one mark are one surface. Where many overlap, several layers let the dense places look dense.
      let layers = opacity < 1 && points.count > 100 ? 6 : 1
      for layer in 0..<layers {
        let own = stride(from: layer, to: points.count, by: layers).map { points[$0] }
        dots(own, radius: size, role, opacity: opacity)
      }
    case .ring:
      for point in points { stroke(Path(circleAt: point, radius: size - 0.4), role, width: 1.6, opacity: opacity) }
    case .cross:
      for point in points {
        var path = Path()
        path.polyline([Point(point.x - size, point.y - size), Point(point.x + size, point.y + size)])
        path.polyline([Point(point.x - size, point.y + size), Point(point.x + size, point.y - size)])
        stroke(path, role, width: 1.8, opacity: opacity)
      }
    case .square, .triangle, .diamond:
      for point in points {
        var path = Path()
        path.polyline(shape.corners.map { Point(point.x + $0.x * size, point.y + $0.y * size) })
        path.elements.append(.close)
        fill(path, role, opacity: opacity)
      }
    }
  }
}

extension DotShape {
  /// Of a shape as large as a disc of radius 1.
  fileprivate var corners: [Point] {
    switch self {
    case .square: [Point(-0.89, -0.89), Point(0.89, -0.89), Point(0.89, 0.89), Point(-0.89, 0.89)]
    case .triangle: [Point(0, -1.3), Point(1.2, 0.85), Point(-1.2, 0.85)]
    case .diamond: [Point(0, -1.3), Point(1.3, 0), Point(0, 1.3), Point(-1.3, 0)]
    default: []
    }
  }
}
