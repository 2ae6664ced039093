/// A place in a drawing, in CSS pixels from its top left corner, y downwards.
struct Point: Hashable {
  var x: Double
  var y: Double

  init(_ x: Double, _ y: Double) {
    self.x = x
    self.y = y
  }

  func moved(_ dx: Double, _ dy: Double) -> Point { Point(x + dx, y + dy) }
}

/// An upright rectangle in CSS pixels.
struct Rect: Hashable {
  var x: Double
  var y: Double
  var width: Double
  var height: Double

  var maxX: Double { x + width }
  var maxY: Double { y + height }
  var midX: Double { x + width / 2 }
  var midY: Double { y + height / 2 }

  init(_ x: Double, _ y: Double, _ width: Double, _ height: Double) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }

  func moved(_ dx: Double, _ dy: Double) -> Rect { Rect(x + dx, y + dy, width, height) }
}

/// Straight and curved lines, to be filled or stroked.
struct Path: Hashable {
  enum Element: Hashable {
    case move(Point)
    case line(Point)
    case curve(Point, Point, Point)
    case close
  }

  var elements: [Element] = []

  init() {}

  init(_ rect: Rect, radius: Double = 0) {
    let r = min(radius, rect.width / 2, rect.height / 2)
    guard r > 0 else {
      polyline([
        Point(rect.x, rect.y), Point(rect.maxX, rect.y), Point(rect.maxX, rect.maxY), Point(rect.x, rect.maxY),
      ])
      elements.append(.close)
      return
    }
    let k = r * (1 - Path.arc)
    elements = [
      .move(Point(rect.x + r, rect.y)), .line(Point(rect.maxX - r, rect.y)),
      .curve(Point(rect.maxX - k, rect.y), Point(rect.maxX, rect.y + k), Point(rect.maxX, rect.y + r)),
      .line(Point(rect.maxX, rect.maxY - r)),
      .curve(Point(rect.maxX, rect.maxY - k), Point(rect.maxX - k, rect.maxY), Point(rect.maxX - r, rect.maxY)),
      .line(Point(rect.x + r, rect.maxY)),
      .curve(Point(rect.x + k, rect.maxY), Point(rect.x, rect.maxY - k), Point(rect.x, rect.maxY - r)),
      .line(Point(rect.x, rect.y + r)),
      .curve(Point(rect.x, rect.y + k), Point(rect.x + k, rect.y), Point(rect.x + r, rect.y)), .close,
    ]
  }

  init(circleAt center: Point, radius: Double) {
    self.init(Rect(center.x - radius, center.y - radius, 2 * radius, 2 * radius), radius: radius)
  }

  init(from start: Point, to end: Point) {
    elements = [.move(start), .line(end)]
  }

  func moved(_ dx: Double, _ dy: Double) -> Path {
    var result = self
    result.elements = elements.map { element in
      switch element {
      case .move(let point): .move(point.moved(dx, dy))
      case .line(let point): .line(point.moved(dx, dy))
      case .curve(let first, let second, let end):
        .curve(first.moved(dx, dy), second.moved(dx, dy), end.moved(dx, dy))
      case .close: .close
      }
    }
    return result
  }

  mutating func polyline(_ points: [Point]) {
    for (index, point) in points.enumerated() {
      elements.append(index == 0 ? .move(point) : .line(point))
    }
  }

  /// How far a cubic's control points stand from its ends so that it follows a quarter circle of radius 1.
  private static let arc = 0.5523
}
