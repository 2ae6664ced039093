import Figures

/// Lays out several figures in a grid, each under its title.
struct SmallMultiplesLayout {
  let multiples: SmallMultiples
  let frame: Frame

  private let gap = 26.0

  func drawing() -> Drawing {
    var drawing = Drawing(width: frame.width)
    guard !multiples.items.isEmpty else {
      drawing.emptyNote("No figures")
      return drawing
    }
    let fitting = max(Int((frame.width + gap) / (150 + gap)), 1)
    let columns = min(max(multiples.columns, 1), frame.isNarrow ? 2 : fitting, multiples.items.count)
    let width = (frame.width - gap * Double(columns - 1)) / Double(columns)
    let items = multiples.sharesScales ? SharedScales(multiples.items).items : multiples.items
    var top = 0.0
    for start in stride(from: 0, to: items.count, by: columns) {
      var height = 0.0
      for (column, item) in items[start..<min(start + columns, items.count)].enumerated() {
        let left = Double(column) * (width + gap)
        let (item, hasOwnTitle) = item.titlingItself
        let title = PanelTitle(hasOwnTitle ? "" : item.title)
        let titleHeight = title.title.isEmpty ? 0 : title.height
        title.draw(on: &drawing, in: Rect(left, top, width, titleHeight))
        let isAxed = item.figure.content is any AxisChart
        let part = item.figure.drawing(
          in: Frame(width: width, height: isAxed ? multiples.partHeight(frame, width) : nil))
        drawing.marks += part.marks.map { $0.moved(left, top + titleHeight) }
        height = max(height, titleHeight + part.height)
      }
      top += height + 18
    }
    drawing.height = top - 18
    return drawing
  }
}

extension SmallMultiples {
  /// The height of one chart among several.
  fileprivate func partHeight(_ frame: Frame, _ width: Double) -> Double? {
    guard case .barChart? = items.first?.figure else { return min(max(width * 0.8, 150), 240) }
    return nil
  }
}

extension SmallMultiples.Item {
  /// The item with its title in its chart's own heading, where that is free, beside the unit.
  fileprivate var titlingItself: (item: SmallMultiples.Item, hasOwnTitle: Bool) {
    guard case .lineChart(var chart) = figure, chart.panels.count == 1, chart.panels[0].title.isEmpty else {
      return (self, false)
    }
    chart.panels[0].title = title
    return (SmallMultiples.Item(title, chart.figure), true)
  }
}

/// Gives charts of one kind the scales of all of them.
private struct SharedScales {
  var items: [SmallMultiples.Item]

  init(_ items: [SmallMultiples.Item]) {
    self.items = items
    let charts = items.compactMap { item -> LineChart? in
      if case .lineChart(let chart) = item.figure { chart } else { nil }
    }
    if charts.count == items.count {
      let points = charts.flatMap { $0.panels.flatMap { $0.series.flatMap { zip($0.x, $0.y) } } }
      let isPercent = charts.allSatisfy { $0.panels.allSatisfy(\.isPercent) }
      let (x, y) = (SharedScales.range(points.map(\.0)), SharedScales.range(points.map(\.1), isPercent: isPercent))
      self.items = zip(items, charts).map { .init($0.title, SharedScales.widened($1, x, y).figure) }
    }
    let dots = items.compactMap { item -> ScatterChart? in
      if case .scatterChart(let chart) = item.figure { chart } else { nil }
    }
    if dots.count == items.count {
      let points = dots.flatMap { $0.series.flatMap(\.points) }
      let (x, y) = (SharedScales.range(points.map(\.x)), SharedScales.range(points.map(\.y)))
      self.items = zip(items, dots).map { .init($0.title, SharedScales.widened($1, x, y).figure) }
    }
  }

  /// The values' span and a little room; `nil` where there is none.
  private static func range(_ values: [Double], isPercent: Bool = false) -> ClosedRange<Double>? {
    let finite = values.filter { abs($0) < 1e300 }
    guard let low = finite.min(), let high = finite.max(), low < high else { return nil }
    let room = (high - low) * 0.05
    let ends = (low: low - room, high: high + room)
    if isPercent, low >= 0, high <= 1 { return max(ends.low, 0)...min(ends.high, 1) }
    return (low >= 0 ? max(ends.low, 0) : ends.low)...ends.high
  }

  private static func widened<Chart: AxisChart>(
    _ chart: Chart, _ x: ClosedRange<Double>?, _ y: ClosedRange<Double>?
  ) -> Chart {
    var result = chart
    // Logarithmic axes and those with ends of their own stay as their author wanted them.
    func isFree(_ axis: AxisOptions?) -> Bool { axis?.low == nil && axis?.high == nil && axis?.scale != .log }
    if let x, isFree(chart.xAxis), chart is ScatterChart { result = result.chartXScale(domain: x) }
    if let y, isFree(chart.yAxis) { result = result.chartYScale(domain: y) }
    return result
  }
}

extension Mark {
  /// The mark at another place.
  func moved(_ dx: Double, _ dy: Double) -> Mark {
    switch self {
    case .fill(let path, let paint): return .fill(path.moved(dx, dy), paint)
    case .stroke(let path, let paint, let width, let dash):
      return .stroke(path.moved(dx, dy), paint, width: width, dash: dash)
    case .text(var label):
      label.origin = label.origin.moved(dx, dy)
      return .text(label)
    case .image(let pixels, let frame): return .image(pixels, frame.moved(dx, dy))
    case .mosaic(var mosaic):
      mosaic.frame = mosaic.frame.moved(dx, dy)
      return .mosaic(mosaic)
    case .dots(let points, let paint, let radius): return .dots(points.map { $0.moved(dx, dy) }, paint, radius: radius)
    }
  }
}
