import Figures
import Foundation

/// Writes drawings as SVG that can stand inside an HTML page.
///
/// There are no style attributes (a strict Content-Security-Policy blocks them), colours are classes with the light
/// theme's colour as presentation attribute, every id begins with the figure's prefix, and what repeats (glyphs,
/// texts, pictures, tiles) is written once for all variants of the figure, and once for all figures that share a sheet.
struct SVGWriter {
  private let prefix: String
  private let theme: Theme
  private var definitions: [String] = []
  private let sheet: FigureSheet
  /// How often each text stands in the variants together.
  private var occurrences: [TextKey: Int] = [:]

  init(prefix: String, theme: Theme, sheet: FigureSheet) {
    self.prefix = prefix
    self.theme = theme
    self.sheet = sheet
  }

  /// One `<svg>` a variant, the first with title and description, which the others refer to.
  mutating func document(_ variants: [(drawing: Drawing, className: String)], title: String, description: String)
    -> String
  {
    for case .text(let label) in variants.flatMap(\.drawing.marks) {
      occurrences[TextKey(text: label.text, weight: label.weight), default: 0] += 1
    }
    let bodies = variants.map { body($0.drawing.marks) }
    var result = ""
    for (index, variant) in variants.enumerated() {
      let (width, height) = (number(variant.drawing.width), number(variant.drawing.height))
      // Without a style sheet the first variant shows alone.
      let hidden = index > 0 ? " display=\"none\"" : ""
      result += """
        <svg xmlns="http://www.w3.org/2000/svg" class="figure \(variant.className)" viewBox="0 0 \(width) \(height)" \
        width="\(width)" height="\(height)"\(hidden) role="img" aria-labelledby="\(prefix)-title \(prefix)-desc">
        """
      if index == 0 {
        result += "<title id=\"\(prefix)-title\">\(SVGWriter.escaped(title))</title>"
        result += "<desc id=\"\(prefix)-desc\">\(SVGWriter.escaped(description))</desc>\n"
        if !definitions.isEmpty { result += "<defs>\(definitions.joined(separator: "\n"))</defs>\n" }
      }
      result += bodies[index] + "</svg>\n"
    }
    return result
  }

  /// A piece of the body: neighbours with equal attributes become one element or share a group.
  private struct Piece {
    enum Content {
      /// `d` of a path.
      case path(String)
      case element(String)
    }

    var attributes: String
    var contents: [Content]

    var text: String {
      let paths = contents.compactMap { if case .path(let data) = $0 { data } else { nil } }
      if !paths.isEmpty { return "<path\(attributes) d=\"\(paths.joined())\"/>\n" }
      let elements = contents.compactMap { if case .element(let text) = $0 { text } else { nil } }
      return attributes.isEmpty
        ? elements.joined(separator: "\n") + "\n" : "<g\(attributes)>\(elements.joined())</g>\n"
    }
  }

  private mutating func body(_ marks: [Mark]) -> String {
    var pieces: [Piece] = []
    var texts: [Piece] = []
    for mark in marks {
      if case .text(let label) = mark {
        // Labels do not overlap, so that those of a colour and size may stand together.
        let piece = text(label)
        if let index = texts.firstIndex(where: { $0.attributes == piece.attributes }) {
          texts[index].contents += piece.contents
        } else {
          texts.append(piece)
        }
        continue
      }
      pieces += texts
      texts = []
      let piece = write(mark)
      if let last = pieces.last, last.attributes == piece.attributes, !piece.attributes.isEmpty {
        pieces[pieces.count - 1].contents += piece.contents
      } else {
        pieces.append(piece)
      }
    }
    return (pieces + texts).map(\.text).joined()
  }

