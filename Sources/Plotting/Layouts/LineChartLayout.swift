import Figures

/// Lays out a line chart: its panels side by side on a wide page, stacked on a phone.
struct LineChartLayout {
  let chart: LineChart
  let frame: Frame

  func drawing() -> Drawing {
    let columns = frame.isNarrow ? 1 : min(max(chart.panels.count, 1), 2)
    let gap = 28.0
    let width = (frame.width - gap * Double(columns - 1)) / Double(columns)
    let rows = (max(chart.panels.count, 1) + columns - 1) / columns
    let rowGap = 18.0
    let natural = columns == 1 && !frame.isNarrow ? min(width * 0.48, 340) : 250
    let height = frame.height.map { ($0 - rowGap * Double(rows - 1)) / Double(rows) } ?? natural
    var drawing = Drawing(width: frame.width, height: height * Double(rows) + rowGap * Double(rows - 1))
    let hues = self.hues
    if chart.panels.isEmpty { drawing.emptyNote("No data") }
    for (index, panel) in chart.panels.enumerated() {
      let place = Rect(
        Double(index % columns) * (width + gap), Double(index / columns) * (height + rowGap), width, max(height, 120))
      LinePanelLayout(panel: panel, xLabel: chart.xLabel, xs: xs, frame: place, hues: hues).draw(on: &drawing)
    }
    return drawing
  }

  /// All panels share the horizontal axis.
  private var xs: [Double] {
    chart.panels.flatMap { $0.series.flatMap { Array(zip($0.x, $0.y)).filter { $0.1.isFinite }.map(\.0) } }
  }

  /// The hue of each group: the same in every panel, by first appearance; a panel's own groups begin at the first hue.
  private var hues: [String: Int] {
    var result: [String: Int] = [:]
    for panel in chart.panels {
      let keys = panel.series.map(\.hueKey)
      // A pair of curves in a panel of its own needs no hue that tells it from other panels'.
      for key in keys where result[key] == nil {
        let taken = Set(keys.compactMap { result[$0] })
        result[key] = (0...).first { !taken.contains($0) } ?? 0
      }
    }
    return result
  }
}

extension LineChart.Series {
  /// Series with equal keys have the same hue.
  var hueKey: String { group ?? name }
}

extension Drawing {
  /// Says that there is nothing to draw.
  mutating func emptyNote(_ text: String) {
    height = max(height, 80)
    stroke(Path(Rect(0.5, 0.5, width - 1, height - 1), radius: 6), .grid)
    self.text(text, at: width / 2, height / 2 + 4, .muted, anchor: .middle)
  }
}
