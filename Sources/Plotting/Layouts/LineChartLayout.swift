import Figures

/// Lays out a line chart: its panels side by side on a wide page, stacked on a phone, each with the strip beneath it.
struct LineChartLayout {
  let chart: LineChart
  let frame: Frame

  private let gap = 28.0
  private let rowGap = 18.0

  func drawing() -> Drawing {
    let columns = frame.isNarrow ? 1 : min(max(chart.panels.count, 1), 2)
    let width = (frame.width - gap * Double(columns - 1)) / Double(columns)
    let rows = (max(chart.panels.count, 1) + columns - 1) / columns
    let stripHeight = chart.strip == nil ? 0 : frame.isNarrow ? 110.0 : 100
    let natural = (columns == 1 && !frame.isNarrow ? min(width * 0.48, 340) : 250) + stripHeight * 0.7
    let height = max(
      frame.height.map { ($0 - rowGap * Double(rows - 1)) / Double(rows) } ?? natural, 120 + stripHeight)
    var drawing = Drawing(width: frame.width, height: height * Double(rows) + rowGap * Double(rows - 1))
    if chart.panels.isEmpty { drawing.emptyNote("No data") }
    for start in stride(from: 0, to: chart.panels.count, by: columns) {
      let row = Double(start / columns) * (height + rowGap)
      var panels = chart.panels[start..<min(start + columns, chart.panels.count)].enumerated().map { column, panel in
        layout(
          of: panel, in: Rect(Double(column) * (width + gap), row, width, height - stripHeight),
          showsXTexts: chart.strip == nil)
      }
      // Plots beside each other begin at one height.
      let header = panels.map(\.headerHeight).max() ?? 0
      for index in panels.indices {
        panels[index].leastHeader = header
        draw(panels[index], stripHeight: stripHeight, on: &drawing)
      }
    }
    return drawing
  }

  private func draw(_ panel: LinePanelLayout, stripHeight: Double, on drawing: inout Drawing) {
    var upper = panel
    let place = panel.frame
    guard let strip = chart.strip else { return upper.draw(on: &drawing) }
    var lower = layout(
      of: strip, in: Rect(place.x, place.maxY, place.width, stripHeight), showsXTexts: true, smoothing: 0)
    // One above the other, the same epoch stands at the same place in both.
    let left = max(upper.margins.left, lower.margins.left)
    let right = max(upper.margins.right, lower.margins.right)
    (upper.least, lower.least) = ((left, right), (left, right))
    upper.draw(on: &drawing)
    lower.draw(on: &drawing)
  }

  private func layout(
    of panel: LineChart.Panel, in place: Rect, showsXTexts: Bool, smoothing: Double? = nil
  ) -> LinePanelLayout {
    LinePanelLayout(
      panel: panel,
      x: Axes.Side(values: xs, label: chart.xLabel, style: areWhole ? .integers : .plain, options: chart.xAxis),
      frame: place, hues: hues, smoothing: smoothing ?? chart.smoothing ?? 0, showsXTexts: showsXTexts)
  }

  /// All panels share the horizontal axis.
  private var xs: [Double] {
    (chart.panels + (chart.strip.map { [$0] } ?? [])).flatMap { panel in
      panel.series.flatMap { Array(zip($0.x, $0.y)).filter { $0.1.isFinite }.map(\.0) }
        + panel.markers.map(\.x).filter(\.isFinite)
    }
  }

  private var areWhole: Bool { xs.allSatisfy { $0 == $0.rounded() } }

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
    // What stands alone in the strip is none of the lines above.
    for series in chart.strip?.series ?? [] where result[series.hueKey] == nil {
      result[series.hueKey] = chart.strip?.series.count == 1 ? Theme.hueCount - 1 : result.count
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
