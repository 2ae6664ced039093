import Figures

/// What the figures of one page write once and share: glyphs, texts, pictures, tiles.
///
/// A definition stands in the figure that needs it first, and the later ones refer to it there: a page of ten figures
/// holds the outline of each letter once. Used from one task at a time.
public final class FigureSheet {
  private var identifiers: [SVGDefinition: String] = [:]
  private var places: [TextKey: Place] = [:]

  /// A text that stands in a drawing, in units of its glyphs from its group's origin.
  struct Place {
    var id: String
    var x, y: Int
  }

  public init() {}

  /// The id of a definition that a figure of this page has; empty where there is nothing to draw.
  func identifier(of definition: SVGDefinition) -> String? { identifiers[definition] }

  /// A new id, unique in the page as long as no two figures have the same prefix.
  func claim(_ definition: SVGDefinition, prefix: String) -> String {
    let id = newIdentifier(prefix)
    identifiers[definition] = id
    return id
  }

  /// Where a text stands that may be referred to.
  func place(of key: TextKey) -> Place? { places[key] }

  /// The id for a text that stands here first.
  func place(_ key: TextKey, x: Int, y: Int, prefix: String) -> String {
    let id = newIdentifier(prefix)
    places[key] = Place(id: id, x: x, y: y)
    return id
  }

  private func newIdentifier(_ prefix: String) -> String {
    "\(prefix)-\(String(identifiers.count + places.count, radix: 36))"
  }

  func markEmpty(_ definition: SVGDefinition) { identifiers[definition] = "" }
}

/// Something that `<use>` can repeat.
enum SVGDefinition: Hashable {
  case glyph(UInt32, FontWeight)
  case image(ImageGrid.Pixels)
  case mosaic(rows: Int, columns: Int, [Mosaic.Tile])
}

/// A text as it is drawn, apart from its size and colour.
struct TextKey: Hashable {
  var text: String
  var weight: FontWeight
}
