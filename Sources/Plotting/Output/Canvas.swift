internal import CCairo
import Figures
import Foundation

/// Paints drawings with Cairo, as pixels or as PDF: the one file that touches Cairo's surfaces.
struct Canvas {
  let drawing: Drawing
  let theme: Theme
  let appearance: Appearance

  private var width: Double { drawing.width + 2 * Canvas.margin }
  private var height: Double { drawing.height + 2 * Canvas.margin }

  /// The drawing as 8-bit RGB pixels, `scale` of them a CSS pixel.
  func pixels(scale: Double) throws(PlottingError) -> ImageGrid.Pixels {
    let scale = scale.isFinite ? max(scale, 0.1) : 1
    let sides = [width * scale, height * scale].map { $0.rounded(.up) }
    guard sides.allSatisfy({ $0 <= Canvas.longestSide }) else { throw .tooLarge(width: sides[0], height: sides[1]) }
    let (width, height) = (Int(sides[0]), Int(sides[1]))
    let surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(width), Int32(height))
    defer { cairo_surface_destroy(surface) }
    let context = cairo_create(surface)
    cairo_scale(context, scale, scale)
    paint(on: context)
    cairo_destroy(context)
    cairo_surface_flush(surface)
    try check(surface)
    guard let data = cairo_image_surface_get_data(surface) else { throw .cairo("no pixels") }
    let stride = Int(cairo_image_surface_get_stride(surface))
    let bytes = [UInt8](unsafeUninitializedCapacity: width * height * 3) { bytes, count in
      for row in 0..<height {
        let line = UnsafeRawPointer(data + row * stride).assumingMemoryBound(to: UInt32.self)
        for column in 0..<width {
          let pixel = line[column]
          bytes[count] = UInt8(truncatingIfNeeded: pixel >> 16)
          bytes[count + 1] = UInt8(truncatingIfNeeded: pixel >> 8)
          bytes[count + 2] = UInt8(truncatingIfNeeded: pixel)
          count += 3
        }
      }
    }
    return ImageGrid.Pixels(height: height, width: width, channels: 3, bytes: Data(bytes))
  }

  /// The drawing as one page; a CSS pixel is 0.75 points.
  func pdf() throws(PlottingError) -> Data {
    let bytes = NSMutableData()
    let write: cairo_write_func_t = { closure, data, count in
      guard let closure, let data else { return CAIRO_STATUS_WRITE_ERROR }
      Unmanaged<NSMutableData>.fromOpaque(closure).takeUnretainedValue().append(data, length: Int(count))
      return CAIRO_STATUS_SUCCESS
    }
    let points = 0.75
    let target = Unmanaged.passUnretained(bytes).toOpaque()
    let surface = cairo_pdf_surface_create_for_stream(write, target, width * points, height * points)
    defer { cairo_surface_destroy(surface) }
    // Every viewer and type-setting program takes it.
    cairo_pdf_surface_restrict_to_version(surface, CAIRO_PDF_VERSION_1_4)
    // The same figure is the same file, whenever it is written.
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, "2000-01-01T00:00:00Z")
    let context = cairo_create(surface)
    cairo_scale(context, points, points)
    paint(on: context)
    cairo_show_page(context)
    cairo_destroy(context)
    cairo_surface_finish(surface)
    try check(surface)
    return bytes as Data
  }

  private func check(_ surface: OpaquePointer?) throws(PlottingError) {
    let status = cairo_surface_status(surface)
    guard status == CAIRO_STATUS_SUCCESS else { throw .cairo(String(cString: cairo_status_to_string(status))) }
  }

  /// Paper around the figure: a file stands alone.
  private static let margin = 12.0
  /// Cairo's own limit for the sides of an image.
  private static let longestSide = 32_767.0
}

extension Canvas {
  private func paint(on context: OpaquePointer?) {
    guard let context else { return }
    setSource(Paint(role: .paper), context)
    cairo_paint(context)
    cairo_translate(context, Canvas.margin, Canvas.margin)
    for mark in drawing.marks { paint(mark, on: context) }
  }

