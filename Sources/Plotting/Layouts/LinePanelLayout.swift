import Figures
import Foundation

/// Lays out one plot of a line chart.
struct LinePanelLayout {
  let panel: LineChart.Panel
  let xLabel: String
  /// Horizontal values of all panels together.
  let xs: [Double]
  let frame: Rect
  /// Series' hues by `hueKey`.
  let hues: [String: Int]

  private var typesetter: Typesetter { .shared }

  func draw(on drawing: inout Drawing) {
    let names = directLabelWidth
    let legend = names == nil ? legendRows(width: frame.width) : []
    let markerRows = panel.markers.isEmpty ? 0 : 1
    let titleHeight = panel.title.isEmpty && panel.yLabel.isEmpty ? 6.0 : 22.0
    let top = frame.y + titleHeight + Double(legend.count) * 17 + Double(markerRows) * 16 + 4
    let bottom = frame.maxY - (xLabel.isEmpty ? 20 : 38)
    let y = Axis(
      over: ys, from: bottom, to: top, count: min(Int((bottom - top) / 23), 7),
      style: panel.isPercent ? .percent : .plain,
      padding: 0.06, limits: panel.isPercent ? 0...1 : ys.contains { $0 < 0 } ? nil : 0...Double.greatestFiniteMagnitude
    )
    let tickWidth = y.ticks.texts.map { typesetter.width(of: $0, size: TextSize.tick) }.max() ?? 0
    let plot = Rect(
      frame.x + tickWidth + 8, top, frame.width - tickWidth - 8 - (names.map { $0 + 12 } ?? 8), bottom - top)
    let areWhole = xs.allSatisfy { $0 == $0.rounded() }
    let x = Axis(
      over: xs, from: plot.x + 6, to: plot.maxX, count: Int(plot.width / 44), style: areWhole ? .integers : .plain)

    drawTitle(on: &drawing)
    drawLegend(legend, on: &drawing, at: frame.y + titleHeight + 11)
    drawAxes(x, y, plot, on: &drawing)
    drawMarkers(x, y, plot, on: &drawing)
    // Validation is painted last: it is what one looks for.
    for series in panel.series.sorted(by: { $0.rank < $1.rank }) { draw(series, x, y, on: &drawing) }
    drawMarkerPoints(x, y, on: &drawing)
    if names != nil { drawDirectLabels(x, y, plot, on: &drawing) }
    if ys.isEmpty { drawing.text("No data", at: plot.midX, plot.midY, .muted, anchor: .middle) }
  }

  private var ys: [Double] {
    panel.series.flatMap { zip($0.x, $0.y).filter { $0.0.isFinite && $0.1.isFinite }.map(\.1) }
      + panel.markers.compactMap(\.y).filter(\.isFinite)
  }

  private func hue(_ series: LineChart.Series) -> ColorRole {
    .series(hues[series.hueKey] ?? 0)
  }

  private func drawTitle(on drawing: inout Drawing) {
    let title = typesetter.fitted(panel.title, into: frame.width, size: TextSize.title, weight: .semibold)
    drawing.text(title, at: frame.x, frame.y + 13, size: TextSize.title, weight: .semibold)
    // The unit stands beside the title, where it is read without turning the head.
    guard !panel.yLabel.isEmpty, panel.yLabel.lowercased() != panel.title.lowercased() else { return }
    let used = typesetter.width(of: title, size: TextSize.title, weight: .semibold) + (title.isEmpty ? 0 : 8)
    let label = typesetter.fitted(panel.yLabel, into: frame.width - used, size: TextSize.tick)
    drawing.text(label, at: frame.x + used, frame.y + 13, size: TextSize.tick, .muted)
  }

  private func drawAxes(_ x: Axis, _ y: Axis, _ plot: Rect, on drawing: inout Drawing) {
    for (value, text) in zip(y.ticks.values, y.ticks.texts) {
      let place = y.position(value).rounded() + 0.5
      drawing.stroke(Path(from: Point(plot.x, place), to: Point(plot.maxX, place)), .grid)
      drawing.text(text, at: plot.x - 8, place + 4, size: TextSize.tick, .muted, anchor: .end)
    }
    let base = plot.maxY.rounded() + 0.5
    drawing.stroke(Path(from: Point(plot.x, base), to: Point(plot.maxX, base)), .axis)
    for (value, text) in zip(x.ticks.values, x.ticks.texts) {
      let place = x.position(value)
      drawing.stroke(Path(from: Point(place, base), to: Point(place, base + 4)), .axis)
      drawing.text(text, at: place, base + 16, size: TextSize.tick, .muted, anchor: .middle)
    }
    let label = typesetter.fitted(xLabel, into: plot.width, size: TextSize.tick)
    drawing.text(label, at: plot.midX, base + 33, size: TextSize.tick, .muted, anchor: .middle)
  }

