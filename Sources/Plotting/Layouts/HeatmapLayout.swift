import Figures

/// Lays out a heat map: a tile a value, the further from zero the stronger; values below zero in the other hue.
struct HeatmapLayout {
  let chart: Heatmap
  let frame: Frame
  /// What the weakest and the strongest colour stand for.
  private let low, high: Double
  private let hasNegative: Bool

  init(chart: Heatmap, frame: Frame) {
    self.chart = chart
    self.frame = frame
    let known = chart.rows.indices.flatMap { row in chart.columns.indices.map { chart.value(row, $0) } }
      .filter { abs($0) < 1e300 }
    let (least, most) = (known.min() ?? 0, known.max() ?? 1)
    hasNegative = least < 0
    // Around zero both hues have one scale; else the colours spend themselves on the values' own span.
    low = hasNegative ? 0 : least
    high = hasNegative ? max(abs(least), abs(most)) : most
  }

  private var typesetter: Typesetter { .shared }

  func drawing() -> Drawing {
    var drawing = Drawing(width: frame.width)
    guard !chart.rows.isEmpty, !chart.columns.isEmpty else {
      drawing.emptyNote("No values")
      return drawing
    }
    let matrix = TileMatrix(
      rows: chart.rows, columns: chart.columns, rowTitle: chart.rowTitle, columnTitle: chart.columnTitle, frame: frame)
    matrix.drawTiles(on: &drawing) { row, column in step(chart.value(row, column)).map { role($0) } }
    matrix.drawNames(on: &drawing)
    drawNumbers(matrix, on: &drawing)
    drawKey(at: Point(matrix.tiles.x, matrix.tiles.maxY + 14), on: &drawing)
    drawing.height = matrix.tiles.maxY + 30
    return drawing
  }

  /// -`Theme.lastStep`...`Theme.lastStep`; `nil` where there is no value.
  private func step(_ value: Double) -> Int? {
    guard value.isFinite else { return nil }
    guard high > low else { return Theme.lastStep / 2 }
    let share = (min(abs(value), 1e300) - low) / (high - low)
    let step = Theme.step(hasNegative ? share : (value - low) / (high - low))
    return value < 0 && hasNegative ? -step : step
  }

  private func role(_ step: Int) -> ColorRole {
    step < 0 ? .wrongStep(-step) : .rightStep(step)
  }

  private func drawNumbers(_ matrix: TileMatrix, on drawing: inout Drawing) {
    let texts = chart.rows.indices.map { row in chart.columns.indices.map { chart.text(chart.value(row, $0)) } }
    let widest = texts.joined().map { typesetter.width(of: $0, size: 1) }.max() ?? 0
    let size = min((matrix.tileWidth - 4) / max(widest, 0.1), TextSize.label)
    guard !matrix.isDense, size >= TextSize.tight, matrix.tileHeight >= 13 else { return }
    for row in chart.rows.indices {
      for column in chart.columns.indices {
        guard let step = step(chart.value(row, column)) else { continue }
        let tile = matrix.frame(row, column)
        drawing.text(
          texts[row][column], at: tile.midX, tile.midY + size * 0.36, size: size, Theme.text(onStep: abs(step)),
          anchor: .middle)
      }
    }
  }

  /// The scale, from the least value to the largest.
  private func drawKey(at place: Point, on drawing: inout Drawing) {
    let swatch = 60.0
    var pen = max(place.x, 0)
    func write(_ text: String, gap: Double) {
      drawing.text(text, at: pen, place.y + 8, size: TextSize.smallest, .muted)
      pen += typesetter.width(of: text, size: TextSize.smallest) + gap
    }
    guard high > low else { return write(chart.valueLabel, gap: 0) }
    if hasNegative {
      write(chart.text(-high), gap: 5)
      drawing.colorKey(in: Rect(pen, place.y, swatch, 8)) { .wrongStep(Theme.lastStep - $0) }
      pen += swatch
    } else {
      write(chart.text(low), gap: 5)
    }
    drawing.colorKey(in: Rect(pen, place.y, swatch, 8), role: ColorRole.rightStep)
    pen += swatch + 5
    write(chart.text(high), gap: 14)
    write(chart.valueLabel, gap: 0)
  }
}
