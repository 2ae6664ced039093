/// One picture of `Shapes`: everything drawn from its random stream first, then painted pixel by pixel.
struct ShapePicture {
  static let side = 32
  static let channels = 3

  private let texture: ShapeTexture
  private let ground: (Colour, Colour)
  private let outline: ShapeOutline
  private let centre: Point
  /// Cosine and sine of the shape's rotation.
  private let axes: Point
  private let fill: Colour
  /// How much lighter the shape's upper left is than its lower right.
  private let shade: Float
  private let occluders: [(outline: ShapeOutline, centre: Point, axes: Point, colour: Colour)]
  private let noise: Float

  init(of shape: ShapeKind, _ random: inout RandomStream) {
    texture = ShapeTexture(&random)
    let hue = random.unit()
    let lightness = random.uniform(0.74, 0.9)
    ground = (
      Colour(hue: hue, saturation: random.uniform(0.25, 0.6), lightness: lightness),
      Colour(
        hue: hue + random.uniform(-0.12, 0.12), saturation: random.uniform(0.25, 0.6),
        lightness: lightness - random.uniform(0.05, 0.16))
    )
    let size = random.uniform(0.56, 0.8)
    outline = shape.outline(size: size, &random)
    let reach = 0.86 - size
    let centre = Point(x: random.uniform(-reach, reach), y: random.uniform(-reach, reach))
    self.centre = centre
    axes = Self.axes(turns: random.unit())
    // A hue far from the ground's and always darker than it: the shape must be there to be seen.
    fill = Colour(
      hue: hue + random.uniform(0.2, 0.8), saturation: random.uniform(0.6, 0.95),
      lightness: random.uniform(0.28, 0.5))
    shade = random.uniform(0, 0.12)
    occluders = (0..<random.next(below: 2)).map { _ in Self.occluder(of: size, at: centre, &random) }
    noise = random.uniform(0.01, 0.06)
  }

  /// A bar or a disc across a part of the shape, but never across its middle.
  private static func occluder(
    of size: Float, at centre: Point, _ random: inout RandomStream
  ) -> (outline: ShapeOutline, centre: Point, axes: Point, colour: Colour) {
    let axes = Self.axes(turns: random.unit())
    let colour = Colour(
      hue: random.unit(), saturation: random.uniform(0.1, 0.7), lightness: random.uniform(0.6, 0.95))
    let distance = size * random.uniform(0.65, 1.05)
    let place = centre + axes * distance
    if random.next(below: 2) == 0 {
      return (.circle(radius: size * random.uniform(0.2, 0.38)), place, axes, colour)
    }
    return (.rectangle(half: Point(x: size * random.uniform(0.08, 0.18), y: 3)), place, axes, colour)
  }

  private static func axes(turns: Float) -> Point {
    let (sine, cosine) = sineAndCosine(turns: turns)
    return Point(x: cosine, y: sine)
  }

  /// Writes the picture as `[height, width, channels]`.
  func paint(to pixels: UnsafeMutableBufferPointer<UInt8>, _ random: inout RandomStream) {
    let scale = 2 / Float(Self.side)
    var target = 0
    for row in 0..<Self.side {
      for column in 0..<Self.side {
        let point = Point(x: (Float(column) + 0.5) * scale - 1, y: (Float(row) + 0.5) * scale - 1)
        var colour = ground.0.mixed(with: ground.1, share: texture.share(at: point))
        let inside = point - centre
        colour = colour.mixed(
          with: fill.shifted(by: -shade * (inside.x + inside.y)),
          share: Self.coverage(outline.distance(to: inside.turned(by: axes)), pixel: scale))
        for occluder in occluders {
          let distance = occluder.outline.distance(to: (point - occluder.centre).turned(by: occluder.axes))
          colour = colour.mixed(with: occluder.colour, share: Self.coverage(distance, pixel: scale))
        }
        var bits = random.next()
        for value in [colour.red, colour.green, colour.blue] {
          // The sum of two bytes: a triangle around 0, close enough to a bell.
          let grain = Float(bits & 0xFF) + Float(bits >> 8 & 0xFF) - 255
          bits >>= 16
          pixels[target] = UInt8(min(max((value + grain * (noise / 128)) * 255 + 0.5, 0), 255))
          target += 1
        }
      }
    }
  }

  /// How much of a pixel lies inside an outline, by its distance from the pixel's centre.
  private static func coverage(_ distance: Float, pixel: Float) -> Float {
    min(max(0.5 - distance / pixel, 0), 1)
  }
}
