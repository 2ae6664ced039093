import Figures

/// Lays out a bar chart: one row a category, the value at the bar's end.
struct BarChartLayout {
  let chart: BarChart
  let frame: Frame

  private var typesetter: Typesetter { .shared }

  func drawing() -> Drawing {
    let header = chart.valueLabel.isEmpty && chart.categoryLabel.isEmpty ? 4.0 : 24.0
    let row = rowHeight(header)
    var drawing = Drawing(width: frame.width, height: header + row * Double(chart.bars.count) + 4)
    guard !chart.bars.isEmpty else {
      drawing.emptyNote("No data")
      return drawing
    }
    let texts = chart.bars.map { chart.text($0.value) }
    let names = chart.bars.map { typesetter.fitted($0.label, into: frame.width * 0.34, size: TextSize.label) }
    let nameWidth = names.map { typesetter.width(of: $0, size: TextSize.label) }.max() ?? 0
    let textWidth = texts.map { typesetter.width(of: $0, size: TextSize.label) }.max() ?? 0
    let hasNegative = chart.bars.contains { $0.value.isFinite && $0.value < 0 }
    let start = nameWidth + 12 + (hasNegative ? textWidth + 8 : 0)
    let values = chart.bars.map(\.value) + [0]
    let axis = Axis(over: values, from: start, to: max(frame.width - textWidth - 10, start + 20), count: 5)
    let zero = axis.position(0)

    drawing.text(chart.categoryLabel, at: nameWidth, 12, size: TextSize.tick, .muted, anchor: .end)
    drawing.text(chart.valueLabel, at: zero, 12, size: TextSize.tick, .muted)
    let thickness = min((row * 0.68).rounded(), 22)
    for (index, bar) in chart.bars.enumerated() {
      let middle = header + row * (Double(index) + 0.5)
      drawing.text(names[index], at: nameWidth, middle + 4, anchor: .end)
      let end = bar.value.isFinite ? axis.position(bar.value) : zero
      let rect = Rect(min(zero, end), middle - thickness / 2, abs(end - zero), thickness)
      if rect.width > 0 { drawing.fill(Path(rect, radius: 2), .series(0)) }
      if end < zero {
        drawing.text(texts[index], at: end - 6, middle + 4, anchor: .end)
      } else {
        drawing.text(texts[index], at: end + 6, middle + 4)
      }
    }
    let line = zero.rounded() - 0.5
    drawing.stroke(Path(from: Point(line, header - 2), to: Point(line, drawing.height - 2)), .axis)
    drawing.gather()
    return drawing
  }

  /// Rows shrink where there are many, and never below what their text needs.
  private func rowHeight(_ header: Double) -> Double {
    let count = Double(max(chart.bars.count, 1))
    if let height = frame.height { return min(max((height - header - 4) / count, 16), 60) }
    return chart.bars.count > 30 ? 17 : 25
  }
}