  private mutating func write(_ mark: Mark) -> Piece {
    switch mark {
    case .fill(let path, let paint):
      return Piece(attributes: color("fill", paint), contents: [.path(data(path))])
    case .stroke(let path, let paint, let width, let dash):
      var attributes = " fill=\"none\"" + color("stroke", paint)
      if width != 1 { attributes += " stroke-width=\"\(number(width))\"" }
      if !dash.isEmpty { attributes += " stroke-dasharray=\"\(dash.map(number).joined(separator: " "))\"" }
      if path.elements.count > 2 { attributes += " stroke-linejoin=\"round\"" }
      return Piece(attributes: attributes, contents: [.path(data(path))])
    case .text(let label): return text(label)
    case .dots(let points, let paint, let radius):
      // Lines without length have round ends only: the shortest way to say "disc".
      let attributes =
        " fill=\"none\"" + color("stroke", paint) + " stroke-width=\"\(number(2 * radius))\" stroke-linecap=\"round\""
      // Discs of one mark are one surface, those of the next lie on them: an element each.
      return Piece(attributes: attributes, contents: [.element("<path d=\"\(PathData.dots(points))\"/>")])
    case .image(let pixels, let frame):
      let id = identifier(.image(pixels)) { SVGWriter.image(pixels, id: $1) }
      let scale = scale(frame.width / Double(pixels.width), frame.height / Double(pixels.height))
      // On the group, which all pictures of a row share.
      return use(id, translation(frame.x, frame.y) + scale, attributes: " class=\"pixels\"")
    case .mosaic(let mosaic):
      let definition = SVGDefinition.mosaic(rows: mosaic.rows, columns: mosaic.columns, mosaic.tiles)
      let id = identifier(definition) { $0.tiles(mosaic, id: $1) }
      return use(id, translation(mosaic.frame.x, mosaic.frame.y) + scale(mosaic.tileWidth, mosaic.tileHeight))
    }
  }

  private func use(_ id: String, _ transform: String, attributes: String = "") -> Piece {
    Piece(attributes: attributes, contents: [.element("<use href=\"#\(id)\" transform=\"\(transform)\"/>")])
  }

  /// A label in units of its glyphs: the group scales them, so that places are whole numbers.
  private mutating func text(_ label: Label) -> Piece {
    let key = TextKey(text: label.text, weight: label.weight)
    let unit = label.size / SVGWriter.glyphUnits
    let leading = Int((label.leading / unit).rounded())
    let color = color("fill", Paint(role: label.role))
    if label.rotation != 0 {
      let turn = "rotate(\(number(label.rotation)))"
      let place = " transform=\"\(translation(label.origin.x, label.origin.y))\(turn)\(scale(unit, unit))\""
      return Piece(attributes: color + place, contents: [.element(text(key, x: leading, y: 0))])
    }
    let x = Int((label.origin.x / unit).rounded()) + leading
    let y = Int((label.origin.y / unit).rounded())
    return Piece(attributes: "\(color) transform=\"\(scale(unit, unit))\"", contents: [.element(text(key, x: x, y: y))])
  }

