internal import CPNG

extension Image {
  /// How many pixels a picture may have to be read: 67 million.
  public static let maximumPixels = 1 << 26

  /// Reads a PNG picture of any kind: grey stays grey, palettes become RGB, alpha makes four channels, 16 bits become
  /// 8.
  ///
  /// - Throws: `ImagingError`. Nothing large is allocated before the size is known to be possible.
  public init(png bytes: some Sequence<UInt8>) throws(ImagingError) {
    let bytes = Array(bytes)
    self = try bytes.withUnsafeBytes { Result(PNGDecoder.decode, $0) }.get()
  }
}

/// Decoding through libpng's simplified interface: the one that reports errors by return value, not by `longjmp`.
enum PNGDecoder {
  static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
  /// Deflate packs at best 1032 bytes into one.
  private static let bestCompression = 1032

  static func decode(_ source: UnsafeRawBufferPointer) throws(ImagingError) -> Image {
    guard source.starts(with: signature) else { throw .notPNG }
    var image = png_image()
    image.version = png_uint_32(PNG_IMAGE_VERSION)
    defer { png_image_free(&image) }
    guard png_image_begin_read_from_memory(&image, source.baseAddress, source.count) != 0 else {
      throw .damaged(.png, message(image))
    }
    let (height, width) = (Int(image.height), Int(image.width))
    guard height * width <= Image.maximumPixels else { throw .tooLarge(height: height, width: width) }
    // Even a picture of one bit a pixel needs this much.
    guard height * ((width + 7) / 8) / bestCompression <= source.count else {
      throw .impossibleSize(height: height, width: width, bytes: source.count)
    }
    let hasAlpha = image.format & png_uint_32(PNG_FORMAT_FLAG_ALPHA) != 0
    let isColour = image.format & png_uint_32(PNG_FORMAT_FLAG_COLOR) != 0
    let channels = hasAlpha ? 4 : isColour ? 3 : 1
    image.format = png_uint_32(
      hasAlpha ? PNG_FORMAT_FLAG_COLOR | PNG_FORMAT_FLAG_ALPHA : isColour ? PNG_FORMAT_FLAG_COLOR : 0)
    image.flags |= png_uint_32(PNG_IMAGE_FLAG_16BIT_sRGB)
    let size = height * width * channels
    var succeeded = false
    let pixels = [UInt8](unsafeUninitializedCapacity: size) { memory, count in
      succeeded = png_image_finish_read(&image, nil, memory.baseAddress, png_int_32(width * channels), nil) != 0
      count = succeeded ? size : 0
    }
    guard succeeded else { throw .damaged(.png, message(image)) }
    return Image(height: height, width: width, channels: channels, bytes: pixels)
  }

  private static func message(_ image: png_image) -> String {
    withUnsafeBytes(of: image.message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }
}

extension Result {
  /// What a throwing function makes of its argument: carries a typed error out of a closure that cannot throw one.
  init<Argument>(_ function: (Argument) throws(Failure) -> Success, _ argument: Argument) {
    do { self = .success(try function(argument)) } catch { self = .failure(error) }
  }
}
