/// Rows and columns of tiles with their names: what confusion matrices and heat maps share.
struct TileMatrix {
  let rowNames: [String]
  let columnNames: [String]
  let rowTitle: String
  let columnTitle: String
  /// Where the tiles are.
  let tiles: Rect
  private let nameSize: Double
  private let nameWidth: Double
  private let columnNameWidth: Double
  let isSlanted: Bool

  private static let slope = 0.71

  /// - Parameters:
  ///   - margin: room kept right of the tiles.
  ///   - leastNameWidth: room kept left of them, for what stands under the rows' names.
  init(
    rows: [String], columns: [String], rowTitle: String, columnTitle: String, frame: Frame, margin: Double = 0,
    leastNameWidth: Double = 0
  ) {
    rowNames = rows
    columnNames = columns
    self.rowTitle = rowTitle
    self.columnTitle = columnTitle
    let size = frame.isNarrow ? TextSize.smallest : TextSize.tick
    nameSize = size
    let limit = frame.width * (frame.isNarrow ? 0.2 : 0.22)
    func widest(_ names: [String]) -> Double {
      min(names.map { Typesetter.shared.width(of: $0, size: size) }.max() ?? 0, limit)
    }
    nameWidth = max(widest(rows), leastNameWidth)
    columnNameWidth = widest(columns)
    // The title of the rows stands upright at the very left.
    let left = (rowTitle.isEmpty ? 2 : 18) + nameWidth + 8
    let widestTile = frame.isNarrow ? 110.0 : 84
    let count = Double(max(columns.count, 1))
    let level = min((frame.width - left - 2 - margin) / count, widestTile)
    let widths = columns.map { Typesetter.shared.width(of: $0, size: size) }
    // A long name between short ones may be wider than its column.
    let meets = zip(widths, widths.dropFirst()).contains { ($0 + $1) / 2 > level - 6 }
    isSlanted = meets || (widths.first ?? 0) > level + 20 || (widths.last ?? 0) > level + margin
    // Slanted names lean out to the right of their column, over the margin.
    let overhang = isSlanted ? max(columnNameWidth * TileMatrix.slope + 6 - level / 2, 2) : 2
    let width = max(min((frame.width - left - max(overhang, margin)) / count, widestTile), 0.5)
    let many = max(rows.count, columns.count)
    // Two lines of text need 30 pixels.
    // A long list of rows is made low, not endless.
    let height =
      many > 30
      ? min(width, 30, max(1200 / Double(max(rows.count, 1)), 1))
      : min(max(width * 0.74, many > 12 ? min(width, 30) : 30), 56)
    let top = (columnTitle.isEmpty ? 2.0 : 20) + (isSlanted ? columnNameWidth * TileMatrix.slope + 14 : 20)
    tiles = Rect(left, top, width * Double(columns.count), height * Double(rows.count))
  }

  var tileWidth: Double { tiles.width / Double(max(columnNames.count, 1)) }
  var tileHeight: Double { tiles.height / Double(max(rowNames.count, 1)) }
  /// Whether tiles are many and small: without lines and numbers.
  var isDense: Bool { max(rowNames.count, columnNames.count) > 30 }

  func frame(_ row: Int, _ column: Int) -> Rect {
    Rect(tiles.x + tileWidth * Double(column), tiles.y + tileHeight * Double(row), tileWidth, tileHeight)
  }

  /// The tiles whose roles are known.
  func drawTiles(on drawing: inout Drawing, role: (_ row: Int, _ column: Int) -> ColorRole?) {
    var mosaic = Mosaic(frame: tiles, rows: rowNames.count, columns: columnNames.count, tiles: [])
    for row in rowNames.indices {
      for column in columnNames.indices {
        if let role = role(row, column) { mosaic.tiles.append(.init(row: row, column: column, role: role)) }
      }
    }
    drawing.marks.append(.mosaic(mosaic))
    guard !isDense else { return drawing.stroke(Path(tiles), .axis) }
    var lines = Path()
    for index in 0...columnNames.count {
      let x = tiles.x + tileWidth * Double(index)
      lines.elements += [.move(Point(x, tiles.y)), .line(Point(x, tiles.maxY))]
    }
    for index in 0...rowNames.count {
      let y = tiles.y + tileHeight * Double(index)
      lines.elements += [.move(Point(tiles.x, y)), .line(Point(tiles.maxX, y))]
    }
    drawing.stroke(lines, .paper, width: max(rowNames.count, columnNames.count) > 12 ? 1 : 2)
  }

  func drawNames(on drawing: inout Drawing) {
    let typesetter = Typesetter.shared
    // Of many names as many are shown as have room.
    let rowStride = max(1, Int((13 / tileHeight).rounded(.up)))
    let columnStride = isSlanted ? max(rowStride, Int((18 / tileWidth).rounded(.up))) : 1
    let isSquare = rowNames == columnNames
    for index in stride(from: 0, to: rowNames.count, by: isSquare ? max(rowStride, columnStride) : rowStride) {
      let name = typesetter.fitted(rowNames[index], into: nameWidth + 0.01, size: nameSize)
      drawing.text(
        name, at: tiles.x - 6, tiles.y + tileHeight * (Double(index) + 0.5) + 4, size: nameSize, anchor: .end)
    }
    for index in stride(from: 0, to: columnNames.count, by: isSquare ? max(rowStride, columnStride) : columnStride) {
      let name = typesetter.fitted(columnNames[index], into: columnNameWidth + 0.01, size: nameSize)
      drawColumnName(name, at: tiles.x + tileWidth * (Double(index) + 0.5), on: &drawing)
    }
    drawing.text(columnTitle, at: tiles.midX, 12, size: TextSize.tick, weight: .semibold, .muted, anchor: .middle)
    drawing.text(
      rowTitle, at: tiles.x - nameWidth - 16, tiles.midY, size: TextSize.tick, weight: .semibold, .muted,
      anchor: .middle, rotation: -90)
  }

  /// A name above a column, or above the margin beside them.
  func drawColumnName(
    _ name: String, at x: Double, weight: FontWeight = .regular, _ role: ColorRole = .ink, on drawing: inout Drawing
  ) {
    if isSlanted {
      drawing.text(name, at: x, tiles.y - 6, size: nameSize, weight: weight, role, rotation: -45)
    } else {
      drawing.text(name, at: x, tiles.y - 7, size: nameSize, weight: weight, role, anchor: .middle)
    }
  }
}
