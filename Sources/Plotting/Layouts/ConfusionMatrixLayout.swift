import Figures

/// Lays out a confusion matrix: true classes down, predicted classes across, the darker the larger a share of its row;
/// recall at the right, precision beneath.
///
/// Right predictions and mistakes have a hue each. Mistakes are shaded by the square root of their share, or the few
/// percent that matter could not be seen.
struct ConfusionMatrixLayout {
  let chart: ConfusionMatrixChart
  let frame: Frame
  private let totals: [Int]

  init(chart: ConfusionMatrixChart, frame: Frame) {
    self.chart = chart
    self.frame = frame
    let classes = chart.classNames.indices
    totals = classes.map { row in classes.reduce(0) { $0.addingReportingOverflow(chart.count(row, $1)).partialValue } }
  }

  private var typesetter: Typesetter { .shared }
  private var count: Int { chart.classNames.count }
  private var nameSize: Double { frame.isNarrow ? TextSize.smallest : TextSize.tick }
  /// The width of the recall bars.
  private var marginWidth: Double { frame.isNarrow ? 32 : 48 }

  func drawing() -> Drawing {
    var drawing = Drawing(width: frame.width)
    guard count > 0 else {
      drawing.emptyNote("No classes")
      return drawing
    }
    let matrix = TileMatrix(
      rows: chart.classNames, columns: chart.classNames, rowTitle: "True", columnTitle: "Predicted", frame: frame,
      margin: marginWidth + 6, leastNameWidth: typesetter.width(of: "precision", size: nameSize, weight: .semibold))
    matrix.drawTiles(on: &drawing) { row, column in
      let step = step(row, column)
      // On a large matrix the many empty tiles are left out.
      if matrix.isDense && step == 0 { return nil }
      return row == column ? .rightStep(step) : .wrongStep(step)
    }
    matrix.drawNames(on: &drawing)
    drawNumbers(matrix, on: &drawing)
    drawRecall(matrix, on: &drawing)
    let bottom = drawPrecision(matrix, on: &drawing)
    drawKey(at: Point(matrix.tiles.x, bottom + 13), on: &drawing)
    drawing.height = bottom + 30
    if let examples = chart.examples, !examples.isEmpty {
      ConfusedPairList(pairs: examples, frame: frame).draw(on: &drawing)
    }
    drawing.gather()
    return drawing
  }

  private func share(_ row: Int, _ column: Int) -> Double {
    totals[row] > 0 ? Double(chart.count(row, column)) / Double(totals[row]) : 0
  }

  private func step(_ row: Int, _ column: Int) -> Int {
    let share = share(row, column)
    return Theme.step(row == column ? share : share.squareRoot())
  }

  private func drawNumbers(_ matrix: TileMatrix, on drawing: inout Drawing) {
    let (width, height) = (matrix.tileWidth, matrix.tileHeight)
    let widest = (0..<count).flatMap { row in (0..<count).map { chart.count(row, $0) } }.max() ?? 0
    let digits = typesetter.width(of: FigureNumber.count(widest), size: 1, weight: .semibold)
    let size = min((width - 4) / max(digits, 0.1), width < 40 ? TextSize.label : 13)
    guard !matrix.isDense, size >= TextSize.tight, height >= 13 else { return }
    let percentSize = width < 40 ? TextSize.tight : TextSize.smallest
    let hasPercent = height >= 27 && width >= typesetter.width(of: "100%", size: percentSize)
    for row in 0..<count {
      for column in 0..<count where chart.count(row, column) > 0 {
        let role = Theme.text(onStep: step(row, column))
        let tile = matrix.frame(row, column)
        drawing.text(
          FigureNumber.count(chart.count(row, column)), at: tile.midX,
          hasPercent ? tile.midY - 1 : tile.midY + size * 0.36, size: size,
          weight: row == column ? .semibold : .regular, role, anchor: .middle)
        if hasPercent {
          let text = ShortPercent.text(share(row, column))
          drawing.text(text, at: tile.midX, tile.midY + 11, size: percentSize, role, anchor: .middle)
        }
      }
    }
  }

