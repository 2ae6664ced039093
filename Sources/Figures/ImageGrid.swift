import Foundation

/// Pictures in rows, each with a caption and, where it shows a prediction, the probabilities behind it.
public struct ImageGrid: FigureContent {
  /// 8-bit pixels, `[height, width, channels]` in row-major order; 1 channel is grey, 3 are RGB.
  public struct Pixels: Hashable, Codable, Sendable {
    public var height: Int
    public var width: Int
    public var channels: Int
    public var bytes: Data

    public init(height: Int, width: Int, channels: Int, bytes: Data) {
      self.height = height
      self.width = width
      self.channels = channels
      self.bytes = bytes
    }
  }

  /// A named share 0...1, drawn as a small bar under a picture.
  public struct Share: Hashable, Codable, Sendable {
    public var label: String
    public var value: Double
    /// Whether this is the true class, which is then marked among the others.
    public var isTrue: Bool

    public init(label: String, value: Double, isTrue: Bool = false) {
      self.label = label
      self.value = value
      self.isTrue = isTrue
    }
  }

  /// Pictures that begin on a row of their own, such as those of one class.
  public struct Section: Hashable, Codable, Sendable {
    public var title: String
    /// How many of the grid's pictures it takes.
    public var count: Int

    public init(_ title: String, count: Int) {
      self.title = title
      self.count = count
    }
  }

  /// A number that belongs to a picture: in the table, not in the drawing.
  public struct Fact: Hashable, Codable, Sendable {
    public var name: String
    public var value: Double

    public init(_ name: String, _ value: Double) {
      self.name = name
      self.value = value
    }
  }

  public struct Cell: Hashable, Codable, Sendable {
    public enum Verdict: String, Hashable, Codable, Sendable { case none, right, wrong }

    public var pixels: Pixels
    /// Such as the predicted class.
    public var caption: String
    /// A second, quieter line, such as "truly a dog".
    public var detail: String
    public var verdict: Verdict
    public var shares: [Share]
    public var facts: [Fact]?

    public init(
      pixels: Pixels, caption: String, detail: String = "", verdict: Verdict = .none, shares: [Share] = [],
      facts: [Fact]? = nil
    ) {
      self.pixels = pixels
      self.caption = caption
      self.detail = detail
      self.verdict = verdict
      self.shares = shares
      self.facts = facts
    }
  }

  public var cells: [Cell]
  /// Pictures in a row on a wide page.
  public var columns: Int
  /// In order, together all pictures; without them the rows are filled one after the other.
  public var sections: [Section]?
  /// Above the columns, such as "before" and "after".
  public var columnTitles: [String]?
  /// A sentence on the data that the pictures alone cannot tell, in front of the description.
  public var summary: String?
  public var presentation: FigurePresentation?

  public init(
    cells: [Cell], columns: Int, sections: [Section]? = nil, columnTitles: [String]? = nil, summary: String? = nil
  ) {
    self.cells = cells
    self.columns = columns
    self.sections = sections
    self.columnTitles = columnTitles
    self.summary = summary
  }

  public static let kindName = "Images"
  public var figure: Figure { .imageGrid(self) }
}

extension ImageGrid {
  /// The pictures of each section, the last ones without a title where the sections do not name them.
  public var sectionedCells: [(title: String, cells: ArraySlice<Cell>)] {
    var result: [(title: String, cells: ArraySlice<Cell>)] = []
    var rest = cells[...]
    for section in sections ?? [] {
      let count = min(max(section.count, 0), rest.count)
      if count > 0 { result.append((section.title, rest.prefix(count))) }
      rest = rest.dropFirst(count)
    }
    if !rest.isEmpty { result.append(("", rest)) }
    return result
  }
}
