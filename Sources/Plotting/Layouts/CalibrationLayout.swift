import Figures

/// Lays out a calibration curve: confidence against accuracy, beside it how many predictions are how sure.
struct CalibrationLayout {
  let chart: CalibrationChart
  let frame: Frame

  func drawing() -> Drawing {
    var drawing = Drawing(width: frame.width)
    guard !chart.known.isEmpty else {
      drawing.emptyNote("No predictions")
      return drawing
    }
    let gap = 36.0
    let side = frame.isNarrow ? frame.width : min((frame.width - gap) * 0.52, 400)
    let height = frame.height.map { max($0, 160) } ?? min(side * 0.92, 340)
    let curve = Rect(0, 0, side, height)
    // On a phone the counts stand beneath.
    let counts =
      frame.isNarrow ? Rect(0, height + 18, side, 170) : Rect(side + gap, 0, frame.width - side - gap, height)
    drawing.height = counts.maxY
    drawCurve(in: curve, on: &drawing)
    drawCounts(in: counts, on: &drawing)
    return drawing
  }

  private func shares(_ label: String) -> Axes.Side {
    .init(values: [0, 1], label: label, style: .percent, limits: 0...1)
  }

  private func drawCurve(in place: Rect, on drawing: inout Drawing) {
    let title = PanelTitle("Calibration", unit: "share that is right")
    title.draw(on: &drawing, in: place)
    let top = place.y + title.height + 6
    let axes = Axes(
      in: Rect(place.x, top, place.width, place.maxY - top), x: shares("Probability of the predicted class"),
      y: shares(""))
    axes.draw(on: &drawing)
    let points = chart.known.map { axes.position($0.confidence, $0.accuracy) }
    // What lies between the curve and the diagonal is the error.
    var area = Path()
    area.polyline(points + chart.known.reversed().map { axes.position($0.confidence, $0.confidence) })
    area.elements.append(.close)
    drawing.fill(area, .series(1), opacity: 0.22)
    drawing.stroke(Path(from: axes.position(0, 0), to: axes.position(1, 1)), .muted, dash: [5, 4])
    var line = Path()
    line.polyline(points)
    drawing.stroke(line, .series(0), width: 2.2)
    // The more predictions, the larger the dot.
    let most = Double(chart.known.map(\.count).max() ?? 1)
    for (bin, point) in zip(chart.known, points) {
      drawing.dots([point], radius: 2.2 + 4 * (Double(bin.count) / most).squareRoot(), .series(0))
    }
    let error = "expected calibration error \(FigureNumber.percent(chart.expectedError))"
    let text = Typesetter.shared.fitted(error, into: axes.plot.width - 16, size: TextSize.label, weight: .semibold)
    drawing.text(text, at: axes.plot.x + 14, axes.plot.y + 14, weight: .semibold)
    drawLegend(at: Point(axes.plot.x + 14, axes.plot.y + 22), on: &drawing)
  }

  private func drawLegend(at place: Point, on drawing: inout Drawing) {
    drawing.stroke(Path(from: Point(place.x, place.y + 7), to: Point(place.x + 18, place.y + 7)), .muted, dash: [5, 4])
    drawing.text("as sure as right", at: place.x + 24, place.y + 11, size: TextSize.tick, .muted)
  }

  private func drawCounts(in place: Rect, on drawing: inout Drawing) {
    let title = PanelTitle("Predictions", unit: "count")
    title.draw(on: &drawing, in: place)
    let top = place.y + title.height + 6
    let axes = Axes(
      in: Rect(place.x, top, place.width, place.maxY - top), x: shares("Probability of the predicted class"),
      y: .init(
        values: chart.bins.map { Double(max($0.count, 0)) } + [0], padding: 0.04,
        limits: 0...Double.greatestFiniteMagnitude))
    axes.draw(on: &drawing)
    let base = axes.plot.maxY.rounded()
    for bin in chart.known {
      let (left, right) = (axes.x.position(bin.low), axes.x.position(bin.high))
      let top = axes.y.position(Double(bin.count))
      if right > left + 1, base > top {
        drawing.fill(Path(Rect(left + 0.5, top, right - left - 1, base - top)), .series(0), opacity: 0.85)
      }
    }
  }
}
