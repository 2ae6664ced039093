internal import CPNG

extension Image {
  /// The picture as a PNG file: 8 bits a sample, best compression, no time or text in it.
  ///
  /// The same picture gives the same bytes with the same libpng and zlib.
  public func pngBytes() throws(ImagingError) -> [UInt8] { try PNGEncoder.encode(self) }
}

private enum PNGEncoder {
  /// Receives what libpng writes; a class, because libpng hands only a pointer along.
  private final class Output {
    var bytes: [UInt8] = []
  }

  static func encode(_ image: Image) throws(ImagingError) -> [UInt8] {
    // libpng calls this where its input is wrong or memory runs out. `Image` has checked the first, nothing can be
    // done about the second, and returning would make libpng jump over Swift's frames.
    let failed: png_error_ptr = { _, message in
      fatalError("libpng cannot write a picture: \(message.map { String(cString: $0) } ?? "no reason given")")
    }
    guard image.height * image.width <= Image.maximumPixels else {
      throw .tooLarge(height: image.height, width: image.width)
    }
    var writer = png_create_write_struct(PNG_LIBPNG_VER_STRING, nil, failed, { _, _ in })
    guard writer != nil else { throw .outOfMemory }
    var info = png_create_info_struct(writer)
    defer { png_destroy_write_struct(&writer, &info) }
    guard info != nil else { throw .outOfMemory }

    let output = Output()
    withExtendedLifetime(output) {
      let write: png_rw_ptr = { writer, data, count in
        let output = Unmanaged<Output>.fromOpaque(png_get_io_ptr(writer)!).takeUnretainedValue()
        output.bytes.append(contentsOf: UnsafeBufferPointer(start: data, count: count))
      }
      png_set_write_fn(writer, Unmanaged.passUnretained(output).toOpaque(), write, { _ in })
      png_set_compression_level(writer, 9)
      let colour =
        switch image.channels {
        case 1: PNG_COLOR_TYPE_GRAY
        case 3: PNG_COLOR_TYPE_RGB
        default: PNG_COLOR_TYPE_RGB_ALPHA
        }
      png_set_IHDR(
        writer, info, png_uint_32(image.width), png_uint_32(image.height), 8, Int32(colour), PNG_INTERLACE_NONE,
        PNG_COMPRESSION_TYPE_BASE, PNG_FILTER_TYPE_BASE)
      png_write_info(writer, info)
      image.bytes.withUnsafeBufferPointer { bytes in
        for row in 0..<image.height { png_write_row(writer, bytes.baseAddress! + row * image.width * image.channels) }
      }
      png_write_end(writer, nil)
    }
    return output.bytes
  }
}
