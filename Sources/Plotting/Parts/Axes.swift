import Figures

/// A plot's rectangle with a horizontal and a vertical axis: what line, scatter and calibration charts and histograms
/// share.
struct Axes {
  /// What one axis shows.
  struct Side {
    var values: [Double]
    var label = ""
    var style = Ticks.Style.plain
    /// Room beyond the values, as a share of their span.
    var padding = 0.0
    /// The natural bounds of the values.
    var limits: ClosedRange<Double>?
    var options: AxisOptions?

    /// The label that is shown.
    var title: String { options?.label ?? label }
  }

  let x: Axis
  let y: Axis
  let plot: Rect
  private let xTitle: String
  /// Where the frame ends.
  private let maxX: Double
  private let showsXTexts: Bool

  /// - Parameters:
  ///   - frame: holds the plot, the texts of both axes and the horizontal one's label.
  ///   - left: the least room for the vertical axis's texts.
  ///   - right: room for what stands beside the plot.
  init(in frame: Rect, x: Side, y: Side, left: Double = 0, right: Double = 8, showsXTexts: Bool = true) {
    let bottom = frame.maxY - (showsXTexts ? (x.title.isEmpty ? 20 : 38) : 6)
    let height = bottom - frame.y
    // Close together on a low plot, with more room between them on a high one.
    let count = max(min(Int(height / 23), 7), Int(height / 44), 2)
    let vertical = Axis(
      over: y.values, from: bottom, to: frame.y, count: count, style: y.style, padding: y.padding, limits: y.limits,
      options: y.options)
    let leading = max(Axes.width(of: vertical) + 8, left)
    plot = Rect(
      frame.x + leading, frame.y, max(frame.width - leading - right, 20), max(bottom - frame.y, 10))
    self.x = Axis(
      over: x.values, from: plot.x + 6, to: plot.maxX, count: max(Int(plot.width / 44), 1), style: x.style,
      padding: x.padding, limits: x.limits, options: x.options)
    self.y = vertical
    xTitle = x.title
    maxX = frame.maxX
    self.showsXTexts = showsXTexts
  }

  /// The room that the axis's texts take.
  private static func width(of axis: Axis) -> Double {
    axis.ticks.texts.map { Typesetter.shared.width(of: $0, size: TextSize.tick) }.max() ?? 0
  }

  func position(_ x: Double, _ y: Double) -> Point {
    Point(self.x.position(x), self.y.position(y))
  }

  func draw(on drawing: inout Drawing) {
    for (value, text) in zip(y.ticks.values, y.ticks.texts) {
      let place = y.position(value).rounded() + 0.5
      drawing.stroke(Path(from: Point(plot.x, place), to: Point(plot.maxX, place)), .grid)
      drawing.text(text, at: plot.x - 8, place + 4, size: TextSize.tick, .muted, anchor: .end)
    }
    let base = plot.maxY.rounded() + 0.5
    drawing.stroke(Path(from: Point(plot.x, base), to: Point(plot.maxX, base)), .axis)
    var free = -Double.infinity
    for (value, text) in zip(x.ticks.values, x.ticks.texts) {
      let place = x.position(value)
      drawing.stroke(Path(from: Point(place, base), to: Point(place, base + 4)), .axis)
      let half = Typesetter.shared.width(of: text, size: TextSize.tick) / 2
      // Long numbers stand at every other mark, and none leaves the frame.
      let center = min(place, maxX - half)
      guard showsXTexts, center - half > free else { continue }
      drawing.text(text, at: center, base + 16, size: TextSize.tick, .muted, anchor: .middle)
      free = center + half + 4
    }
    guard showsXTexts else { return }
    let label = Typesetter.shared.fitted(xTitle, into: plot.width, size: TextSize.tick)
    drawing.text(label, at: plot.midX, base + 33, size: TextSize.tick, .muted, anchor: .middle)
  }
}
