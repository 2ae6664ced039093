/// The ten classes of `Shapes`, in the order of their labels.
enum ShapeKind: Int, CaseIterable {
  case circle, ellipse, ring, crescent, hexagon, square, rectangle, triangle, star, cross

  /// The class's outline in a size (the distance of the farthest point from the centre) with its own proportions.
  ///
  /// Neighbours are alike on purpose: a round ellipse is nearly a circle, a short rectangle nearly a square, and a
  /// hexagon is a pentagon with one side more.
  func outline(size: Float, _ random: inout RandomStream) -> ShapeOutline {
    switch self {
    case .circle:
      .circle(radius: size)
    case .ellipse:
      .ellipse(radii: Point(x: size, y: size * random.uniform(0.48, 0.77)))
    case .ring:
      .ring(radius: size * 0.8, width: size * random.uniform(0.12, 0.25))
    case .crescent:
      .crescent(
        radius: size, bite: Point(x: size * random.uniform(0.4, 0.7), y: 0),
        biteRadius: size * random.uniform(0.7, 0.95))
    case .square:
      .rectangle(half: Point(x: size * 0.75, y: size * 0.75))
    case .rectangle:
      .rectangle(half: Point(x: size * 0.85, y: size * 0.85 * random.uniform(0.42, 0.73)))
    case .cross:
      .cross(half: size, arm: size * random.uniform(0.22, 0.4))
    case .star:
      .star(sides: Self.fiveSides, inradius: size * random.uniform(0.34, 0.4))
    case .triangle:
      .polygon(sides: Self.threeSides, inradius: size * 0.5)
    case .hexagon:
      .polygon(sides: Self.sixSides, inradius: size * 0.866)
    }
  }

  private static let threeSides = ShapeOutline.sides(3)
  private static let fiveSides = ShapeOutline.sides(5)
  private static let sixSides = ShapeOutline.sides(6)
}
