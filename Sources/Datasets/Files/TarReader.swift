/// Reads members of a gzipped tar archive from its stream: nothing is written, and no name in it is a path to anything.
///
/// POSIX.1-1988's headers of 512 bytes. Links, devices, folders and the names of extended headers are passed over.
struct TarReader {
  /// What an archive may unpack to, in bytes; the largest official one has 180 million.
  static let maximumBytes = 1 << 30
  private static let blockLength = 512

  private let inflater: Inflater
  private let file: String

  init(gzipped bytes: UnsafeRawBufferPointer, file: String) throws(DatasetError) {
    guard Inflater.isGzip(bytes) else { throw .file(file, offset: 0, .otherKind("a gzipped tar archive")) }
    inflater = try Inflater(bytes, format: .gzip, file: file)
    self.file = file
  }

  /// The bytes of the regular members called `names`; the first one counts where a name stands twice.
  func regions(of names: [String]) throws(DatasetError) -> [String: ByteRegion] {
    var found: [String: ByteRegion] = [:]
    var block = [UInt8](repeating: 0, count: Self.blockLength)
    var total = 0
    while found.count < names.count {
      let count = try block.withUnsafeMutableBytes { Result(inflater.read, $0) }.get()
      // Two empty blocks end an archive; some programs leave them out.
      if count == 0 || block.allSatisfy({ $0 == 0 }) { break }
      guard count == block.count, isSound(block), let size = size(block) else {
        throw .file(
          file, offset: inflater.position, .malformed("has a damaged tar header in the data packed up to there"))
      }
      let padded = (size + Self.blockLength - 1) / Self.blockLength * Self.blockLength
      total += Self.blockLength + padded
      guard total <= Self.maximumBytes else {
        throw .file(file, offset: nil, .unpacksTooLarge(limit: Self.maximumBytes))
      }
      let name = name(block)
      let isRegular = block[156] == UInt8(ascii: "0") || block[156] == 0
      if isRegular, names.contains(name), found[name] == nil {
        found[name] = try ByteRegion(count: size) { memory throws(DatasetError) in try self.fill(memory) }
        try skip(padded - size)
      } else {
        try skip(padded)
      }
    }
    return found
  }

  private func fill(_ memory: UnsafeMutableRawBufferPointer) throws(DatasetError) {
    guard try inflater.read(into: memory) == memory.count else {
      throw .file(file, offset: inflater.position, .packing("the archive is cut off"))
    }
  }

  private func skip(_ count: Int) throws(DatasetError) {
    guard count > 0 else { return }
    var left = count
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: min(left, 1 << 16), alignment: 16)
    defer { buffer.deallocate() }
    while left > 0 {
      let part = UnsafeMutableRawBufferPointer(rebasing: buffer[..<min(left, buffer.count)])
      try fill(part)
      left -= part.count
    }
  }

  private func name(_ block: [UInt8]) -> String {
    func text(_ range: Range<Int>) -> String { String(decoding: block[range].prefix { $0 != 0 }, as: UTF8.self) }
    let prefix = block[257..<262].elementsEqual("ustar".utf8) ? text(345..<500) : ""
    let name = prefix.isEmpty ? text(0..<100) : prefix + "/" + text(0..<100)
    return name.hasPrefix("./") ? String(name.dropFirst(2)) : name
  }

  /// Octal digits; larger sizes have another form, and no set needs them.
  private func size(_ block: [UInt8]) -> Int? {
    let digits = block[124..<136].filter { $0 != 0 && $0 != UInt8(ascii: " ") }
    return digits.isEmpty ? 0 : Int(String(decoding: digits, as: UTF8.self), radix: 8).flatMap { $0 >= 0 ? $0 : nil }
  }

  /// The sum of the header's bytes, its own field counted as blanks.
  private func isSound(_ block: [UInt8]) -> Bool {
    let sum = block.enumerated().reduce(0) { $0 + ((148..<156).contains($1.offset) ? 32 : Int($1.element)) }
    let digits = block[148..<156].prefix { $0 != 0 }.filter { $0 != UInt8(ascii: " ") }
    return Int(String(decoding: digits, as: UTF8.self), radix: 8) == sum
  }
}
