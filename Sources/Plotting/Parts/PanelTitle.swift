/// The heading of one plot, with what it measures beside it, where it is read without turning the head.
struct PanelTitle {
  var title: String
  var unit: String

  init(_ title: String, unit: String = "") {
    self.title = title
    self.unit = unit.lowercased() == title.lowercased() ? "" : unit
  }

  var height: Double { title.isEmpty && unit.isEmpty ? 6 : 22 }

  func draw(on drawing: inout Drawing, in frame: Rect) {
    let typesetter = Typesetter.shared
    let title = typesetter.fitted(title, into: frame.width, size: TextSize.title, weight: .semibold)
    drawing.text(title, at: frame.x, frame.y + 13, size: TextSize.title, weight: .semibold)
    let used = typesetter.width(of: title, size: TextSize.title, weight: .semibold) + (title.isEmpty ? 0 : 8)
    let label = typesetter.fitted(unit, into: frame.width - used, size: TextSize.tick)
    drawing.text(label, at: frame.x + used, frame.y + 13, size: TextSize.tick, .muted)
  }
}
