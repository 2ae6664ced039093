import Figures

/// Lays out a scatter chart: dots on two axes, each group with a colour and a shape.
struct ScatterChartLayout {
  let chart: ScatterChart
  let frame: Frame

  /// More dots than this cannot be told apart.
  private static let mostDots = 3000

  func drawing() -> Drawing {
    let height = frame.height ?? (frame.isNarrow ? 280 : min(frame.width * 0.55, 420))
    var drawing = Drawing(width: frame.width, height: max(height, 140))
    let place = Rect(0, 0, drawing.width, drawing.height)
    let title = PanelTitle("", unit: chart.yAxis?.label ?? chart.yLabel)
    let legend = Legend(chart.series.count > 1 ? entries : [], width: frame.width)
    let points = chart.series.flatMap(\.points)
    let top = title.height + legend.height + 6
    let axes = Axes(
      in: Rect(0, top, place.width, place.height - top),
      x: side(points.map(\.x), label: chart.xLabel, options: chart.xAxis),
      y: side(points.map(\.y), label: "", options: chart.yAxis))

    legend.draw(on: &drawing, at: Point(0, 0))
    title.draw(on: &drawing, in: Rect(0, legend.height, place.width, place.height))
    axes.draw(on: &drawing)
    for (index, series) in chart.series.enumerated() { draw(series, index, axes, of: points.count, on: &drawing) }
    if points.isEmpty { drawing.text("No data", at: axes.plot.midX, axes.plot.midY, .muted, anchor: .middle) }
    return drawing
  }

  private var entries: [Legend.Entry] {
    chart.series.enumerated().map {
      .init(name: $0.element.name, role: .series($0.offset), sample: .dot(DotShape(group: $0.offset)))
    }
  }

  private func side(_ values: [Double], label: String, options: AxisOptions?) -> Axes.Side {
    Axes.Side(values: values, label: label, padding: 0.05, options: options)
  }

  private func draw(
    _ series: ScatterChart.Series, _ index: Int, _ axes: Axes, of total: Int, on drawing: inout Drawing
  ) {
    let inside = series.points.filter { axes.x.contains($0.x) && axes.y.contains($0.y) }
    // Every so many of a great many: an even sample of the data's order.
    let step = max((total + ScatterChartLayout.mostDots - 1) / ScatterChartLayout.mostDots, 1)
    let shown = stride(from: 0, to: inside.count, by: step).map { inside[$0] }
    let size = total > 2000 ? 1.6 : total > 300 ? 2.3 : 3.2
    drawing.symbols(
      DotShape(group: index), at: shown.map { axes.position($0.x, $0.y) }, size: size, .series(index),
      opacity: total > 100 ? 0.5 : 0.85)
  }
}
