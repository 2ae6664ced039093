/// Whether a figure is drawn for a light or a dark page.
public enum Appearance: String, Hashable, Sendable, CaseIterable {
  case light, dark
}

/// The colours of every figure, in light and dark.
///
/// The hues follow the order in which colour-blind readers tell them apart best: blue and orange first. They differ in
/// lightness too, so that any two are apart for readers without red, green or blue cones. All of them carry text, so
/// each stands out from its page by at least 4.5:1.
public struct Theme: Hashable, Sendable {
  /// The colours for one kind of page.
  public struct Palette: Hashable, Sendable {
    public var paper, ink, muted, axis, grid, track, right, wrong: Color
    /// Six hues for series.
    public var hues: [Color]
    /// A heat map's colours for right predictions and for mistakes: four stops from none to all. Text changes colour
    /// between the second and the third, which therefore stand a little apart.
    public var rightStops, wrongStops: [Color]
    /// Text on the steps after the second stop.
    public var onStep: Color
  }

  public var light: Palette
  public var dark: Palette

  public static let standard = Theme(
    light: Palette(
      paper: Color(0xffffff), ink: Color(0x1f2328), muted: Color(0x59626c), axis: Color(0x8b949e),
      grid: Color(0xe6e9ed),
      track: Color(0xeef0f3), right: Color(0x0a7554), wrong: Color(0xb42318),
      hues: [0x0b62b5, 0xb3540a, 0x00552b, 0x520e6e, 0x964e70, 0x2b3338].map(Color.init),
      rightStops: [0xeef2f7, 0x6ea6da, 0x2a6cb3, 0x083a78].map(Color.init),
      wrongStops: [0xf3f1ee, 0xf0a263, 0xb4570c, 0x773100].map(Color.init), onStep: Color(0xffffff)),
    dark: Palette(
      paper: Color(0x15181c), ink: Color(0xe8eaed), muted: Color(0xa3abb5), axis: Color(0x6e7681),
      grid: Color(0x2a2f36),
      track: Color(0x23282e), right: Color(0x4fd1a5), wrong: Color(0xff8b7e),
      hues: [0x6cb0ff, 0xffa95c, 0x74f0a6, 0xb07bb4, 0xf0607a, 0xc2c4c6].map(Color.init),
      rightStops: [0x22272d, 0x2c5f92, 0x5590cc, 0xb0d6ff].map(Color.init),
      wrongStops: [0x23272b, 0x80501c, 0xc98236, 0xffd2a0].map(Color.init), onStep: Color(0x0d1014)))

  static let hueCount = 6
  /// Heat maps have steps 0...`lastStep`.
  static let lastStep = 16

  /// The step for a share 0...1.
  static func step(_ share: Double) -> Int {
    share.isFinite ? Int((min(max(share, 0), 1) * Double(lastStep)).rounded()) : 0
  }

  /// The colour of text on a heat map's tile.
  static func text(onStep step: Int) -> ColorRole {
    step > lastStep / 2 ? .onStep : .ink
  }

  func color(_ role: ColorRole, _ appearance: Appearance) -> Color {
    let palette = appearance == .light ? light : dark
    return switch role {
    case .paper: palette.paper
    case .ink: palette.ink
    case .muted: palette.muted
    case .axis: palette.axis
    case .grid: palette.grid
    case .series(let index): palette.hues[index % Theme.hueCount]
    case .track: palette.track
    case .right: palette.right
    case .wrong: palette.wrong
    case .rightStep(let step): Theme.mix(palette.rightStops, step)
    case .wrongStep(let step): Theme.mix(palette.wrongStops, step)
    case .onStep: palette.onStep
    }
  }

  private static func mix(_ stops: [Color], _ step: Int) -> Color {
    let middle = lastStep / 2
    guard stops.count == 4, step > middle else {
      return stops[0].mixed(with: stops[1], Double(step) / Double(middle))
    }
    return stops[2].mixed(with: stops[3], Double(step - middle - 1) / Double(lastStep - middle - 1))
  }
}
