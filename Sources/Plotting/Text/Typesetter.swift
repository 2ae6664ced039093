internal import CCairo
internal import CFont
import Foundation
import Synchronization

/// How strong the strokes of text are.
enum FontWeight: Int, Hashable, CaseIterable {
  case regular = 400
  case semibold = 600
}

/// A line of text as glyphs, in units of a thousandth of the text size.
struct GlyphRun: Hashable {
  struct Glyph: Hashable {
    var id: UInt32
    var x: Double
    var y: Double
  }

  var glyphs: [Glyph]
  var width: Double
}

/// Lays out text in the project's own font, and knows its glyphs' outlines.
///
/// Pango and fontconfig see nothing but that font, so that a figure is the same on every machine. May be used from any
/// thread: one at a time is let in.
final class Typesetter: Sendable {
  static let shared = Typesetter()

  /// Units per em of runs and outlines.
  static let unitsPerEm = 1000.0

  private let state = Mutex(State())

  /// Advance width in CSS pixels.
  func width(of text: String, size: Double, weight: FontWeight = .regular) -> Double {
    run(text, weight).width * size / Typesetter.unitsPerEm
  }

  /// The text as it fits into `width` CSS pixels, its end replaced by "…" where it is longer.
  func fitted(_ text: String, into width: Double, size: Double, weight: FontWeight = .regular) -> String {
    if self.width(of: text, size: size, weight: weight) <= width { return text }
    var head = Array(text.prefix(200))
    while !head.isEmpty {
      head.removeLast()
      while head.last == " " { head.removeLast() }
      let candidate = String(head) + "…"
      if self.width(of: candidate, size: size, weight: weight) <= width { return candidate }
    }
    return ""
  }

  func run(_ text: String, _ weight: FontWeight) -> GlyphRun {
    state.withLock { $0.run(text, weight) }
  }

  /// The outline of a glyph, y downwards from the base line.
  func outline(of glyph: UInt32, _ weight: FontWeight) -> Path {
    state.withLock { $0.outline(of: glyph, weight) }
  }

  /// Paints text with its base line beginning at Cairo's origin; leaves the context scaled.
  func show(_ text: String, size: Double, weight: FontWeight, on context: OpaquePointer) {
    state.withLock { $0.show(text, size: size, weight: weight, on: context) }
  }
}

extension Typesetter {
  /// What stands for a character that the font lacks.
  private static let replacement: Character = "□"

  /// The pointers, touched under the lock only. They live as long as the process.
  fileprivate struct State: ~Copyable, @unchecked Sendable {
    private struct Key: Hashable {
      var text: String
      var weight: FontWeight
    }

    private var pango: OpaquePointer?
    /// Somewhere to ask Cairo for paths; nothing is painted on it.
    private var scratch: OpaquePointer?
    private var covered: OpaquePointer?
    private var fonts: [FontWeight: OpaquePointer] = [:]
    private var runs: [Key: GlyphRun] = [:]

    mutating func run(_ text: String, _ weight: FontWeight) -> GlyphRun {
      let key = Key(text: text, weight: weight)
      if let run = runs[key] { return run }
      if runs.count > 4096 { runs.removeAll() }
      let layout = layout(text, weight)
      defer { g_object_unref(UnsafeMutableRawPointer(layout)) }
      var run = GlyphRun(glyphs: [], width: 0)
      var item = pango_layout_get_line_readonly(layout, 0)?.pointee.runs
      while let node = item {
        let string = node.pointee.data.assumingMemoryBound(to: PangoGlyphItem.self).pointee.glyphs.pointee
        for index in 0..<Int(string.num_glyphs) {
          let info = string.glyphs[index]
          let x = run.width + Double(info.geometry.x_offset) / Double(pango_scale)
          let y = Double(info.geometry.y_offset) / Double(pango_scale)
          if info.glyph < State.firstSpecialGlyph { run.glyphs.append(.init(id: info.glyph, x: x, y: y)) }
          run.width += Double(info.geometry.width) / Double(pango_scale)
        }
        item = node.pointee.next
      }
      runs[key] = run
      return run
    }

    mutating func outline(of glyph: UInt32, _ weight: FontWeight) -> Path {
      open()
      guard let font = fonts[weight] else { return Path() }
      cairo_set_scaled_font(scratch, pango_cairo_font_get_scaled_font(font))
      cairo_new_path(scratch)
      var placed = cairo_glyph_t(index: UInt(glyph), x: 0, y: 0)
      cairo_glyph_path(scratch, &placed, 1)
      return State.path(of: scratch)
    }

    mutating func show(_ text: String, size: Double, weight: FontWeight, on context: OpaquePointer) {
      let layout = layout(text, weight)
      // Only fonts of the one size are open, and theirs is the only one that can be: see `open`.
      cairo_scale(context, size / Typesetter.unitsPerEm, size / Typesetter.unitsPerEm)
      pango_cairo_show_layout_line(context, pango_layout_get_line_readonly(layout, 0))
      g_object_unref(UnsafeMutableRawPointer(layout))
    }

    /// One line of text; the caller releases the layout.
    private mutating func layout(_ text: String, _ weight: FontWeight) -> OpaquePointer? {
      open()
      let layout = pango_layout_new(pango)
      let description = State.description(weight)
      pango_layout_set_font_description(layout, description)
      pango_font_description_free(description)
      // A label is a single line, and what the font lacks must not send Pango looking elsewhere.
      let shown = String(text.map { $0.isWhitespace ? " " : isCovered($0) ? $0 : Typesetter.replacement })
      pango_layout_set_text(layout, shown, Int32(clamping: shown.utf8.count))
      pango_layout_set_single_paragraph_mode(layout, 1)
      return layout
    }

    private func isCovered(_ character: Character) -> Bool {
      guard let covered else { return true }
      return character.unicodeScalars.allSatisfy { FcCharSetHasChar(covered, $0.value) != 0 }
    }

    /// Loads the font, the first time.
    private mutating func open() {
      guard pango == nil else { return }
      // fontconfig reads fonts from files only: they exist until a glyph of each was read, which opens them
      // for as long as `fonts` holds them. A font of another size would look for its file again: all text is set in one
      // size and scaled.
      let folder = FileManager.default.temporaryDirectory.appending(path: "cahier-font-\(UUID().uuidString)")
      defer { try? FileManager.default.removeItem(at: folder) }
      let map = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT)
      if let config = State.configuration(writing: folder) {
        pango_fc_font_map_set_config(map, config)
        covered = State.coverage(of: config)
      }
      pango = pango_font_map_create_context(map)
      let options = cairo_font_options_create()
      cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
      cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
      cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
      pango_cairo_context_set_font_options(pango, options)
      cairo_font_options_destroy(options)
      pango_context_set_round_glyph_positions(pango, 0)
      let surface = cairo_recording_surface_create(CAIRO_CONTENT_ALPHA, nil)
      scratch = cairo_create(surface)
      cairo_surface_destroy(surface)
      for weight in FontWeight.allCases {
        let description = State.description(weight)
        fonts[weight] = pango_context_load_font(pango, description)
        pango_font_description_free(description)
        for glyph in run("Aa0", weight).glyphs { _ = outline(of: glyph.id, weight) }
      }
    }
  }
}

