import Figures

/// Lays out a histogram: one panel a series, beside each other on a wide page, with mean and deviation above.
struct HistogramLayout {
  let chart: Histogram
  let frame: Frame

  private let gap = 24.0

  func drawing() -> Drawing {
    var drawing = Drawing(width: frame.width)
    guard !chart.series.isEmpty, chart.edges.count > 1 else {
      drawing.emptyNote("No data")
      return drawing
    }
    let columns = frame.isNarrow ? 1 : min(chart.series.count, 3)
    let width = (frame.width - gap * Double(columns - 1)) / Double(columns)
    let rows = (chart.series.count + columns - 1) / columns
    let natural = columns == 1 && !frame.isNarrow ? min(width * 0.42, 300) : 200
    let height = max(frame.height.map { ($0 - gap * Double(rows - 1)) / Double(rows) } ?? natural, 120)
    drawing.height = height * Double(rows) + gap * Double(rows - 1)
    for (index, series) in chart.series.enumerated() {
      let place = Rect(
        Double(index % columns) * (width + gap), Double(index / columns) * (height + gap), width, height)
      draw(series, in: place, isFirst: index % columns == 0, on: &drawing)
    }
    return drawing
  }

  private func draw(_ series: Histogram.Series, in place: Rect, isFirst: Bool, on drawing: inout Drawing) {
    let title = PanelTitle(series.name, unit: isFirst ? chart.yAxis?.label ?? chart.countLabel : "")
    let hasMean = series.mean?.isFinite == true
    let top = place.y + max(title.height, 22) + (hasMean ? 22 : 0)
    let counts = series.counts.map { Double(max($0, 0)) }
    let axes = Axes(
      in: Rect(place.x, top, place.width, place.maxY - top),
      x: .init(values: [chart.edges.first ?? 0, chart.edges.last ?? 1], label: chart.valueLabel, options: chart.xAxis),
      // Panels beside each other have one scale: heights can be compared.
      y: .init(
        values: chart.series.flatMap { $0.counts.map { Double(max($0, 0)) } } + [0, 1], padding: 0.04,
        limits: 0...Double.greatestFiniteMagnitude, options: chart.yAxis))
    title.draw(on: &drawing, in: place)
    axes.draw(on: &drawing)
    drawBars(counts, series.tint?.role ?? .series(0), axes, on: &drawing)
    if let mean = series.mean, mean.isFinite { draw(mean, series.deviation ?? 0, axes, place, on: &drawing) }
    if counts.allSatisfy({ $0 == 0 }) {
      drawing.text("No data", at: axes.plot.midX, axes.plot.midY, .muted, anchor: .middle)
    }
  }

  private func drawBars(_ counts: [Double], _ role: ColorRole, _ axes: Axes, on drawing: inout Drawing) {
    let base = axes.plot.maxY.rounded()
    var path = Path()
    for (count, ends) in zip(counts, zip(chart.edges, chart.edges.dropFirst())) where count > 0 {
      let (left, right) = (axes.x.position(ends.0), axes.x.position(ends.1))
      let top = axes.y.position(count)
      guard right > left, base > top else { continue }
      // Wide bars stand apart, narrow ones make a surface.
      let space = right - left > 6 ? 1.0 : 0
      path.elements += Path(Rect(left, top, right - left - space, base - top)).elements
    }
    if !path.elements.isEmpty { drawing.fill(path, role, opacity: 0.85) }
  }

  /// The mean as a line down through the plot, the deviation as a bar to either side of it.
  private func draw(_ mean: Double, _ deviation: Double, _ axes: Axes, _ place: Rect, on drawing: inout Drawing) {
    guard axes.x.contains(mean) else { return }
    let y = axes.plot.y - 5
    let center = axes.x.position(mean)
    drawing.stroke(Path(from: Point(center, y - 3), to: Point(center, axes.plot.maxY)), .ink, width: 1.2, dash: [3, 3])
    let (left, right) = (axes.x.position(mean - deviation), axes.x.position(mean + deviation))
    var path = Path(from: Point(left, y), to: Point(right, y))
    path.elements += [.move(Point(left, y - 3)), .line(Point(left, y + 3))]
    path.elements += [.move(Point(right, y - 3)), .line(Point(right, y + 3))]
    drawing.stroke(path, .ink, width: 1.2)
    let text = Histogram.text(mean: mean, deviation: deviation)
    let width = Typesetter.shared.width(of: text, size: TextSize.tick)
    let start = max(min(center - width / 2, place.maxX - width), place.x)
    drawing.text(text, at: start, y - 7, size: TextSize.tick)
  }
}

extension Histogram.Series.Tint {
  fileprivate var role: ColorRole {
    switch self {
    case .red: .wrong
    case .green: .right
    case .blue: .series(0)
    case .gray: .series(Theme.hueCount - 1)
    }
  }
}
