extension Image {
  /// Reads a PNG or JPEG picture, whichever its first bytes say, and turns it upright where its EXIF data ask for that.
  public init(picture bytes: some Sequence<UInt8>) throws(ImagingError) {
    let bytes = Array(bytes)
    self = try bytes.withUnsafeBytes { Result(Image.decode, $0) }.get()
  }

  /// As `init(picture:)`, from bytes that need not be copied.
  public init(picture bytes: UnsafeRawBufferPointer) throws(ImagingError) {
    self = try Self.decode(bytes)
  }

  private static func decode(_ bytes: UnsafeRawBufferPointer) throws(ImagingError) -> Image {
    if bytes.starts(with: PNGDecoder.signature) {
      return try PNGDecoder.decode(bytes).upright(from: EXIFOrientation(png: bytes))
    }
    if bytes.starts(with: JPEGDecoder.signature) {
      return try JPEGDecoder.decode(bytes).upright(from: EXIFOrientation(jpeg: bytes))
    }
    throw .unknownFormat
  }
}
