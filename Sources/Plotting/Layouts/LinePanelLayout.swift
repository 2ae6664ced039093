import Figures
import Foundation

/// Lays out one plot of a line chart.
struct LinePanelLayout {
  let panel: LineChart.Panel
  /// The horizontal axis, over the values of all panels together.
  let x: Axes.Side
  let frame: Rect
  /// Series' hues by `hueKey`.
  let hues: [String: Int]
  let smoothing: Double
  let showsXTexts: Bool
  /// Room that the panels above and below need beside their plots.
  var least = (left: 0.0, right: 0.0)
  /// Room that the panels beside it need above their plots.
  var leastHeader = 0.0

  private var typesetter: Typesetter { .shared }

  /// The room that this panel needs beside its plot.
  var margins: (left: Double, right: Double) {
    let axes = axes(top: frame.y + 40)
    return (axes.plot.x - frame.x, frame.maxX - axes.plot.maxX)
  }

  func draw(on drawing: inout Drawing) {
    let (title, legend) = (title, legend)
    let axes = axes(top: frame.y + max(headerHeight, leastHeader))
    title.draw(on: &drawing, in: frame)
    legend.draw(on: &drawing, at: Point(frame.x, frame.y + title.height))
    axes.draw(on: &drawing)
    events(axes).draw(on: &drawing, above: axes.plot)
    drawRules(axes, on: &drawing)
    // Validation is painted last: it is what one looks for.
    for series in panel.series.sorted(by: { $0.rank < $1.rank }) { draw(series, axes, on: &drawing) }
    drawMarkerPoints(axes, on: &drawing)
    if labelRoom != nil { directLabels(axes).draw(on: &drawing, beside: axes.plot) }
    if ys.isEmpty { drawing.text("No data", at: axes.plot.midX, axes.plot.midY, .muted, anchor: .middle) }
  }

  private var title: PanelTitle { PanelTitle(panel.title, unit: panel.yAxis?.label ?? panel.yLabel) }

  private var legend: Legend { Legend(labelRoom == nil ? legendEntries : [], width: frame.width) }

  /// The room above the plot.
  var headerHeight: Double {
    let height = title.height + legend.height + 4
    // The texts' places follow from the plot's width, and the plot's height from their rows.
    return height + Double(events(axes(top: frame.y + height)).rows) * EventLabels.rowHeight
  }

  private func axes(top: Double) -> Axes {
    let ys = ys
    let isPercent = panel.yAxis?.isPercent ?? panel.isPercent
    let y = Axes.Side(
      values: ys, style: isPercent ? .percent : .plain, padding: 0.06,
      limits: isPercent ? 0...1 : ys.contains { $0 < 0 } ? nil : 0...Double.greatestFiniteMagnitude,
      options: panel.yAxis)
    return Axes(
      in: Rect(frame.x, top, frame.width, max(frame.maxY - top, 60)), x: x, y: y, left: least.left,
      right: max(labelRoom.map { $0 + 12 } ?? 8, least.right), showsXTexts: showsXTexts)
  }

  private var ys: [Double] {
    panel.series.flatMap { zip($0.x, $0.y).filter { $0.0.isFinite && $0.1.isFinite }.map(\.1) }
      + panel.markers.compactMap(\.y).filter(\.isFinite) + (panel.rules ?? []).map(\.y).filter(\.isFinite)
  }

  private func hue(_ series: LineChart.Series) -> ColorRole {
    .series(hues[series.hueKey] ?? 0)
  }
}

// MARK: - Lines

extension LinePanelLayout {
  private func draw(_ series: LineChart.Series, _ axes: Axes, on drawing: inout Drawing) {
    let isTraining = series.role == .training
    let opacity = isTraining ? 0.6 : 1
    if smoothing > 0 {
      stroke(series, axes, width: 1, opacity: isTraining ? 0.18 : 0.28, on: &drawing)
      stroke(series.smoothed(smoothing), axes, width: isTraining ? 1.5 : 2.2, opacity: opacity, on: &drawing)
      return
    }
    stroke(series, axes, width: isTraining ? 1.5 : 2.2, opacity: opacity, on: &drawing)
    // With few epochs each is seen to be one measurement; a lone one is nothing else.
    let runs = series.y.count <= 12 ? series.finiteRuns : series.finiteRuns.filter { $0.count == 1 }
    let dots = runs.joined().filter { axes.x.contains($0.x) && axes.y.contains($0.y) }
    for dot in dots {
      let path = Path(circleAt: axes.position(dot.x, dot.y), radius: isTraining ? 2 : 2.6)
      drawing.fill(path, hue(series), opacity: opacity)
    }
  }

