import Figures

/// Lays out a confusion matrix: true classes down, predicted classes across, the darker the larger a share of its row.
///
/// Right predictions and mistakes have a hue each. Mistakes are shaded by the square root of their share, or the few
/// percent that matter could not be seen.
struct ConfusionMatrixLayout {
  let chart: ConfusionMatrixChart
  let frame: Frame

  private var typesetter: Typesetter { .shared }
  private var count: Int { chart.classNames.count }

  func drawing() -> Drawing {
    var drawing = Drawing(width: frame.width)
    guard count > 0 else {
      drawing.emptyNote("No classes")
      return drawing
    }
    let nameLimit = frame.width * (frame.isNarrow ? 0.2 : 0.22)
    let nameWidth = chart.classNames.map { min(width($0), nameLimit) }.max() ?? 0
    // The title of the rows stands upright at the very left.
    let left = 18 + nameWidth + 8
    let widest = frame.isNarrow ? 110.0 : 84
    let level = min((frame.width - left - 2) / Double(count), widest)
    let slant = names.contains { width($0) > level - 4 }
    // Slanted names lean out to the right of their column.
    let overhang = slant ? max(nameWidth * 0.71 + 6 - level / 2, 2) : 2
    let cellWidth = min((frame.width - left - overhang) / Double(count), widest)
    // Two lines of text need 30 pixels.
    let cellHeight = count > 30 ? cellWidth : min(max(cellWidth * 0.74, count > 12 ? min(cellWidth, 30) : 30), 56)
    let top = 20 + (slant ? nameWidth * 0.71 + 14 : 20)
    let used = cellWidth * Double(count)
    let tiles = Rect(left + (frame.width - left - overhang - used) / 2, top, used, cellHeight * Double(count))
    drawing.height = tiles.maxY + 30

    drawing.marks.append(.mosaic(mosaic(in: tiles)))
    drawLines(tiles, on: &drawing)
    drawNames(tiles, slant: slant, nameWidth: nameWidth, on: &drawing)
    drawNumbers(tiles, on: &drawing)
    drawKey(tiles, on: &drawing)
    return drawing
  }

  private var names: [String] { chart.classNames }

  private func width(_ text: String) -> Double {
    typesetter.width(of: text, size: nameSize)
  }

  private var nameSize: Double { frame.isNarrow ? TextSize.smallest : TextSize.tick }

  private func value(_ row: Int, _ column: Int) -> Int { chart.count(row, column) }

  private var totals: [Int] {
    (0..<count).map { row in (0..<count).reduce(0) { $0.addingReportingOverflow(value(row, $1)).partialValue } }
  }

  private func share(_ row: Int, _ column: Int, _ totals: [Int]) -> Double {
    totals[row] > 0 ? Double(value(row, column)) / Double(totals[row]) : 0
  }

  private func step(_ row: Int, _ column: Int, _ totals: [Int]) -> Int {
    let share = share(row, column, totals)
    return Theme.step(row == column ? share : share.squareRoot())
  }

  private func mosaic(in tiles: Rect) -> Mosaic {
    let totals = totals
    var result = Mosaic(frame: tiles, rows: count, columns: count, tiles: [])
    for row in 0..<count {
      for column in 0..<count {
        let step = step(row, column, totals)
        // On a large matrix the many empty tiles are left out.
        if count > 30 && step == 0 { continue }
        result.tiles.append(.init(row: row, column: column, role: row == column ? .rightStep(step) : .wrongStep(step)))
      }
    }
    return result
  }

  private func drawLines(_ tiles: Rect, on drawing: inout Drawing) {
    guard count <= 30 else {
      drawing.stroke(Path(tiles), .axis)
      return
    }
    var lines = Path()
    for index in 0...count {
      let x = tiles.x + tiles.width * Double(index) / Double(count)
      let y = tiles.y + tiles.height * Double(index) / Double(count)
      lines.elements += [.move(Point(x, tiles.y)), .line(Point(x, tiles.maxY))]
      lines.elements += [.move(Point(tiles.x, y)), .line(Point(tiles.maxX, y))]
    }
    drawing.stroke(lines, .paper, width: count > 12 ? 1 : 2)
  }

