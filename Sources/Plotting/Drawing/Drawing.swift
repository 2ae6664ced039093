import Figures

/// A figure laid out: marks in the order in which they are painted.
///
/// A drawing knows colours only by role, so that one layout serves light and dark, SVG, PNG and PDF.
struct Drawing: Hashable {
  var width: Double
  var height: Double
  var marks: [Mark] = []

  init(width: Double, height: Double = 0) {
    self.width = width
    self.height = height
  }
}

/// One thing that a drawing paints.
enum Mark: Hashable {
  case fill(Path, Paint)
  case stroke(Path, Paint, width: Double, dash: [Double])
  case text(Label)
  case image(ImageGrid.Pixels, Rect)
  case mosaic(Mosaic)
  /// Equal discs that are painted as one surface: kept apart from other shapes because a scatter chart has thousands.
  case dots([Point], Paint, radius: Double)
}

/// A colour by its role, and how much of it.
struct Paint: Hashable {
  var role: ColorRole
  /// 0...1.
  var opacity: Double = 1
}

/// One line of text.
struct Label: Hashable {
  enum Anchor: Hashable { case start, middle, end }

  var text: String
  /// The anchor's place on the base line.
  var origin: Point
  /// Height of the em square in CSS pixels.
  var size: Double
  var weight: FontWeight
  var role: ColorRole
  var anchor: Anchor
  /// Clockwise, in degrees.
  var rotation: Double

  /// From the anchor to where the text begins, along the base line.
  var leading: Double {
    switch anchor {
    case .start: 0
    case .middle: -Typesetter.shared.width(of: text, size: size, weight: weight) / 2
    case .end: -Typesetter.shared.width(of: text, size: size, weight: weight)
    }
  }
}

/// Equal tiles on a grid, such as a heat map's: kept apart from other shapes because a hundred classes make ten
/// thousand of them.
struct Mosaic: Hashable {
  struct Tile: Hashable {
    var row: Int
    var column: Int
    var role: ColorRole
  }

  var frame: Rect
  var rows: Int
  var columns: Int
  var tiles: [Tile]

  var tileWidth: Double { frame.width / Double(max(columns, 1)) }
  var tileHeight: Double { frame.height / Double(max(rows, 1)) }
}

extension Drawing {
  mutating func fill(_ path: Path, _ role: ColorRole, opacity: Double = 1) {
    marks.append(.fill(path, Paint(role: role, opacity: opacity)))
  }

  mutating func stroke(_ path: Path, _ role: ColorRole, width: Double = 1, opacity: Double = 1, dash: [Double] = []) {
    marks.append(.stroke(path, Paint(role: role, opacity: opacity), width: width, dash: dash))
  }

  mutating func text(
    _ text: String, at x: Double, _ y: Double, size: Double = TextSize.label, weight: FontWeight = .regular,
    _ role: ColorRole = .ink, anchor: Label.Anchor = .start, rotation: Double = 0
  ) {
    guard !text.isEmpty else { return }
    let label = Label(
      text: text, origin: Point(x, y), size: size, weight: weight, role: role, anchor: anchor, rotation: rotation)
    marks.append(.text(label))
  }

  /// Brings marks of a kind and colour together: for figures whose parts stand beside each other, so that the order
  /// between parts does not matter. Pictures come first, then surfaces, lines and text.
  mutating func gather() {
    var order: [Paint: Int] = [:]
    var keys: [(kind: Int, paint: Int, place: Int)] = []
    for (place, mark) in marks.enumerated() {
      func index(_ paint: Paint) -> Int {
        if order[paint] == nil { order[paint] = order.count }
        return order[paint] ?? 0
      }
      switch mark {
      case .image, .mosaic: keys.append((0, 0, place))
      case .fill(_, let paint), .dots(_, let paint, _): keys.append((1, index(paint), place))
      case .stroke(_, let paint, _, _): keys.append((2, index(paint), place))
      case .text: keys.append((3, 0, place))
      }
    }
    marks = keys.sorted { ($0.kind, $0.paint, $0.place) < ($1.kind, $1.paint, $1.place) }.map { marks[$0.place] }
  }

  mutating func dots(_ points: [Point], radius: Double, _ role: ColorRole, opacity: Double = 1) {
    if !points.isEmpty { marks.append(.dots(points, Paint(role: role, opacity: opacity), radius: radius)) }
  }

  mutating func image(_ pixels: ImageGrid.Pixels, in frame: Rect) {
    marks.append(.image(pixels, frame))
  }
}

/// The sizes of text, in CSS pixels: a figure is never shrunk by more than a tenth, so none falls below 9.
enum TextSize {
  static let title = 13.0
  static let label = 12.0
  static let tick = 11.0
  static let small = 10.5
  static let smallest = 10.0
  /// Where a column has no room for more.
  static let tight = 9.5
}