  private func paint(_ mark: Mark, on context: OpaquePointer) {
    switch mark {
    case .fill(let path, let paint):
      setSource(paint, context)
      trace(path, context)
      cairo_fill(context)
    case .stroke(let path, let paint, let width, let dash):
      setSource(paint, context)
      cairo_set_line_width(context, width)
      cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
      cairo_set_dash(context, dash, Int32(dash.count), 0)
      trace(path, context)
      cairo_stroke(context)
    case .text(let label): paint(label, on: context)
    case .image(let pixels, let frame): paint(pixels, in: frame, on: context)
    case .dots(let points, let paint, let radius):
      setSource(paint, context)
      cairo_new_path(context)
      for point in points {
        cairo_new_sub_path(context)
        cairo_arc(context, point.x, point.y, radius, 0, 2 * .pi)
      }
      cairo_fill(context)
    case .mosaic(let mosaic):
      cairo_save(context)
      cairo_set_antialias(context, CAIRO_ANTIALIAS_NONE)
      for tile in mosaic.tiles {
        setSource(Paint(role: tile.role), context)
        cairo_rectangle(
          context, mosaic.frame.x + Double(tile.column) * mosaic.tileWidth,
          mosaic.frame.y + Double(tile.row) * mosaic.tileHeight, mosaic.tileWidth, mosaic.tileHeight)
        cairo_fill(context)
      }
      cairo_restore(context)
    }
  }

  private func paint(_ label: Label, on context: OpaquePointer) {
    setSource(Paint(role: label.role), context)
    cairo_save(context)
    cairo_translate(context, label.origin.x, label.origin.y)
    cairo_rotate(context, label.rotation * .pi / 180)
    cairo_translate(context, label.leading, 0)
    cairo_move_to(context, 0, 0)
    Typesetter.shared.show(label.text, size: label.size, weight: label.weight, on: context)
    cairo_restore(context)
  }

  private func paint(_ pixels: ImageGrid.Pixels, in frame: Rect, on context: OpaquePointer) {
    guard pixels.isComplete,
      let image = cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(pixels.width), Int32(pixels.height)),
      let data = cairo_image_surface_get_data(image)
    else { return }
    defer { cairo_surface_destroy(image) }
    let stride = Int(cairo_image_surface_get_stride(image))
    for row in 0..<pixels.height {
      let line = UnsafeMutableRawPointer(data + row * stride).assumingMemoryBound(to: UInt32.self)
      for column in 0..<pixels.width {
        let (red, green, blue) = pixels.color(row: row, column: column)
        line[column] = UInt32(red) << 16 | UInt32(green) << 8 | UInt32(blue)
      }
    }
    cairo_surface_mark_dirty(image)
    cairo_save(context)
    cairo_translate(context, frame.x, frame.y)
    cairo_scale(context, frame.width / Double(pixels.width), frame.height / Double(pixels.height))
    cairo_set_source_surface(context, image, 0, 0)
    cairo_pattern_set_filter(cairo_get_source(context), CAIRO_FILTER_NEAREST)
    // Without padding the picture's edge would fade into the page.
    cairo_pattern_set_extend(cairo_get_source(context), CAIRO_EXTEND_PAD)
    cairo_rectangle(context, 0, 0, Double(pixels.width), Double(pixels.height))
    cairo_fill(context)
    cairo_restore(context)
  }

  private func trace(_ path: Path, _ context: OpaquePointer) {
    cairo_new_path(context)
    for element in path.elements {
      switch element {
      case .move(let point): cairo_move_to(context, point.x, point.y)
      case .line(let point): cairo_line_to(context, point.x, point.y)
      case .curve(let first, let second, let end):
        cairo_curve_to(context, first.x, first.y, second.x, second.y, end.x, end.y)
      case .close: cairo_close_path(context)
      }
    }
  }

  private func setSource(_ paint: Paint, _ context: OpaquePointer) {
    let color = theme.color(paint.role, appearance)
    cairo_set_source_rgba(context, color.red, color.green, color.blue, paint.opacity)
  }
}
