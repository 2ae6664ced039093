/// A file in the format of MNIST: bytes in any number of dimensions, gzipped or not.
///
/// LeCun's format (http://yann.lecun.com/exdb/mnist): two zeros, a type (8: unsigned bytes), the number of dimensions,
/// each dimension as a big-endian number of 32 bits, then the values, last dimension fastest.
struct IDXFile {
  /// What a gzipped file may unpack to, in bytes; one that is not packed is mapped and may have any size.
  static let maximumUnpackedBytes = 1 << 31
  /// Deflate packs at best 1032 bytes into one.
  static let bestCompression = 1032

  let path: String
  let shape: [Int]
  let region: ByteRegion
  /// Where the values start in the region; also in the unpacked file.
  let offset: Int

  init(_ path: String) throws(DatasetError) { try self.init(ByteRegion(mapping: path), path: path) }

  /// `file`: the bytes; `path` is for messages.
  init(_ file: ByteRegion, path: String) throws(DatasetError) {
    self.path = path
    defer { withExtendedLifetime(file) {} }
    guard Inflater.isGzip(file.bytes) else {
      (shape, offset) = try Self.header(file.bytes, available: file.bytes.count, path)
      let length = offset + shape.reduce(1, *)
      guard file.bytes.count == length else {
        throw .file(path, offset: nil, .wrongLength(expected: length, actual: file.bytes.count))
      }
      region = file
      return
    }
    // First the header alone, then exactly what it declares.
    var start = [UInt8](repeating: 0, count: 4 + 4 * 255)
    let inflater = try Inflater(file.bytes, format: .gzip, file: path)
    let count = try start.withUnsafeMutableBytes { Result(inflater.read, $0) }.get()
    let available = min(file.bytes.count * Self.bestCompression, Self.maximumUnpackedBytes)
    (shape, offset) = try start.withUnsafeBytes { start in
      Result { () throws(DatasetError) in
        try Self.header(UnsafeRawBufferPointer(rebasing: start[..<count]), available: available, path)
      }
    }.get()
    region = try ByteRegion(count: offset + shape.reduce(1, *)) { memory throws(DatasetError) in
      try Inflater(file.bytes, format: .gzip, file: path).readAll(into: memory)
    }
  }

  /// `available`: the most bytes that the whole file can have.
  private static func header(
    _ bytes: UnsafeRawBufferPointer, available: Int, _ path: String
  ) throws(DatasetError) -> (shape: [Int], offset: Int) {
    guard bytes.count >= 4, bytes[0] == 0, bytes[1] == 0 else {
      throw .file(path, offset: 0, .otherKind("an IDX file"))
    }
    guard bytes[2] == 8 else {
      throw .file(
        path, offset: 2,
        .unsupported("values of type 0x\(String(bytes[2], radix: 16))", remedy: "Store unsigned bytes, type 0x08."))
    }
    let dimensions = Int(bytes[3])
    let offset = 4 + 4 * dimensions
    guard dimensions > 0 else { throw .file(path, offset: 3, .malformed("has no dimensions")) }
    guard bytes.count >= offset else {
      throw .file(path, offset: nil, .wrongLength(expected: offset, actual: bytes.count))
    }
    let shape = (0..<dimensions).map { number in
      bytes[4 + 4 * number..<8 + 4 * number].reduce(0) { $0 << 8 | Int($1) }
    }
    var size = 1
    for length in shape {
      let (product, overflow) = size.multipliedReportingOverflow(by: length)
      guard length > 0 else { throw .file(path, offset: 4, .malformed("declares the shape \(shape)")) }
      guard !overflow, product <= available - offset else {
        throw .file(path, offset: 4, .impossible(declared: "the shape \(shape)", bytes: available))
      }
      size = product
    }
    return (shape, offset)
  }
}
