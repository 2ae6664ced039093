import Figures

/// Lays out pictures in rows, each with its caption, verdict and shares.
struct ImageGridLayout {
  let grid: ImageGrid
  let frame: Frame

  private var typesetter: Typesetter { .shared }
  /// The least room between pictures.
  private let gap = 7.0

  func drawing() -> Drawing {
    var drawing = Drawing(width: frame.width)
    guard !grid.cells.isEmpty else {
      drawing.emptyNote("No images")
      return drawing
    }
    let columns = self.columns
    // Small pictures stand close together, in line with the text, rather than far apart.
    let room = (frame.width - indent - gap * Double(columns - 1)) / Double(columns)
    let widest = grid.cells.map { pictureFrame($0.pixels, width: room).width }.max() ?? room
    let width = min(room, max(widest, least))
    let used = width * Double(columns)
    let between = columns > 1 ? min((frame.width - indent - used) / Double(columns - 1), max(width * 0.3, 15)) : 0
    // Rows of bare pictures stand as far apart as their columns, where there is room.
    let rowGap = isCaptioned ? 12 : min(max(between, gap), 12)
    func left(_ column: Int) -> Double { (indent + Double(column) * (width + between)).rounded() }
    var top = 0.0
    var bottom = 0.0
    if let titles = grid.columnTitles {
      for (column, title) in titles.prefix(columns).enumerated() {
        let text = typesetter.fitted(title, into: width + between - 4, size: TextSize.tick)
        drawing.text(text, at: left(column), 11, size: TextSize.tick, .muted)
      }
      top = 18
    }
    for section in grid.sectionedCells {
      top = draw(sectionTitle: section.title, at: top, on: &drawing)
      for start in stride(from: section.cells.startIndex, to: section.cells.endIndex, by: columns) {
        let row = section.cells[start..<min(start + columns, section.cells.endIndex)]
        // Bars of neighbours stand on one line, whether or not each has a second line of text.
        let hasDetail = row.contains { !$0.detail.isEmpty }
        var height = 0.0
        for (column, cell) in row.enumerated() {
          let place = Point(left(column), top)
          height = max(height, draw(cell, at: place, width: width, hasDetail: hasDetail, on: &drawing))
        }
        bottom = top + height
        top = bottom + rowGap
      }
    }
    drawing.height = max(bottom, 1)
    drawing.gather()
    return drawing
  }

  private var isCaptioned: Bool { grid.cells.contains { !$0.caption.isEmpty || !$0.shares.isEmpty } }

  private var hasTitles: Bool { grid.sections?.contains { !$0.title.isEmpty } == true }

  /// The room left of the pictures for their rows' titles; on a phone these stand above.
  private var indent: Double {
    guard hasTitles, !frame.isNarrow else { return 0 }
    let widest = grid.sections?.map { typesetter.width(of: $0.title, size: TextSize.label) }.max() ?? 0
    return min(widest, 130) + 14
  }

  /// - Returns: where the section's pictures begin.
  private func draw(sectionTitle title: String, at top: Double, on drawing: inout Drawing) -> Double {
    guard !title.isEmpty else { return top }
    if frame.isNarrow {
      drawing.text(typesetter.fitted(title, into: frame.width, size: TextSize.label), at: 0, top + 14)
      return top + 20
    }
    let first = grid.sectionedCells.first { $0.title == title }?.cells.first?.pixels
    let picture = first.map { pictureFrame($0, width: 64).height } ?? 20
    let text = typesetter.fitted(title, into: indent - 14, size: TextSize.label)
    drawing.text(text, at: 0, top + min(picture, 48) / 2 + 4)
    return top
  }

  /// The least width that keeps captions and shares legible.
  private var least: Double {
    let hasShares = grid.cells.contains { !$0.shares.isEmpty }
    return hasShares ? 96 : grid.cells.contains { !$0.caption.isEmpty } ? 60 : 24
  }

  /// As many as were asked for, or as there is room for.
  private var columns: Int {
    let fitting = max(Int((frame.width - indent + gap) / (least + gap)), 1)
    let wished = max(grid.columns, 1)
    if wished <= fitting { return wished }
    // Where a row means something, such as a class, it is broken into equal parts.
    let divisor = (1...fitting).last { wished % $0 == 0 } ?? 1
    return divisor * 3 > fitting * 2 ? divisor : fitting
  }

  /// - Returns: the height used.
  private func draw(
    _ cell: ImageGrid.Cell, at place: Point, width: Double, hasDetail: Bool, on drawing: inout Drawing
  ) -> Double {
    let picture = pictureFrame(cell.pixels, at: place, width: width)
    if cell.pixels.isComplete {
      drawing.image(cell.pixels, in: picture)
    } else {
      drawing.stroke(Path(picture), .axis, dash: [3, 3])
      drawing.text("no pixels", at: picture.midX, picture.midY + 4, size: TextSize.smallest, .muted, anchor: .middle)
    }
    drawVerdictFrame(cell.verdict, around: picture, on: &drawing)
    guard !cell.caption.isEmpty || !cell.shares.isEmpty else { return picture.height }
    var pen = picture.maxY + 5
    if !cell.caption.isEmpty {
      drawCaption(cell, at: Point(place.x, pen), width: width, on: &drawing)
      pen += hasDetail ? 27 : 14
    }
    for share in cell.shares.prefix(6) {
      draw(share, at: Point(place.x, pen + 3), width: width, on: &drawing)
      pen += 18
    }
    return pen + (cell.shares.isEmpty ? 0 : 2) - place.y
  }

  /// As large as its column, each pixel a whole number of CSS pixels where that is possible, on a phone, whose screen
  /// has several for each of those, also a half.
  private func pictureFrame(_ pixels: ImageGrid.Pixels, at place: Point = Point(0, 0), width: Double) -> Rect {
    guard pixels.width > 0, pixels.height > 0 else { return Rect(place.x, place.y, min(width, 64), min(width, 64)) }
    let exact = min(width, hasTitles ? 96 : 160) / Double(max(pixels.width, pixels.height))
    let steps = frame.isNarrow && exact < 3 ? 2.0 : 1.0
    let scale = exact >= 1 ? (exact * steps).rounded(.down) / steps : exact
    return Rect(place.x, place.y, Double(pixels.width) * scale, Double(pixels.height) * scale)
  }

  private func drawVerdictFrame(_ verdict: ImageGrid.Cell.Verdict, around picture: Rect, on drawing: inout Drawing) {
    guard verdict == .wrong else { return }
    let outline = Rect(picture.x + 1, picture.y + 1, picture.width - 2, picture.height - 2)
    drawing.stroke(Path(outline), .wrong, width: 2)
  }

  private func drawCaption(_ cell: ImageGrid.Cell, at place: Point, width: Double, on drawing: inout Drawing) {
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
    let detail = typesetter.fitted(cell.detail, into: width, size: TextSize.smallest)
    drawing.text(detail, at: place.x, place.y + 23, size: TextSize.smallest, .muted)
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
    drawing.shareBar(
      value, in: Rect(place.x, place.y, width, 15), .series(share.isTrue ? 0 : 1), leading: share.label,
      trailing: share.value.isFinite ? "\(Int((value * 100).rounded()))%" : "?",
      weight: share.isTrue ? .semibold : .regular)
  }
}