  private func drawNames(_ tiles: Rect, slant: Bool, nameWidth: Double, on drawing: inout Drawing) {
    let width = tiles.width / Double(count)
    let height = tiles.height / Double(count)
    // Of many names as many are shown as have room.
    let stride = max(1, Int((13 / height).rounded(.up)), slant ? Int((18 / width).rounded(.up)) : 1)
    for index in Swift.stride(from: 0, to: count, by: stride) {
      let name = typesetter.fitted(names[index], into: nameWidth + 0.01, size: nameSize)
      let row = tiles.y + height * (Double(index) + 0.5)
      drawing.text(name, at: tiles.x - 6, row + 4, size: nameSize, anchor: .end)
      let column = tiles.x + width * (Double(index) + 0.5)
      if slant {
        drawing.text(name, at: column, tiles.y - 6, size: nameSize, rotation: -45)
      } else {
        drawing.text(name, at: column, tiles.y - 7, size: nameSize, anchor: .middle)
      }
    }
    drawing.text("Predicted", at: tiles.midX, 12, size: TextSize.tick, weight: .semibold, .muted, anchor: .middle)
    drawing.text(
      "True", at: tiles.x - nameWidth - 16, tiles.midY, size: TextSize.tick, weight: .semibold, .muted, anchor: .middle,
      rotation: -90)
  }

  private func drawNumbers(_ tiles: Rect, on drawing: inout Drawing) {
    let width = tiles.width / Double(count)
    let height = tiles.height / Double(count)
    let totals = totals
    let widest = (0..<count).flatMap { row in (0..<count).map { value(row, $0) } }.max() ?? 0
    let digits = typesetter.width(of: FigureNumber.count(widest), size: 1, weight: .semibold)
    let size = min((width - 4) / max(digits, 0.1), width < 40 ? TextSize.label : 13)
    guard count <= 30, size >= TextSize.smallest - 0.5, height >= 13 else { return }
    let percentSize = width < 40 ? TextSize.tight : TextSize.smallest
    let hasPercent = height >= 27 && width >= typesetter.width(of: "100%", size: percentSize)
    for row in 0..<count {
      for column in 0..<count where value(row, column) > 0 {
        let role = Theme.text(onStep: step(row, column, totals))
        let x = tiles.x + width * (Double(column) + 0.5)
        let middle = tiles.y + height * (Double(row) + 0.5)
        let text = FigureNumber.count(value(row, column))
        drawing.text(
          text, at: x, hasPercent ? middle - 1 : middle + size * 0.36, size: size,
          weight: row == column ? .semibold : .regular, role, anchor: .middle)
        if hasPercent {
          drawing.text(
            percent(share(row, column, totals)), at: x, middle + 11, size: percentSize, role, anchor: .middle)
        }
      }
    }
  }

  /// Row percent, short: `<1%` rather than a wrong zero.
  private func percent(_ share: Double) -> String {
    let rounded = (share * 100).rounded()
    if rounded == 0 { return "<1%" }
    if rounded == 100 && share < 1 { return ">99%" }
    return "\(Int(rounded))%"
  }

  /// Two scales, right and mistaken, from none to the whole row.
  private func drawKey(_ tiles: Rect, on drawing: inout Drawing) {
    let y = tiles.maxY + 13
    let swatch = 60.0
    let entries: [(String, (Int) -> ColorRole)] = [("right", ColorRole.rightStep), ("mistaken", ColorRole.wrongStep)]
    let note = "share of the row"
    let texts = entries.map(\.0) + [note]
    let length = 2 * (swatch + 21) + texts.reduce(0) { $0 + typesetter.width(of: $1, size: TextSize.smallest) }
    var pen = max(0, min(tiles.x, frame.width - length))
    for (name, role) in entries {
      let steps = Swift.stride(from: 0, through: Theme.lastStep, by: 2)
      let tile = swatch / Double(Theme.lastStep / 2 + 1)
      let items = steps.enumerated().map { Mosaic.Tile(row: 0, column: $0.offset, role: role($0.element)) }
      drawing.marks.append(
        .mosaic(Mosaic(frame: Rect(pen, y, tile * Double(items.count), 8), rows: 1, columns: items.count, tiles: items))
      )
      drawing.text(name, at: pen + swatch + 5, y + 8, size: TextSize.smallest, .muted)
      pen += swatch + 5 + typesetter.width(of: name, size: TextSize.smallest) + 16
    }
    drawing.text(note, at: pen, y + 8, size: TextSize.smallest, .muted)
  }
}
