internal import Crypto
import Learning

/// Decoded pictures, kept in files that are mapped the next time.
///
/// A file is `decoded/KEY.pixels` in the cache's folder: 4096 bytes of header, the pixels, a note. The key is a digest
/// of where the pictures are and how they were decoded, the header has one of their stamps: where they have changed, the
/// new pixels take the place of the old ones.
struct PixelCache {
  struct Shape: Hashable {
    var count: Int
    var height: Int
    var width: Int
    var channels: Int
    var layout: PixelStorage.Layout

    var bytes: Int { count * height * width * channels }
  }

  struct Key {
    /// Of the kept file.
    let name: String
    /// Digest of the stamps.
    let content: [UInt8]

    /// `source`: the path of the folder, table or archive.
    init(source: String, purpose: String, files: [FileStamp]) {
      name = Self.name(source: source, purpose: purpose)
      content = files.withUnsafeBytes { Array(SHA256.hash(data: $0)) }
    }

    static func name(source: String, purpose: String) -> String {
      Hexadecimal.text(SHA256.hash(data: Array("\(purpose)\n\(OperatingSystem.realPath(source))".utf8)).prefix(16))
    }
  }

  private static let magic = Array("cahier pixels 2\n".utf8)
  private static let headerLength = 4096
  /// Where the content's digest stands, behind six numbers.
  private static let digestPlace = 16 + 6 * 8

  let folder: String
  /// How many bytes of pixels are kept in memory where there is no room for them on disk.
  var memoryLimit = EngineInfo.memory / 4

  /// `cache`: the folder of everything that is kept.
  init(in cache: String) { folder = cache + "/decoded" }

  private func path(_ name: String) -> String { "\(folder)/\(name).pixels" }

  /// What was kept under `key`; nothing where there is no such file, or not a whole one.
  func load(_ key: Key) -> CachedPixels? {
    guard let region = try? ByteRegion(mapping: path(key.name)) else { return nil }
    let bytes = region.bytes
    guard bytes.count >= Self.headerLength, bytes.starts(with: Self.magic),
      bytes[Self.digestPlace..<Self.digestPlace + 32].elementsEqual(key.content)
    else { return nil }
    func number(_ index: Int) -> Int {
      Int(UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 16 + 8 * index, as: UInt64.self)) & ((1 << 48) - 1))
    }
    let layout: PixelStorage.Layout = number(4) == 0 ? .planar : .interleaved
    let shape = Shape(count: number(0), height: number(1), width: number(2), channels: number(3), layout: layout)
    var pixels = 1
    for length in [shape.count, shape.height, shape.width, shape.channels] {
      let (product, overflow) = pixels.multipliedReportingOverflow(by: length)
      guard length > 0, !overflow, product <= bytes.count else { return nil }
      pixels = product
    }
    let note = Self.headerLength + pixels
    guard bytes.count == note + number(5) else { return nil }
    return CachedPixels(shape: shape, region: region, offset: Self.headerLength, note: Array(bytes[note...]))
  }

  /// Removes what was made of `source`.
  func remove(madeOf source: String, purposes: [String]) {
    for purpose in purposes { OperatingSystem.remove(path(Key.name(source: source, purpose: purpose))) }
  }

  /// Lets `fill` write the pixels, and keeps them and the note it returns.
  ///
  /// In memory alone where the cache cannot be written.
  ///
  /// - Throws: `DatasetError.noRoom` where they are too many for that.
  func keep(
    _ key: Key, _ shape: Shape, _ fill: (UnsafeMutableRawBufferPointer) throws(DatasetError) -> [UInt8]
  ) throws(DatasetError) -> CachedPixels {
    OperatingSystem.makeFolder(folder)
    let path = path(key.name)
    // What it has is of other pictures, and its room may be needed.
    OperatingSystem.remove(path)
    guard let file = WritableRegion(count: Self.headerLength + shape.bytes, beside: path) else {
      guard shape.bytes <= memoryLimit else { throw .noRoom(folder: folder, bytes: shape.bytes) }
      var note: [UInt8] = []
      let region = try ByteRegion(count: shape.bytes) { memory throws(DatasetError) in note = try fill(memory) }
      return CachedPixels(shape: shape, region: region, offset: 0, note: note)
    }
    let note = try fill(UnsafeMutableRawBufferPointer(rebasing: file.bytes[Self.headerLength...]))
    let numbers = [
      shape.count, shape.height, shape.width, shape.channels, shape.layout == .planar ? 0 : 1, note.count,
    ]
    for (index, number) in numbers.enumerated() {
      file.bytes.storeBytes(of: UInt64(number).littleEndian, toByteOffset: 16 + 8 * index, as: UInt64.self)
    }
    file.bytes.copyBytes(from: Self.magic)
    UnsafeMutableRawBufferPointer(rebasing: file.bytes[Self.digestPlace...]).copyBytes(from: key.content)
    if file.append(note), file.move(to: path), let kept = load(key) { return kept }
    // The disk is full or the folder gone: what was decoded is still there.
    return CachedPixels(shape: shape, region: ByteRegion(keeping: file), offset: Self.headerLength, note: note)
  }
}

/// Pixels of equally large pictures that were decoded before, and what was noted about them.
struct CachedPixels {
  var shape: PixelCache.Shape
  var region: ByteRegion
  /// Where the first picture starts.
  var offset: Int
  var note: [UInt8]

  var storage: PixelStorage {
    let size = shape.height * shape.width * shape.channels
    return PixelStorage(
      layout: shape.layout, height: shape.height, width: shape.width, channels: shape.channels,
      segments: [.init(region: region, offset: offset, stride: size, count: shape.count)])
  }
}
