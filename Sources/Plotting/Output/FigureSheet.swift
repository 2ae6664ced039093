import Figures

/// What the figures of one page define once and share: glyphs, words, pictures, tiles.
///
/// A definition stands in the figure that needs it first, and the later ones refer to it there: a page of ten figures
/// holds the outline of each letter once. Used from one task at a time.
public final class FigureSheet {
  private var identifiers: [SVGDefinition: String] = [:]

  public init() {}

  /// The id of a definition that a figure of this page has; empty where there is nothing to draw.
  func identifier(of definition: SVGDefinition) -> String? { identifiers[definition] }

  /// A new id, unique in the page as long as no two figures have the same prefix.
  func claim(_ definition: SVGDefinition, prefix: String) -> String {
    let id = "\(prefix)-\(String(identifiers.count, radix: 36))"
    identifiers[definition] = id
    return id
  }

  func markEmpty(_ definition: SVGDefinition) { identifiers[definition] = "" }
}

/// Something that `<use>` can repeat.
enum SVGDefinition: Hashable {
  case glyph(UInt32, FontWeight)
  case text(String, FontWeight)
  case image(ImageGrid.Pixels)
  case mosaic(rows: Int, columns: Int, [Mosaic.Tile])
}
