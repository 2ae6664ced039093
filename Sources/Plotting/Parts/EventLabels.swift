/// Words above a plot that name places on its horizontal axis: none is dropped and none covers another.
struct EventLabels {
  struct Placed {
    var text: String
    /// Where the marked place is, and where the text begins.
    var x: Double
    var start: Double
    var width: Double
    /// 0 is next to the plot.
    var row: Int

    var end: Double { start + width }
  }

  private(set) var placed: [Placed] = []
  static let rowHeight = 16.0

  /// - Parameters:
  ///   - events: text and place of each.
  ///   - range: the room for the texts.
  init(_ events: [(text: String, x: Double)], within range: ClosedRange<Double>) {
    let typesetter = Typesetter.shared
    for event in events.sorted(by: { $0.x < $1.x }) {
      let room = range.upperBound - range.lowerBound
      let text = typesetter.fitted(event.text, into: room, size: TextSize.tick)
      let width = typesetter.width(of: text, size: TextSize.tick)
      // Over its place first, then to one side of it.
      let starts = [event.x - width / 2, event.x - width - 4, event.x + 4].map {
        max(min($0, range.upperBound - width), range.lowerBound)
      }
      let candidates = (0...placed.count).flatMap { row in
        starts.map { Placed(text: text, x: event.x, start: $0, width: width, row: row) }
      }
      let best = candidates.first { candidate in placed.allSatisfy { !EventLabels.collide($0, candidate) } }
      placed.append(best ?? Placed(text: text, x: event.x, start: starts[0], width: width, row: placed.count))
    }
  }

  /// Rows of text that are needed.
  var rows: Int { (placed.map(\.row).max() ?? -1) + 1 }

  /// Two texts, or one's text and the line that leads up to the other, meet.
  private static func collide(_ first: Placed, _ second: Placed) -> Bool {
    if first.row == second.row { return first.start - 8 < second.end && second.start - 8 < first.end }
    let (low, high) = first.row < second.row ? (first, second) : (second, first)
    return low.start - 2 < high.x && high.x < low.end + 2
  }

  /// Draws the texts above `plot` and a dotted line from each down through it.
  func draw(on drawing: inout Drawing, above plot: Rect) {
    for label in placed {
      let top = plot.y - 4 - Double(label.row) * EventLabels.rowHeight
      drawing.stroke(Path(from: Point(label.x, top), to: Point(label.x, plot.maxY)), .muted, dash: [2, 3])
      drawing.text(label.text, at: label.start, top - 4, size: TextSize.tick, .ink)
    }
  }
}
