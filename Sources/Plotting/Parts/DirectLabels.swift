/// Names beside the ends of lines, spread so that none covers another.
struct DirectLabels {
  struct Entry {
    var name: String
    var role: ColorRole
    var weight: FontWeight
    /// Where its line ends.
    var end: Point
  }

  let entries: [Entry]

  /// The room that the names need.
  static func width(of names: [String]) -> Double {
    names.map { Typesetter.shared.width(of: $0, size: TextSize.tick, weight: .semibold) }.max() ?? 0
  }

  func draw(on drawing: inout Drawing, beside plot: Rect) {
    let places = Spread.positions(entries.map(\.end.y), gap: 14, within: plot.y...max(plot.maxY, plot.y))
    for (entry, place) in zip(entries, places) {
      // A name pushed away from its line's end is tied to it.
      if abs(place - entry.end.y) > 5 {
        drawing.stroke(
          Path(from: Point(entry.end.x + 2, entry.end.y), to: Point(plot.maxX + 8, place)), entry.role, width: 0.75,
          opacity: 0.6)
      }
      drawing.text(
        entry.name, at: plot.maxX + 10, place + 4, size: TextSize.tick, weight: entry.weight, entry.role)
    }
  }
}
