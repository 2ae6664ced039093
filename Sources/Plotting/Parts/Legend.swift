/// Names of series beside samples of how they are drawn, in rows that fit.
struct Legend {
  struct Entry {
    var name: String
    var role: ColorRole
    var sample: Sample
  }

  enum Sample {
    case line(width: Double, opacity: Double)
    case area
    case dot(DotShape)
  }

  let rows: [[Entry]]
  private let width: Double
  private static let rowHeight = 17.0

  init(_ entries: [Entry], width: Double) {
    self.width = width
    var rows: [[Entry]] = []
    var used = Double.infinity
    for entry in entries {
      let needed = Legend.width(of: entry, in: width)
      if used + needed > width + 15 {
        rows.append([])
        used = 0
      }
      rows[rows.count - 1].append(entry)
      used += needed
    }
    self.rows = rows
  }

  var height: Double { Double(rows.count) * Legend.rowHeight }

  func draw(on drawing: inout Drawing, at place: Point) {
    for (row, entries) in rows.enumerated() {
      var pen = place.x
      let line = place.y + Double(row) * Legend.rowHeight + 11
      for entry in entries {
        switch entry.sample {
        case .line(let width, let opacity):
          let path = Path(from: Point(pen, line - 4), to: Point(pen + 18, line - 4))
          drawing.stroke(path, entry.role, width: width, opacity: opacity)
        case .area: drawing.fill(Path(Rect(pen + 5, line - 9, 11, 11), radius: 2), entry.role)
        case .dot(let shape): drawing.symbols(shape, at: [Point(pen + 10, line - 4)], size: 3.6, entry.role)
        }
        let name = Typesetter.shared.fitted(entry.name, into: width - 40, size: TextSize.tick)
        drawing.text(name, at: pen + 23, line, size: TextSize.tick)
        pen += Legend.width(of: entry, in: width)
      }
    }
  }

  /// With sample and the room to the next.
  private static func width(of entry: Entry, in width: Double) -> Double {
    min(Typesetter.shared.width(of: entry.name, size: TextSize.tick), width - 40) + 38
  }
}
