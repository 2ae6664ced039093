/// The outline of a shape around the origin: how far a point is from it, negative inside.
///
/// Sizes are in units of half the picture's side. Distances are exact or, near corners and for the ellipse, a close
/// bound: enough to soften an edge over one pixel.
enum ShapeOutline {
  case circle(radius: Float)
  case ellipse(radii: Point)
  case ring(radius: Float, width: Float)
  case rectangle(half: Point)
  /// A regular polygon, by the directions of its sides and their distance from the centre.
  case polygon(sides: [Point], inradius: Float)
  /// A star with as many points as there are sides: the sides of the polygon inside it, prolonged until they meet.
  case star(sides: [Point], inradius: Float)
  case cross(half: Float, arm: Float)
  case crescent(radius: Float, bite: Point, biteRadius: Float)

  func distance(to point: Point) -> Float {
    switch self {
    case .circle(let radius):
      return point.length - radius
    case .ellipse(let radii):
      // The implicit function over the length of its gradient: a first-order distance.
      let scaled = Point(x: point.x / radii.x, y: point.y / radii.y)
      let gradient = Point(x: scaled.x / radii.x, y: scaled.y / radii.y)
      let level = scaled.length
      return level < 0.01 ? -min(radii.x, radii.y) : level * (level - 1) / gradient.length
    case .ring(let radius, let width):
      return abs(point.length - radius) - width
    case .rectangle(let half):
      return Self.rectangle(point, half)
    case .polygon(let sides, let inradius):
      var distance = -Float.infinity
      for side in sides { distance = max(distance, point.dot(side)) }
      return distance - inradius
    case .star(let sides, let inradius):
      // Inside a star, a point is beyond one side at most: the second-farthest side decides.
      var (farthest, second) = (-Float.infinity, -Float.infinity)
      for side in sides {
        let distance = point.dot(side)
        second = max(second, min(distance, farthest))
        farthest = max(distance, farthest)
      }
      return second - inradius
    case .cross(let half, let arm):
      return min(
        Self.rectangle(point, Point(x: half, y: arm)), Self.rectangle(point, Point(x: arm, y: half)))
    case .crescent(let radius, let bite, let biteRadius):
      return max(point.length - radius, biteRadius - (point - bite).length)
    }
  }

  private static func rectangle(_ point: Point, _ half: Point) -> Float {
    let beyond = Point(x: abs(point.x) - half.x, y: abs(point.y) - half.y)
    return Point(x: max(beyond.x, 0), y: max(beyond.y, 0)).length + min(max(beyond.x, beyond.y), 0)
  }

  /// The outward directions of a regular polygon's sides.
  static func sides(_ count: Int) -> [Point] {
    (0..<count).map { number in
      let (sine, cosine) = sineAndCosine(turns: Float(number) / Float(count))
      return Point(x: cosine, y: sine)
    }
  }
}
