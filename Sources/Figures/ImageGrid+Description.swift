extension ImageGrid {
  /// Such as "24 images with predictions, 16 right and 8 wrong. Wrong: cat (truly dog), …".
  public var alternativeText: String {
    guard !cells.isEmpty else { return "No images." }
    let images = FigureNumber.counted(cells.count, "image")
    let right = cells.count { $0.verdict == .right }
    let wrong = cells.filter { $0.verdict == .wrong }
    guard right + wrong.count > 0 else { return "\(images): \(subjects)." }
    var text =
      "\(images) with predictions, \(FigureNumber.count(right)) right and \(FigureNumber.count(wrong.count)) wrong."
    if !wrong.isEmpty {
      let named = wrong.prefix(ImageGrid.namedInText).map(ImageGrid.description)
      let rest = wrong.count - named.count
      text += " Wrong: \(named.joined(separator: "; "))\(rest > 0 ? "; and \(FigureNumber.count(rest)) more" : "")."
    }
    return text
  }

  /// One row a picture.
  public var dataTable: Table {
    let hasDetail = cells.contains { !$0.detail.isEmpty }
    let hasVerdict = cells.contains { $0.verdict != .none }
    let shares = cells.map(\.shares.count).max() ?? 0
    var columns = [Table.Column("Image", alignment: .trailing), .init("Caption")]
    if hasDetail { columns.append(.init("Detail")) }
    if hasVerdict { columns.append(.init("Prediction")) }
    for index in 0..<shares { columns.append(.init(shares == 1 ? "Share" : "Share \(index + 1)")) }
    let rows = cells.enumerated().map { index, cell in
      var row = ["\(index + 1)", cell.caption]
      if hasDetail { row.append(cell.detail) }
      if hasVerdict { row.append(cell.verdict == .none ? "" : cell.verdict.rawValue) }
      row += (0..<shares).map { cell.shares.indices.contains($0) ? ImageGrid.text(of: cell.shares[$0]) : "" }
      return row
    }
    return Table(columns: columns, rows: rows)
  }

  /// What the pictures show, by their captions: "6 airplane, 5 cat".
  private var subjects: String {
    var counts: [(caption: String, count: Int)] = []
    for cell in cells where !cell.caption.isEmpty {
      if let index = counts.firstIndex(where: { $0.caption == cell.caption }) {
        counts[index].count += 1
      } else {
        counts.append((cell.caption, 1))
      }
    }
    guard !counts.isEmpty else { return "without captions" }
    let isEach = counts.allSatisfy { $0.count == 1 }
    let named = counts.prefix(20).map { isEach ? $0.caption : "\(FigureNumber.count($0.count)) \($0.caption)" }
    let rest = counts.count - named.count
    return rest > 0
      ? named.joined(separator: ", ") + " and \(FigureNumber.counted(rest, "other caption"))" : FigureNumber.list(named)
  }

  private static func description(_ cell: Cell) -> String {
    let top = cell.shares.max { $0.value < $1.value }
    let facts = [cell.detail, top.map { "\($0.label) \(FigureNumber.percent($0.value))" } ?? ""].filter { !$0.isEmpty }
    return facts.isEmpty ? cell.caption : "\(cell.caption) (\(facts.joined(separator: ", ")))"
  }

  private static func text(of share: Share) -> String {
    "\(share.label) \(FigureNumber.percent(share.value))\(share.isTrue ? " (true)" : "")"
  }

  /// How many mistakes the text tells; the table has all.
  private static let namedInText = 6
}
