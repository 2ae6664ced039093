import Figures

/// Lays out pictures in rows, each with its caption, verdict and shares.
struct ImageGridLayout {
  let grid: ImageGrid
  let frame: Frame

  private var typesetter: Typesetter { .shared }
  private let gap = 12.0

  func drawing() -> Drawing {
    var drawing = Drawing(width: frame.width)
    guard !grid.cells.isEmpty else {
      drawing.placeholder("No images")
      return drawing
    }
    let columns = self.columns
    let width = (frame.width - gap * Double(columns - 1)) / Double(columns)
    var top = 0.0
    var index = 0
    while index < grid.cells.count {
      let row = grid.cells[index..<min(index + columns, grid.cells.count)]
      var height = 0.0
      for (column, cell) in row.enumerated() {
        let place = Point(Double(column) * (width + gap), top)
        height = max(height, draw(cell, at: place, width: width, on: &drawing))
      }
      top += height + gap
      index += columns
    }
    drawing.height = max(top - gap, 1)
    return drawing
  }

  /// As many as were asked for, or as keep captions and shares legible.
  private var columns: Int {
    let hasShares = grid.cells.contains { !$0.shares.isEmpty }
    let hasText = grid.cells.contains { !$0.caption.isEmpty }
    let least = hasShares ? 104.0 : hasText ? 60 : 40
    let fitting = Int((frame.width + gap) / (least + gap))
    // A lone row needs no room for pictures that are not there, but keeps its neighbours' size.
    return max(1, min(max(grid.columns, 1), fitting))
  }

  /// - Returns: the height used.
  private func draw(_ cell: ImageGrid.Cell, at place: Point, width: Double, on drawing: inout Drawing) -> Double {
    let picture = pictureFrame(cell.pixels, at: place, width: width)
    if cell.pixels.isComplete {
      drawing.image(cell.pixels, in: picture)
    } else {
      drawing.stroke(Path(picture), .axis, dash: [3, 3])
      drawing.text("no pixels", at: picture.midX, picture.midY + 4, size: TextSize.smallest, .muted, anchor: .middle)
    }
    drawVerdictFrame(cell.verdict, around: picture, on: &drawing)
    var pen = picture.maxY + 5
    if !cell.caption.isEmpty {
      pen = drawCaption(cell, at: Point(place.x, pen), width: width, on: &drawing)
    }
    for share in cell.shares.prefix(6) {
      draw(share, at: Point(place.x, pen + 3), width: width, on: &drawing)
      pen += 18
    }
    return pen + (cell.shares.isEmpty ? 0 : 2) - place.y
  }

  /// As large as the column, each pixel a whole number of CSS pixels where that is possible.
  private func pictureFrame(_ pixels: ImageGrid.Pixels, at place: Point, width: Double) -> Rect {
    guard pixels.width > 0, pixels.height > 0 else { return Rect(place.x, place.y, min(width, 64), min(width, 64)) }
    let largest = min(width, 160)
    let exact = largest / Double(pixels.width)
    let scale = exact >= 1 ? max(exact.rounded(.down), 1) : exact
    // A wide column would leave a small picture lost in it.
    let chosen = scale / exact > 0.74 ? scale : exact
    return Rect(place.x, place.y, Double(pixels.width) * chosen, Double(pixels.height) * chosen)
  }

  private func drawVerdictFrame(_ verdict: ImageGrid.Cell.Verdict, around picture: Rect, on drawing: inout Drawing) {
    guard verdict == .wrong else { return }
    let outline = Rect(picture.x + 1, picture.y + 1, picture.width - 2, picture.height - 2)
    drawing.stroke(Path(outline), .wrong, width: 2)
  }

  /// - Returns: the bottom of the caption.
  private func drawCaption(_ cell: ImageGrid.Cell, at place: Point, width: Double, on drawing: inout Drawing) -> Double
  {
    let isVerdict = cell.verdict != .none
    let size = TextSize.tick
    var indent = 0.0
    if isVerdict {
      drawMark(cell.verdict, at: Point(place.x, place.y + 2), on: &drawing)
      indent = 13
    }
    let text = typesetter.fitted(
      cell.caption, into: width - indent, size: size, weight: isVerdict ? .semibold : .regular)
    drawing.text(text, at: place.x + indent, place.y + 10, size: size, weight: isVerdict ? .semibold : .regular)
    guard !cell.detail.isEmpty else { return place.y + 14 }
    let detail = typesetter.fitted(cell.detail, into: width, size: TextSize.smallest)
    drawing.text(detail, at: place.x, place.y + 23, size: TextSize.smallest, .muted)
    return place.y + 27
  }

  /// A tick or a cross, 9 pixels wide: the verdict must not hang on colour.
  private func drawMark(_ verdict: ImageGrid.Cell.Verdict, at place: Point, on drawing: inout Drawing) {
    var path = Path()
    if verdict == .right {
      path.polyline([
        Point(place.x + 0.5, place.y + 5), Point(place.x + 3.5, place.y + 8), Point(place.x + 9, place.y + 1),
      ])
      drawing.stroke(path, .right, width: 2)
    } else {
      path.polyline([Point(place.x + 1, place.y + 1), Point(place.x + 8, place.y + 8)])
      path.polyline([Point(place.x + 8, place.y + 1), Point(place.x + 1, place.y + 8)])
      drawing.stroke(path, .wrong, width: 2)
    }
  }

  private func draw(_ share: ImageGrid.Share, at place: Point, width: Double, on drawing: inout Drawing) {
    let value = share.value.isFinite ? min(max(share.value, 0), 1) : 0
    let role = ColorRole.series(share.isTrue ? 0 : 1)
    drawing.fill(Path(Rect(place.x, place.y, width, 15), radius: 2), .track)
    if value > 0 { drawing.fill(Path(Rect(place.x, place.y, width * value, 15), radius: 2), role, opacity: 0.3) }
    let text = share.value.isFinite ? "\(Int((value * 100).rounded()))%" : "?"
    let textWidth = typesetter.width(of: text, size: TextSize.smallest)
    let weight: FontWeight = share.isTrue ? .semibold : .regular
    let label = typesetter.fitted(share.label, into: width - textWidth - 14, size: TextSize.smallest, weight: weight)
    drawing.text(label, at: place.x + 4, place.y + 11, size: TextSize.smallest, weight: weight)
    drawing.text(text, at: place.x + width - 4, place.y + 11, size: TextSize.smallest, anchor: .end)
  }
}