  /// What repeats is written where it stands first, and referred to from there.
  ///
  /// Browsers open a page faster the fewer elements it has, and each reference to a glyph counts as three: a text that
  /// is there often becomes one path.
  private mutating func text(_ key: TextKey, x: Int, y: Int) -> String {
    if let first = sheet.place(of: key) {
      let (dx, dy) = (x - first.x, y - first.y)
      return "<use href=\"#\(first.id)\"\(dx == 0 ? "" : " x=\"\(dx)\"")\(dy == 0 ? "" : " y=\"\(dy)\"")/>"
    }
    guard let count = occurrences[key], count > 1 else { return glyphs(key, x: x, y: y) }
    let id = sheet.place(key, x: x, y: y, prefix: prefix)
    guard count >= SVGWriter.often else {
      return "<g id=\"\(id)\" transform=\"translate(\(x) \(y))\">\(glyphs(key, x: 0, y: 0))</g>"
    }
    let unit = SVGWriter.glyphUnits / Typesetter.unitsPerEm
    var path = Path()
    for glyph in Typesetter.shared.run(key.text, key.weight).glyphs {
      let outline = Typesetter.shared.outline(of: glyph.id, key.weight)
      path.elements += outline.moved(Double(x) / unit + glyph.x, Double(y) / unit + glyph.y).elements
    }
    return "<path id=\"\(id)\" d=\"\(PathData(path, scale: unit, decimals: 0).text)\"/>"
  }

  private mutating func glyphs(_ key: TextKey, x left: Int, y base: Int) -> String {
    let unit = SVGWriter.glyphUnits / Typesetter.unitsPerEm
    return Typesetter.shared.run(key.text, key.weight).glyphs.map { glyph in
      let id = identifier(.glyph(glyph.id, key.weight)) { _, id in
        let outline = Typesetter.shared.outline(of: glyph.id, key.weight)
        return outline.elements.isEmpty
          ? nil : "<path id=\"\(id)\" d=\"\(PathData(outline, scale: unit, decimals: 0).text)\"/>"
      }
      guard !id.isEmpty else { return "" }
      let x = left + Int((glyph.x * unit).rounded())
      let y = base + Int((glyph.y * unit).rounded())
      return "<use href=\"#\(id)\"\(x == 0 ? "" : " x=\"\(x)\"")\(y == 0 ? "" : " y=\"\(y)\"")/>"
    }.joined()
  }

  /// The id of a definition, written at its first use; empty where there is nothing to define.
  private mutating func identifier(_ definition: SVGDefinition, write: (inout SVGWriter, String) -> String?) -> String {
    if let id = sheet.identifier(of: definition) { return id }
    let id = sheet.claim(definition, prefix: prefix)
    if let text = write(&self, id) {
      definitions.append(text)
      return id
    }
    sheet.markEmpty(definition)
    return ""
  }

  /// Unit squares, those of one colour in one path.
  private func tiles(_ mosaic: Mosaic, id: String) -> String {
    var paths: [(role: ColorRole, data: String, at: (Int, Int))] = []
    var indices: [ColorRole: Int] = [:]
    for tile in mosaic.tiles {
      if let index = indices[tile.role] {
        let (row, column) = paths[index].at
        paths[index].data += "m\(tile.column - column)\(SVGWriter.separated(tile.row - row))h1v1h-1z"
        paths[index].at = (tile.row, tile.column)
      } else {
        indices[tile.role] = paths.count
        paths.append((tile.role, "M\(tile.column) \(tile.row)h1v1h-1z", (tile.row, tile.column)))
      }
    }
    let elements = paths.map { "<path\(color("fill", Paint(role: $0.role))) d=\"\($0.data)\"/>" }
    return "<g id=\"\(id)\" shape-rendering=\"crispEdges\">\(elements.joined(separator: "\n"))</g>"
  }

  private static func image(_ pixels: ImageGrid.Pixels, id: String) -> String? {
    guard let png = try? PixelEncoder.png(pixels) else { return nil }
    return """
      <image id="\(id)" width="\(pixels.width)" height="\(pixels.height)" \
      href="data:image/png;base64,\(png.base64EncodedString())"/>
      """
  }

  private func color(_ attribute: String, _ paint: Paint) -> String {
    let name = "\(attribute == "fill" ? "f" : "s")-\(paint.role.name)"
    let opacity = paint.opacity == 1 ? "" : " \(attribute)-opacity=\"\(number(paint.opacity))\""
    return " class=\"\(name)\" \(attribute)=\"\(theme.color(paint.role, .light).css)\"\(opacity)"
  }

  private func data(_ path: Path) -> String { PathData(path, scale: 1, decimals: 2).text }
  private func number(_ value: Double) -> String { PathData.number(value, decimals: 2) }
  private func translation(_ x: Double, _ y: Double) -> String { "translate(\(number(x)) \(number(y)))" }
  private func scale(_ x: Double, _ y: Double) -> String {
    let (x, y) = (PathData.number(x, decimals: 4), PathData.number(y, decimals: 4))
    return x == y ? "scale(\(x))" : "scale(\(x) \(y))"
  }
  private static func separated(_ value: Int) -> String { value < 0 ? "\(value)" : " \(value)" }

  /// Units per em of glyphs in the SVG: whole numbers are then within a fortieth of a pixel in text of 12 pixels.
  private static let glyphUnits = 250.0

  /// How many times a text stands in a figure to be worth the bytes of a path: twice in each variant.
  private static let often = 4

  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      // Characters that neither HTML nor XML allows.
      case "\0"..."\u{8}", "\u{b}", "\u{c}", "\u{e}"..."\u{1f}", "\u{7f}"..."\u{9f}", "\u{fffe}", "\u{ffff}":
        result += "\u{fffd}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