extension Typesetter.State {
  /// Pango marks invisible and unknown characters with glyph numbers from here on.
  fileprivate static let firstSpecialGlyph: UInt32 = 0x0FFF_FFFF

  fileprivate static func description(_ weight: FontWeight) -> OpaquePointer? {
    let description = pango_font_description_new()
    pango_font_description_set_family(description, "Cahier Sans")
    pango_font_description_set_weight(description, Int32(weight.rawValue))
    pango_font_description_set_absolute_size(description, Typesetter.unitsPerEm * Double(pango_scale))
    return description
  }

  /// A fontconfig configuration that knows the project's fonts and nothing else; `nil` where the files cannot be
  /// written, and the machine's fonts must do.
  fileprivate static func configuration(writing folder: URL) -> OpaquePointer? {
    let fonts = [cahier_font_regular(), cahier_font_semibold()]
    guard let config = FcConfigCreate() else { return nil }
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      for (index, font) in fonts.enumerated() {
        let file = folder.appending(path: "\(index).otf")
        try Data(bytes: font.bytes, count: font.count).write(to: file)
        guard FcConfigAppFontAddFile(config, file.path) != 0 else { throw CocoaError(.fileReadUnknown) }
      }
      return config
    } catch {
      FcConfigDestroy(config)
      return nil
    }
  }

  fileprivate static func coverage(of config: OpaquePointer) -> OpaquePointer? {
    guard let fonts = FcConfigGetFonts(config, FcSetApplication), fonts.pointee.nfont > 0 else { return nil }
    var characters: OpaquePointer?
    guard FcPatternGetCharSet(fonts.pointee.fonts[0], FC_CHARSET, 0, &characters) == FcResultMatch else { return nil }
    return characters
  }

  /// The current path of a Cairo context.
  fileprivate static func path(of context: OpaquePointer?) -> Path {
    var path = Path()
    guard let copy = cairo_copy_path(context) else { return path }
    defer { cairo_path_destroy(copy) }
    guard let data = copy.pointee.data else { return path }
    var index = 0
    while index < Int(copy.pointee.num_data) {
      let header = data[index].header
      func point(_ offset: Int) -> Point { Point(data[index + offset].point.x, data[index + offset].point.y) }
      switch header.type {
      case CAIRO_PATH_MOVE_TO: path.elements.append(.move(point(1)))
      case CAIRO_PATH_LINE_TO: path.elements.append(.line(point(1)))
      case CAIRO_PATH_CURVE_TO: path.elements.append(.curve(point(1), point(2), point(3)))
      default: path.elements.append(.close)
      }
      index += Int(header.length)
    }
    return path
  }
}
