internal import CPNG

extension Image {
  /// How many pixels a picture may have to be read: 67 million.
  public static let maximumPixels = 1 << 26

  /// Reads a PNG picture of any kind: grey stays grey, palettes become RGB, alpha makes four channels, 16 bits become 8.
  ///
  /// - Throws: `ImagingError`. Nothing large is allocated before the size is known to be possible.
  public init(png bytes: some Sequence<UInt8>) throws(ImagingError) {
    self = try PNGDecoder.decode(Array(bytes))
  }
}

/// Decoding through libpng's simplified interface: the one that reports errors by return value, not by `longjmp`.
private enum PNGDecoder {
  private static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
  /// Deflate packs at best 1032 bytes into one.
  private static let bestCompression = 1032

  static func decode(_ bytes: [UInt8]) throws(ImagingError) -> Image {
    guard bytes.starts(with: signature) else { throw .notPNG }
    var image = png_image()
    image.version = png_uint_32(PNG_IMAGE_VERSION)
    defer { png_image_free(&image) }

    // libpng keeps the pointer between the two calls, so both happen in here.
    var result: Result<Image, ImagingError> = .failure(.outOfMemory)
    bytes.withUnsafeBytes { source in
      guard png_image_begin_read_from_memory(&image, source.baseAddress, source.count) != 0 else {
        result = .failure(.damaged(message(image)))
        return
      }
      let (height, width) = (Int(image.height), Int(image.width))
      guard height * width <= Image.maximumPixels else {
        result = .failure(.tooLarge(height: height, width: width))
        return
      }
      // Even a picture of one bit a pixel needs this much.
      guard height * ((width + 7) / 8) / bestCompression <= bytes.count else {
        result = .failure(.impossibleSize(height: height, width: width, bytes: bytes.count))
        return
      }
      let hasAlpha = image.format & png_uint_32(PNG_FORMAT_FLAG_ALPHA) != 0
      let isColour = image.format & png_uint_32(PNG_FORMAT_FLAG_COLOR) != 0
      let channels = hasAlpha ? 4 : isColour ? 3 : 1
      image.format = png_uint_32(
        hasAlpha ? PNG_FORMAT_FLAG_COLOR | PNG_FORMAT_FLAG_ALPHA : isColour ? PNG_FORMAT_FLAG_COLOR : 0)
      image.flags |= png_uint_32(PNG_IMAGE_FLAG_16BIT_sRGB)
      var pixels = [UInt8](repeating: 0, count: height * width * channels)
      let succeeded = pixels.withUnsafeMutableBytes {
        png_image_finish_read(&image, nil, $0.baseAddress, png_int_32(width * channels), nil) != 0
      }
      result =
        succeeded
        ? .success(Image(height: height, width: width, channels: channels, bytes: pixels))
        : .failure(.damaged(message(image)))
    }
    return try result.get()
  }

  private static func message(_ image: png_image) -> String {
    withUnsafeBytes(of: image.message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }
}