  private func draw(_ series: LineChart.Series, _ x: Axis, _ y: Axis, on drawing: inout Drawing) {
    let role = hue(series)
    let isTraining = series.role == .training
    var path = Path()
    var dots: [Point] = []
    for run in series.finiteRuns {
      let points = LineSimplifier.simplified(run.map { Point(x.position($0.x), y.position($0.y)) })
      if points.count == 1 { dots.append(points[0]) } else { path.polyline(points) }
    }
    // With few epochs each is seen to be one measurement.
    if series.y.count <= 12 {
      dots = series.finiteRuns.flatMap { $0.map { Point(x.position($0.x), y.position($0.y)) } }
    }
    let opacity = isTraining ? 0.6 : 1
    if !path.elements.isEmpty { drawing.stroke(path, role, width: isTraining ? 1.5 : 2.2, opacity: opacity) }
    for dot in dots { drawing.fill(Path(circleAt: dot, radius: isTraining ? 2 : 2.6), role, opacity: opacity) }
  }
}

// MARK: - Names of the lines

extension LinePanelLayout {
  /// The room that names at the ends of lines need, or `nil` where a legend serves better.
  private var directLabelWidth: Double? {
    let shown = panel.series.filter { $0.lastFinite != nil }
    guard shown.count > 1 else { return panel.series.count > 1 ? nil : 0 }
    let widest = shown.map { typesetter.width(of: $0.name, size: TextSize.tick, weight: .semibold) }.max() ?? 0
    return shown.count <= 8 && widest <= frame.width * 0.28 ? widest : nil
  }

  private func drawDirectLabels(_ x: Axis, _ y: Axis, _ plot: Rect, on drawing: inout Drawing) {
    let shown = panel.series.filter { $0.lastFinite != nil }
    guard shown.count > 1 else { return }
    let ends = shown.map { y.position($0.lastFinite?.y ?? 0) }
    let places = Spread.positions(ends, gap: 14, within: plot.y...plot.maxY)
    for (index, series) in shown.enumerated() {
      // A name pushed away from its line's end is tied to it.
      if abs(places[index] - ends[index]) > 5, let last = series.lastFinite {
        let start = Point(x.position(last.x) + 2, ends[index])
        drawing.stroke(
          Path(from: start, to: Point(plot.maxX + 8, places[index])), hue(series), width: 0.75, opacity: 0.6)
      }
      let weight: FontWeight = series.role == .training ? .regular : .semibold
      drawing.text(
        series.name, at: plot.maxX + 10, places[index] + 4, size: TextSize.tick, weight: weight, hue(series))
    }
  }

  /// The series in rows that fit beside each other.
  private func legendRows(width: Double) -> [[LineChart.Series]] {
    var rows: [[LineChart.Series]] = []
    var used = Double.infinity
    for series in panel.series {
      let needed = entryWidth(series)
      if used + needed > width {
        rows.append([])
        used = 0
      }
      rows[rows.count - 1].append(series)
      used += needed
    }
    return rows
  }

  private func entryWidth(_ series: LineChart.Series) -> Double {
    min(typesetter.width(of: series.name, size: TextSize.tick), frame.width - 40) + 38
  }

  private func drawLegend(_ rows: [[LineChart.Series]], on drawing: inout Drawing, at top: Double) {
    for (row, entries) in rows.enumerated() {
      var pen = frame.x
      let line = top + Double(row) * 17
      for series in entries {
        let isTraining = series.role == .training
        drawing.stroke(
          Path(from: Point(pen, line - 4), to: Point(pen + 18, line - 4)), hue(series), width: isTraining ? 1.5 : 2.2,
          opacity: isTraining ? 0.6 : 1)
        let name = typesetter.fitted(series.name, into: frame.width - 40, size: TextSize.tick)
        drawing.text(name, at: pen + 23, line, size: TextSize.tick)
        pen += entryWidth(series)
      }
    }
  }
}

// MARK: - Markers

extension LinePanelLayout {
  private func drawMarkers(_ x: Axis, _ y: Axis, _ plot: Rect, on drawing: inout Drawing) {
    var free = -Double.infinity
    for marker in panel.markers.filter(\.x.isFinite).sorted(by: { $0.x < $1.x }) {
      let place = x.position(marker.x)
      drawing.stroke(Path(from: Point(place, plot.y - 4), to: Point(place, plot.maxY)), .muted, dash: [2, 3])
      let text = typesetter.fitted(marker.label, into: frame.width, size: TextSize.tick)
      let width = typesetter.width(of: text, size: TextSize.tick)
      let start = max(min(place - width / 2, frame.maxX - width), frame.x)
      // Of two labels that would overlap the first stays.
      guard start > free else { continue }
      drawing.text(text, at: start, plot.y - 8, size: TextSize.tick, .ink)
      free = start + width + 8
    }
  }

  private func drawMarkerPoints(_ x: Axis, _ y: Axis, on drawing: inout Drawing) {
    for marker in panel.markers where marker.x.isFinite {
      guard let value = marker.y, value.isFinite else { continue }
      let center = Point(x.position(marker.x), y.position(value))
      drawing.stroke(Path(circleAt: center, radius: 4.5), .ink, width: 1.8)
    }
  }
}

extension LineChart.Series {
  fileprivate var rank: Int {
    switch role {
    case .training: 0
    case .plain: 1
    case .validation: 2
    }
  }

  /// The stretches without missing values.
  fileprivate var finiteRuns: [[(x: Double, y: Double)]] {
    zip(x, y).split { !$0.0.isFinite || !$0.1.isFinite }.map { $0.map { (x: $0.0, y: $0.1) } }
  }

  fileprivate var lastFinite: (x: Double, y: Double)? {
    finiteRuns.last?.last
  }
}
