/// Figures of one kind beside each other, each with a title.
///
/// ```swift
/// SmallMultiples(runs, title: \.name) { $0.history.curves(.loss) }
/// ```
public struct SmallMultiples: FigureContent {
  public struct Item: Hashable, Codable, Sendable {
    public var title: String
    public var figure: Figure

    public init(_ title: String, _ figure: Figure) {
      self.title = title
      self.figure = figure
    }
  }

  public var items: [Item]
  /// Figures in a row on a wide page.
  public var columns: Int
  /// Whether all axes reach as far as the data of all of them, so that heights can be compared.
  public var sharesScales: Bool
  public var presentation: FigurePresentation?

  public init(_ items: [Item], columns: Int = 3, sharesScales: Bool = true) {
    self.items = items
    self.columns = columns
    self.sharesScales = sharesScales
  }

  /// One figure for each of `data`, titled as `title` says.
  public init<Element>(
    _ data: some Sequence<Element>, columns: Int = 3, sharesScales: Bool = true,
    title: (Element) -> some CustomStringConvertible, figure: (Element) -> some FigureContent
  ) {
    self.init(
      data.map { Item(FigureNumber.name(title($0)), figure($0).figure) }, columns: columns, sharesScales: sharesScales)
  }

  public static let kindName = "Small multiples"
  public var figure: Figure { .smallMultiples(self) }
}

extension SmallMultiples {
  public var alternativeText: String {
    guard !items.isEmpty else { return "No figures." }
    let told = items.prefix(12).map { item in
      item.title.isEmpty ? item.figure.alternativeText : "\(item.title.sentenceCase): \(item.figure.alternativeText)"
    }
    let rest = items.count - told.count
    return FigureNumber.counted(items.count, "figure") + ". " + told.joined(separator: " ")
      + (rest > 0 ? " \(FigureNumber.counted(rest, "more figure"))." : "")
  }

  /// The figures' tables under each other where they have the same columns, else one row a figure with its description.
  public var dataTable: Table {
    let tables = items.map(\.figure.content.dataTable)
    guard let first = tables.first, tables.allSatisfy({ $0.columns == first.columns }) else {
      return Table(
        columns: ["Figure", "Description"], rows: items.map { [$0.title, $0.figure.alternativeText] })
    }
    let rows = zip(items, tables).flatMap { item, table in table.rows.map { [item.title] + $0 } }
    return Table(columns: ["Figure"] + first.columns, rows: rows)
  }
}
