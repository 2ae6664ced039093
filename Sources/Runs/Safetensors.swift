internal import Crypto
public import Learning

/// Tensors and a few strings in the safetensors format, as bytes or as a file.
///
/// The file is a little-endian 8-byte header length, a JSON header and the tensors' floats one after the other
/// (https://huggingface.co/docs/safetensors). Files written here also carry a SHA-256 digest of everything else in them,
/// as the first string of `__metadata__`; any other reader ignores it. Only F32 tensors are read and written.
public struct Safetensors: Sendable {
  /// In file order. Names are unique.
  public var tensors: [NamedTensor]
  public var metadata: [String: String]

  public init(tensors: [NamedTensor], metadata: [String: String] = [:]) {
    self.tensors = tensors
    self.metadata = metadata
  }

  /// Reads a file.
  ///
  /// - Throws: `RunError`; `digestMismatch` where the file says which digest it was written with and has another.
  public init(contentsOf path: String) throws(RunError) {
    try self.init(contentsOf: path, files: SystemFiles(), requiringDigest: false)
  }

  init(contentsOf path: String, files: some FileLayer, requiringDigest: Bool) throws(RunError) {
    let bytes = try files.contents(of: path)
    switch Self.hasMatchingDigest(bytes) {
    case false?: throw .digestMismatch(path: path)
    case nil where requiringDigest: throw .digestMismatch(path: path)
    default: break
    }
    do {
      try self.init(bytes)
    } catch {
      throw .safetensors(path: path, fault: error)
    }
  }

  /// Replaces the file at `path` in one step: readers see the old bytes or the new ones.
  public func write(to path: String) throws(RunError) {
    try SystemFiles().replace(path, with: encoded())
  }

  // MARK: Reading

  /// Reads the format from memory, without looking at a digest.
  public init(_ bytes: [UInt8]) throws(SafetensorsFault) {
    guard bytes.count >= 8 else { throw .tooShort(bytes: bytes.count) }
    let length = bytes[..<8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= SafetensorsHeader.maximumLength else {
      throw .headerLength(length, limit: SafetensorsHeader.maximumLength)
    }
    let start = 8 + Int(length)
    guard start <= bytes.count else { throw .headerBeyondFile(length: Int(length), bytes: bytes.count) }
    let header = try SafetensorsHeader(bytes[8..<start])
    // Every check comes before the first allocation of a tensor.
    try Self.check(header.entries, dataLength: bytes.count - start)
    tensors = header.entries.map { entry in
      let scalars = [Float](unsafeUninitializedCapacity: (entry.end - entry.begin) / 4) { buffer, count in
        bytes.withUnsafeBytes { bytes in
          UnsafeMutableRawBufferPointer(buffer).copyBytes(from: bytes[start + entry.begin..<start + entry.end])
        }
        count = buffer.count
      }
      return NamedTensor(name: entry.name, tensor: Tensor(shape: entry.shape, scalars: scalars))
    }
    metadata = header.metadata
    metadata[Self.digestKey] = nil
  }

  private static func check(_ entries: [SafetensorsHeader.Entry], dataLength: Int) throws(SafetensorsFault) {
    var next = 0
    for entry in entries.sorted(by: { ($0.begin, $0.end) < ($1.begin, $1.end) }) {
      guard entry.type == "F32" else { throw .unsupportedType(entry.type, tensor: entry.name) }
      guard entry.begin % 4 == 0 else { throw .misaligned(tensor: entry.name, offset: entry.begin) }
      guard entry.begin == next else {
        throw .gapOrOverlap(tensor: entry.name, expected: next, offset: entry.begin)
      }
      var size = 4
      for length in entry.shape {
        let (product, overflow) = size.multipliedReportingOverflow(by: length)
        guard !overflow else { throw .shapeOverflow(tensor: entry.name) }
        size = product
      }
      guard entry.end - entry.begin == size else {
        throw .sizeMismatch(tensor: entry.name, shape: entry.shape, bytes: entry.end - entry.begin)
      }
      next = entry.end
    }
    guard next == dataLength else { throw .dataLength(expected: next, actual: dataLength) }
  }

  // MARK: Writing

  private static let digestKey = "sha256"
  /// A file that carries a digest has it right behind these bytes of its header.
  private static let digestPrefix = Array(#"{"__metadata__":{"sha256":""#.utf8)
  private static let digestRange = 8 + digestPrefix.count..<8 + digestPrefix.count + 64

  /// The file's bytes: the same for the same content.
  public func encoded() -> [UInt8] {
    var header = String(decoding: Self.digestPrefix, as: UTF8.self) + String(repeating: "0", count: 64) + "\""
    for (key, value) in metadata.sorted(by: { $0.key < $1.key }) {
      header += ",\(Self.quoted(key)):\(Self.quoted(value))"
    }
    header += "}"
    var offset = 0
    for named in tensors {
      let end = offset + named.tensor.scalars.count * 4
      let shape = named.tensor.shape.map(String.init).joined(separator: ",")
      header += ",\(Self.quoted(named.name)):"
      header += #"{"dtype":"F32","shape":[\#(shape)],"data_offsets":[\#(offset),\#(end)]}"#
      offset = end
    }
    header += "}"
    // Spaces up to a multiple of 8, so that the floats are aligned in a mapped file.
    header += String(repeating: " ", count: (8 - header.utf8.count % 8) % 8)

    var bytes: [UInt8] = []
    bytes.reserveCapacity(8 + header.utf8.count + offset)
    withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { bytes.append(contentsOf: $0) }
    bytes.append(contentsOf: header.utf8)
    for named in tensors {
      named.tensor.scalars.withUnsafeBytes { bytes.append(contentsOf: $0) }
    }
    bytes.replaceSubrange(Self.digestRange, with: Digest.sha256(of: bytes).utf8)
    return bytes
  }

  /// Whether the bytes are those the digest in them was computed over; `nil` where there is none.
  static func hasMatchingDigest(_ bytes: [UInt8]) -> Bool? {
    guard bytes.count >= digestRange.upperBound, bytes[8..<digestRange.lowerBound].elementsEqual(digestPrefix) else {
      return nil
    }
    var hash = SHA256()
    bytes.withUnsafeBytes { bytes in
      hash.update(bufferPointer: UnsafeRawBufferPointer(rebasing: bytes[..<digestRange.lowerBound]))
      hash.update(data: [UInt8](repeating: UInt8(ascii: "0"), count: digestRange.count))
      hash.update(bufferPointer: UnsafeRawBufferPointer(rebasing: bytes[digestRange.upperBound...]))
    }
    return Digest.text(hash.finalize()).utf8.elementsEqual(bytes[digestRange])
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": result += "\\\(scalar)"
      case "\u{0}"..<" ":
        let hexadecimal = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - hexadecimal.count) + hexadecimal
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
