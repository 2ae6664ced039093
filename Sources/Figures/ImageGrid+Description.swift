extension ImageGrid {
  /// Such as "24 images with predictions, 16 right and 8 wrong. Wrong: cat (truly dog), …".
  public var alternativeText: String {
    let told = cells.isEmpty ? "No images." : description
    return summary.map { "\($0) \(told)" } ?? told
  }

  private var description: String {
    let images = FigureNumber.counted(cells.count, "image")
    let right = cells.count { $0.verdict == .right }
    let wrong = cells.filter { $0.verdict == .wrong }
    guard right + wrong.count > 0 else {
      // A sentence of the data's own says more than that there are no words.
      return summary != nil && subjects == ImageGrid.noSubjects ? "\(images)." : "\(images): \(subjects)."
    }
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
    let hasCaption = cells.contains { !$0.caption.isEmpty }
    let hasDetail = cells.contains { !$0.detail.isEmpty }
    let hasVerdict = cells.contains { $0.verdict != .none }
    let shares = cells.map(\.shares.count).max() ?? 0
    let titles = sections == nil ? [] : sectionedCells.flatMap { section in section.cells.map { _ in section.title } }
    let facts = cells.flatMap { $0.facts ?? [] }.reduce(into: [String]()) { names, fact in
      if !names.contains(fact.name) { names.append(fact.name) }
    }
    var columns = [Table.Column("Image", alignment: .trailing)]
    if !titles.isEmpty { columns.append(.init("Row")) }
    if hasCaption { columns.append(.init("Caption")) }
    if hasDetail { columns.append(.init("Detail")) }
    if hasVerdict { columns.append(.init("Prediction")) }
    for index in 0..<shares { columns.append(.init(shares == 1 ? "Share" : "Share \(index + 1)")) }
    columns += facts.map { .trailing($0) }
    let rows = cells.enumerated().map { index, cell in
      var row = ["\(index + 1)"]
      if !titles.isEmpty { row.append(titles[index]) }
      if hasCaption { row.append(cell.caption) }
      if hasDetail { row.append(cell.detail) }
      if hasVerdict { row.append(cell.verdict == .none ? "" : cell.verdict.rawValue) }
      row += (0..<shares).map { cell.shares.indices.contains($0) ? ImageGrid.text(of: cell.shares[$0]) : "" }
      row += facts.map { name in
        cell.facts?.first { $0.name == name }.map { $0.value.isNaN ? "" : FigureNumber.value($0.value) } ?? ""
      }
      return row
    }
    return Table(columns: columns, rows: rows)
  }

  /// What the pictures show, by their captions: "6 airplane, 5 cat".
  private var subjects: String {
    var counts: [(caption: String, count: Int)] = []
    func add(_ caption: String, _ count: Int) {
      if let index = counts.firstIndex(where: { $0.caption == caption }) {
        counts[index].count += count
      } else {
        counts.append((caption, count))
      }
    }
    // Rows with titles say what they show; captions then tell their pictures apart.
    for section in sectionedCells where !section.title.isEmpty { add(section.title, section.cells.count) }
    if counts.isEmpty { for cell in cells where !cell.caption.isEmpty { add(cell.caption, 1) } }
    guard !counts.isEmpty else { return ImageGrid.noSubjects }
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

  private static let noSubjects = "without captions"
  /// How many mistakes the text tells; the table has all.
  private static let namedInText = 6
}