  /// A bar beside each row: how many of the class were found.
  private func drawRecall(_ matrix: TileMatrix, on drawing: inout Drawing) {
    let left = matrix.tiles.maxX + 6
    matrix.drawColumnName(
      "recall", at: left + (matrix.isSlanted ? 12 : marginWidth / 2), weight: .semibold, .muted, on: &drawing)
    for row in 0..<count {
      let tile = matrix.frame(row, 0)
      let height = matrix.isDense ? tile.height : min(tile.height - 2, 18)
      let bar = Rect(left, tile.midY - height / 2, marginWidth, height)
      drawMargin(chart.recall(row), in: bar, hasText: !matrix.isDense && tile.height >= 13, on: &drawing)
    }
  }

  /// A bar under each column: how many of the predictions are right.
  /// - Returns: where it ends.
  private func drawPrecision(_ matrix: TileMatrix, on drawing: inout Drawing) -> Double {
    let top = matrix.tiles.maxY + 6
    let height = matrix.isDense ? 26.0 : 18
    drawing.text(
      "precision", at: matrix.tiles.x - 6, top + height / 2 + 4, size: nameSize, weight: .semibold, .muted, anchor: .end
    )
    let hasText = matrix.tileWidth >= typesetter.width(of: "100%", size: TextSize.tight)
    for column in 0..<count {
      let tile = matrix.frame(0, column)
      if matrix.isDense {
        // Columns too narrow for a bar that lies stand up.
        let share = chart.precision(column) ?? 0
        let bar = Rect(tile.x, top, max(tile.width - 0.5, 0.5), height)
        drawing.fill(Path(bar), .track)
        if share > 0 {
          let full = Rect(bar.x, bar.maxY - height * share, bar.width, height * share)
          drawing.fill(Path(full), .series(0), opacity: 0.6)
        }
      } else {
        // Bars keep the distance that the tiles have.
        let bar = Rect(tile.x + 1, top, tile.width - 2, height)
        drawMargin(chart.precision(column), in: bar, hasText: hasText, on: &drawing)
      }
    }
    return top + height
  }

  private func drawMargin(_ share: Double?, in bar: Rect, hasText: Bool, on drawing: inout Drawing) {
    let text = hasText ? share.map(ShortPercent.text) ?? "–" : ""
    drawing.shareBar(share ?? 0, in: bar, .series(0), trailing: text)
  }

  /// Two scales, right and mistaken, from none to the whole row.
  private func drawKey(at place: Point, on drawing: inout Drawing) {
    let swatch = 60.0
    let entries: [(String, (Int) -> ColorRole)] = [("right", ColorRole.rightStep), ("mistaken", ColorRole.wrongStep)]
    let note = "share of the row"
    let texts = entries.map(\.0) + [note]
    let length = 2 * (swatch + 21) + texts.reduce(0) { $0 + typesetter.width(of: $1, size: TextSize.smallest) }
    var pen = max(0, min(place.x, frame.width - length))
    for (name, role) in entries {
      drawing.colorKey(in: Rect(pen, place.y, swatch, 8), role: role)
      drawing.text(name, at: pen + swatch + 5, place.y + 8, size: TextSize.smallest, .muted)
      pen += swatch + 5 + typesetter.width(of: name, size: TextSize.smallest) + 16
    }
    drawing.text(note, at: pen, place.y + 8, size: TextSize.smallest, .muted)
  }
}

extension Drawing {
  /// The colours of a heat map from its least step to its last.
  mutating func colorKey(in frame: Rect, role: (Int) -> ColorRole) {
    let steps = Array(stride(from: 0, through: Theme.lastStep, by: 2))
    let items = steps.enumerated().map { Mosaic.Tile(row: 0, column: $0.offset, role: role($0.element)) }
    marks.append(.mosaic(Mosaic(frame: frame, rows: 1, columns: items.count, tiles: items)))
  }
}
