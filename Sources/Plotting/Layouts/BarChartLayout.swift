import Figures

/// Lays out a bar chart: one row a category, the value at the bar's end; bars of several groups under each other.
struct BarChartLayout {
  let chart: BarChart
  let frame: Frame

  private var typesetter: Typesetter { .shared }
  private var labels: [String] { chart.groups.isEmpty ? chart.bars.map(\.label) : chart.labels }
  private var groupCount: Int { max(chart.groups.count, 1) }

  func drawing() -> Drawing {
    let valueLabel = chart.xAxis?.label ?? chart.valueLabel
    let categoryLabel = chart.yAxis?.label ?? chart.categoryLabel
    let legend = Legend(entries, width: frame.width)
    let header = legend.height + (valueLabel.isEmpty && categoryLabel.isEmpty ? 4.0 : 24.0)
    let labels = self.labels
    let row = rowHeight(header, count: labels.count)
    var drawing = Drawing(width: frame.width, height: header + row * Double(labels.count) + 4)
    guard !chart.bars.isEmpty else {
      drawing.emptyNote("No data")
      return drawing
    }
    let names = labels.map { typesetter.fitted($0, into: frame.width * 0.34, size: TextSize.label) }
    let nameWidth =
      (names + [typesetter.fitted(categoryLabel, into: frame.width * 0.34, size: TextSize.label)])
      .map { typesetter.width(of: $0, size: TextSize.label) }.max() ?? 0
    let textWidth = chart.bars.map { typesetter.width(of: chart.text($0.value), size: textSize) }.max() ?? 0
    let hasNegative = chart.bars.contains { $0.value.isFinite && $0.value < 0 }
    let start = nameWidth + 12 + (hasNegative ? textWidth + 8 : 0)
    let isLog = chart.xAxis?.scale == .log
    let axis = Axis(
      over: chart.bars.map(\.value) + (isLog ? [] : [0]), from: start,
      to: max(frame.width - textWidth - 10, start + 20),
      count: 5, padding: isLog ? 0.08 : 0, options: chart.xAxis)
    let zero = axis.position(isLog ? axis.low : 0)

    legend.draw(on: &drawing, at: Point(0, 0))
    drawing.text(
      typesetter.fitted(categoryLabel, into: nameWidth, size: TextSize.tick), at: nameWidth, header - 12,
      size: TextSize.tick, .muted, anchor: .end)
    drawing.text(
      typesetter.fitted(valueLabel, into: frame.width - zero, size: TextSize.tick), at: zero, header - 12,
      size: TextSize.tick, .muted)
    for (index, name) in names.enumerated() {
      let middle = header + row * (Double(index) + 0.5)
      drawing.text(name, at: nameWidth, middle + 4, anchor: .end)
      for (place, bar) in bars(of: index, label: labels[index]) {
        let lane = row * 0.84 / Double(groupCount)
        let thickness = groupCount == 1 ? min((row * 0.68).rounded(), 22) : lane - 1
        let center = middle + lane * (Double(place) - Double(groupCount - 1) / 2)
        draw(bar, .series(place), at: center, thickness: thickness, axis: axis, zero: zero, on: &drawing)
      }
    }
    let line = zero.rounded() - 0.5
    drawing.stroke(Path(from: Point(line, header - 2), to: Point(line, drawing.height - 2)), .axis)
    drawing.gather()
    return drawing
  }

  private func draw(
    _ bar: BarChart.Bar, _ role: ColorRole, at middle: Double, thickness: Double, axis: Axis, zero: Double,
    on drawing: inout Drawing
  ) {
    let text = chart.text(bar.value)
    let end = bar.value.isFinite ? axis.position(bar.value) : zero
    let rect = Rect(min(zero, end), middle - thickness / 2, abs(end - zero), thickness)
    if rect.width > 0 { drawing.fill(Path(rect, radius: 2), role) }
    if end < zero {
      drawing.text(text, at: end - 6, middle + 4, size: textSize, anchor: .end)
    } else {
      drawing.text(text, at: end + 6, middle + 4, size: textSize)
    }
  }

  private var textSize: Double { groupCount > 1 ? TextSize.smallest : TextSize.label }

  private var entries: [Legend.Entry] {
    chart.groups.enumerated().map { .init(name: $0.element, role: .series($0.offset), sample: .area) }
  }

  /// The bars of one row with the places of their groups.
  private func bars(of index: Int, label: String) -> [(place: Int, bar: BarChart.Bar)] {
    let groups = chart.groups
    guard !groups.isEmpty else { return [(0, chart.bars[index])] }
    return chart.bars.filter { $0.label == label }.map { (groups.firstIndex(of: $0.group ?? "") ?? 0, $0) }
  }

  /// Rows shrink where there are many, and never below what their text needs.
  private func rowHeight(_ header: Double, count: Int) -> Double {
    let least = groupCount == 1 ? 16.0 : 14 * Double(groupCount) + 4
    if let height = frame.height { return min(max((height - header - 4) / Double(max(count, 1)), least), 60) }
    return groupCount == 1 ? (count > 30 ? 17 : 25) : least + 6
  }
}
