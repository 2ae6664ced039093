import Figures

extension Drawing {
  /// A bar that shows a share 0...1 of its frame, with words on it: small enough to stand in a row of many.
  mutating func shareBar(
    _ value: Double, in frame: Rect, _ role: ColorRole, leading: String = "", trailing: String = "",
    weight: FontWeight = .regular
  ) {
    let share = value.isFinite ? min(max(value, 0), 1) : 0
    fill(Path(frame), .track)
    if share > 0 { fill(Path(Rect(frame.x, frame.y, frame.width * share, frame.height)), role, opacity: 0.3) }
    let typesetter = Typesetter.shared
    let base = frame.midY + 3.5
    let room = leading.isEmpty ? 0 : typesetter.width(of: trailing, size: TextSize.smallest) + 14
    let name = typesetter.fitted(leading, into: frame.width - room, size: TextSize.smallest, weight: weight)
    text(name, at: frame.x + 4, base, size: TextSize.smallest, weight: weight)
    if leading.isEmpty {
      let fits = typesetter.width(of: trailing, size: TextSize.smallest) <= frame.width
      text(
        trailing, at: frame.midX, base, size: fits ? TextSize.smallest : TextSize.tight, anchor: .middle)
    } else {
      text(trailing, at: frame.maxX - 4, base, size: TextSize.smallest, anchor: .end)
    }
  }
}

/// Shares as short as they can be.
enum ShortPercent {
  /// `<1%` rather than a wrong zero, `>99%` rather than a wrong hundred; "–" for what is no number.
  static func text(_ share: Double) -> String {
    guard share.isFinite else { return "–" }
    let rounded = (share * 100).rounded()
    if rounded == 0 && share > 0 { return "<1%" }
    if rounded == 100 && share < 1 { return ">99%" }
    return abs(rounded) < 1e6 ? "\(Int(rounded))%" : FigureNumber.value(rounded) + "%"
  }
}
