/// A pattern that covers the whole picture: how much of a second colour each point has, 0...1.
struct ShapeTexture {
  private enum Pattern {
    case slope
    case stripes
    case checks
    case rings
    case clouds(lattice: [Float])
  }

  private static let latticeSide = 6

  private let pattern: Pattern
  /// Cosine and sine of the pattern's direction.
  private let axes: Point
  private let shift: Point
  private let frequency: Float

  init(_ random: inout RandomStream) {
    let (sine, cosine) = sineAndCosine(turns: random.unit())
    axes = Point(x: cosine, y: sine)
    shift = Point(x: random.uniform(-1, 1), y: random.uniform(-1, 1))
    frequency = random.uniform(0.8, 2)
    switch random.next(below: 5) {
    case 0: pattern = .slope
    case 1: pattern = .stripes
    case 2: pattern = .checks
    case 3: pattern = .rings
    default: pattern = .clouds(lattice: (0..<Self.latticeSide * Self.latticeSide).map { _ in random.unit() })
    }
  }

  func share(at point: Point) -> Float {
    let place = point.turned(by: axes)
    switch pattern {
    case .slope: return min(max(0.5 + place.x * 0.5, 0), 1)
    case .stripes: return Self.wave(place.x * frequency + shift.x)
    case .checks:
      let (across, along) = (Self.wave(place.x * frequency + shift.x), Self.wave(place.y * frequency + shift.y))
      return across * along + (1 - across) * (1 - along)
    case .rings: return Self.wave((place - shift).length * frequency)
    case .clouds(let lattice): return Self.cloud(lattice, at: point)
    }
  }

  /// A wave of period 1 between 0 and 1: a triangle with softened tips, which needs no sine.
  private static func wave(_ value: Float) -> Float {
    let triangle = abs((value - value.rounded(.down)) * 2 - 1)
    return triangle * triangle * (3 - 2 * triangle)
  }

  /// Random heights on a coarse lattice, smoothly joined.
  private static func cloud(_ lattice: [Float], at point: Point) -> Float {
    let cells = Float(latticeSide - 1)
    let (x, y) = ((point.x + 1) * 0.5 * cells, (point.y + 1) * 0.5 * cells)
    let (column, row) = (min(Int(x), latticeSide - 2), min(Int(y), latticeSide - 2))
    func eased(_ value: Float) -> Float { value * value * (3 - 2 * value) }
    let (across, down) = (eased(x - Float(column)), eased(y - Float(row)))
    let corner = row * latticeSide + column
    let top = lattice[corner] + (lattice[corner + 1] - lattice[corner]) * across
    let (left, right) = (lattice[corner + latticeSide], lattice[corner + latticeSide + 1])
    return top + (left + (right - left) * across - top) * down
  }
}