  private func stroke(
    _ series: LineChart.Series, _ axes: Axes, width: Double, opacity: Double, on drawing: inout Drawing
  ) {
    let isFree = [x.options, panel.yAxis].allSatisfy { $0?.low == nil && $0?.high == nil && $0?.scale == nil }
    var path = Path()
    for run in series.finiteRuns where run.count > 1 {
      let points = LineSimplifier.simplified(
        run.map { Point(axes.x.unboundedPosition($0.x), axes.y.unboundedPosition($0.y)) })
      if isFree {
        path.polyline(points)
      } else {
        path.elements += Path(line: points, clippedTo: axes.plot).elements
      }
    }
    if !path.elements.isEmpty { drawing.stroke(path, hue(series), width: width, opacity: opacity) }
  }
}

// MARK: - Names of the lines

extension LinePanelLayout {
  private var named: [LineChart.Series] { panel.series.filter { $0.lastFinite != nil } }

  /// The room that names at the ends of lines need, or `nil` where a legend serves better.
  private var labelRoom: Double? {
    guard named.count > 1 else { return panel.series.count > 1 ? nil : 0 }
    let widest = DirectLabels.width(of: named.map(\.name))
    return named.count <= 8 && widest <= frame.width * 0.28 ? widest : nil
  }

  private func directLabels(_ axes: Axes) -> DirectLabels {
    let shown = named.count > 1 ? named : []
    return DirectLabels(
      entries: shown.map { series in
        let last = series.smoothed(smoothing).lastFinite ?? (0, 0)
        return .init(
          name: series.name, role: hue(series), weight: series.role == .training ? .regular : .semibold,
          end: axes.position(last.x, last.y))
      })
  }

  private var legendEntries: [Legend.Entry] {
    panel.series.map { series in
      let isTraining = series.role == .training
      return .init(
        name: series.name, role: hue(series),
        sample: .line(width: isTraining ? 1.5 : 2.2, opacity: isTraining ? 0.6 : 1))
    }
  }
}

// MARK: - Markers and rules

extension LinePanelLayout {
  private func events(_ axes: Axes) -> EventLabels {
    let shown = panel.markers.filter { $0.x.isFinite && axes.x.contains($0.x) && !$0.label.isEmpty }
    return EventLabels(shown.map { ($0.label, axes.x.position($0.x)) }, within: frame.x...frame.maxX)
  }

  private func drawMarkerPoints(_ axes: Axes, on drawing: inout Drawing) {
    for marker in panel.markers where marker.x.isFinite && axes.x.contains(marker.x) {
      guard let value = marker.y, value.isFinite, axes.y.contains(value) else { continue }
      drawing.stroke(Path(circleAt: axes.position(marker.x, value), radius: 4.5), .ink, width: 1.8)
    }
  }

  private func drawRules(_ axes: Axes, on drawing: inout Drawing) {
    for rule in panel.rules ?? [] where rule.y.isFinite && axes.y.contains(rule.y) {
      let place = axes.y.position(rule.y).rounded() + 0.5
      drawing.stroke(Path(from: Point(axes.plot.x, place), to: Point(axes.plot.maxX, place)), .muted, dash: [5, 4])
      let text = typesetter.fitted(rule.label, into: axes.plot.width - 8, size: TextSize.tick)
      let width = typesetter.width(of: text, size: TextSize.tick)
      // At the right or left end, above or below the line: the first where no curve passes.
      let places = [axes.plot.maxX - width - 4, axes.plot.x + 6].flatMap { left in
        [Rect(left, place - 17, width, 14), Rect(left, place + 3, width, 14)]
      }
      let free = places.first { box in
        box.y >= axes.plot.y && box.maxY <= axes.plot.maxY && !crosses(box, axes)
      }
      let box = free ?? places[place - 17 < axes.plot.y ? 1 : 0]
      drawing.text(text, at: box.x, box.y + 12, size: TextSize.tick, .muted)
    }
  }

  /// Whether a curve or a marker's line passes through a rectangle.
  private func crosses(_ box: Rect, _ axes: Axes) -> Bool {
    if panel.markers.contains(where: { (box.x...box.maxX).contains(axes.x.position($0.x)) }) { return true }
    return panel.series.contains { series in
      series.finiteRuns.contains { run in
        let points = run.map { axes.position($0.x, $0.y) }
        return !Path(line: points, clippedTo: box).elements.isEmpty
      }
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
