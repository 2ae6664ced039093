/// What a colour is for; `Theme` says which colour that is in light and in dark.
enum ColorRole: Hashable {
  /// The page behind the figure.
  case paper
  /// Text that is read first, and text that explains it.
  case ink, muted
  case axis, grid
  /// The hue of a series, from 0; there are `Theme.hueCount`.
  case series(Int)
  /// Behind bars that show a share: what is left to the whole.
  case track
  case right, wrong
  /// A heat map's tile: what is right in one hue, what is mistaken in another; steps 0...`Theme.lastStep`.
  case rightStep(Int)
  case wrongStep(Int)
  /// Text on a tile of either hue whose step is dark on a light page.
  case onStep

  /// The name in class attributes and custom properties.
  var name: String {
    switch self {
    case .paper: "paper"
    case .ink: "ink"
    case .muted: "muted"
    case .axis: "axis"
    case .grid: "grid"
    case .series(let index): "hue\(index % Theme.hueCount + 1)"
    case .track: "track"
    case .right: "right"
    case .wrong: "wrong"
    case .rightStep(let step): "r\(step)"
    case .wrongStep(let step): "w\(step)"
    case .onStep: "onstep"
    }
  }

  static var all: [ColorRole] {
    let steps = 0...Theme.lastStep
    return [.paper, .ink, .muted, .axis, .grid, .track, .right, .wrong, .onStep]
      + (0..<Theme.hueCount).map(ColorRole.series) + steps.map(ColorRole.rightStep) + steps.map(ColorRole.wrongStep)
  }
}
