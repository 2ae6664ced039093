internal import CJPEG

extension Image {
  /// Reads a JPEG picture as it lies in the file: grey or RGB; CMYK becomes RGB. `init(picture:)` also turns it
  /// upright.
  ///
  /// - Throws: `ImagingError`, also where the data are cut off: no picture is half read.
  public init(jpeg bytes: some Sequence<UInt8>) throws(ImagingError) {
    let bytes = Array(bytes)
    self = try bytes.withUnsafeBytes { Result(JPEGDecoder.decode, $0) }.get()
  }
}

/// Decoding through libjpeg-turbo, behind a shim in C that keeps its `longjmp` to itself.
enum JPEGDecoder {
  static let signature: [UInt8] = [0xFF, 0xD8, 0xFF]
  /// Cameras and the web use some ten; each one is a pass over the whole picture.
  static let maximumScans = 100
  /// A progressive picture's coefficients, two bytes each, for three full planes of `Image.maximumPixels`.
  private static let maximumMemory = 3 * 2 * Image.maximumPixels + (1 << 20)

  static func decode(_ source: UnsafeRawBufferPointer) throws(ImagingError) -> Image {
    guard source.starts(with: signature), let start = source.bindMemory(to: UInt8.self).baseAddress else {
      throw .notJPEG
    }
    var message = [CChar](repeating: 0, count: Int(CAHIER_JPEG_MESSAGE_LENGTH))
    var header = cahier_jpeg_header()
    guard cahier_jpeg_read_header(start, source.count, &header, &message) != 0 else {
      throw .damaged(.jpeg, text(message))
    }
    let (height, width, channels) = (Int(header.height), Int(header.width), Int(header.channels))
    guard height * width <= Image.maximumPixels else { throw .tooLarge(height: height, width: width) }
    // Huffman's code gives every block of 8x8 pixels one bit at least.
    guard header.is_arithmetic != 0 || height * width / 64 / 8 <= source.count else {
      throw .impossibleSize(height: height, width: width, bytes: source.count)
    }
    let size = height * width * channels
    var succeeded = false
    let pixels = [UInt8](unsafeUninitializedCapacity: size) { memory, count in
      succeeded =
        cahier_jpeg_decode(
          start, source.count, &header, Int32(maximumScans), maximumMemory, memory.baseAddress, &message) != 0
      count = succeeded ? size : 0
    }
    guard succeeded else { throw .damaged(.jpeg, text(message)) }
    return Image(height: height, width: width, channels: channels, bytes: pixels)
  }

  private static func text(_ message: [CChar]) -> String {
    String(decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
