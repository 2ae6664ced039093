/// Reads members of a zip archive, stored or deflated, as NumPy writes them; the names lead nowhere.
///
/// PKWARE's APPNOTE 6.3, sections 4.3.7, 4.3.12 and 4.3.16; archives of more than 4 GB are not read.
struct ZipReader {
  /// What one member may unpack to, in bytes.
  static let maximumUnpackedBytes = 1 << 31
  static let maximumMembers = 10_000

  private struct Member {
    var method: Int
    var checksum: Int
    var packed: Int
    var unpacked: Int
    var header: Int
  }

  let path: String
  private let archive: ByteRegion
  private var members: [String: Member] = [:]

  init(_ path: String) throws(DatasetError) { try self.init(ByteRegion(mapping: path), path: path) }

  /// `path` is for messages.
  init(_ archive: ByteRegion, path: String) throws(DatasetError) {
    self.path = path
    self.archive = archive
    let bytes = archive.bytes
    func number(_ count: Int, at offset: Int) -> Int {
      bytes[offset..<offset + count].reversed().reduce(0) { $0 << 8 | Int($1) }
    }
    // The end record is the last thing but for a comment of up to 65,535 bytes.
    let last = bytes.count - 22
    guard last >= 0,
      let end = (max(0, last - 0xFFFF)...last).reversed().first(where: { number(4, at: $0) == 0x0605_4B50 })
    else { throw .file(path, offset: nil, .otherKind("a whole zip archive, as numpy.savez makes it")) }
    let (count, size, start) = (number(2, at: end + 10), number(4, at: end + 12), number(4, at: end + 16))
    guard count <= Self.maximumMembers, start <= end, size <= end - start else {
      throw .file(path, offset: end, .malformed("has a damaged list of members"))
    }
    var position = start
    for _ in 0..<count {
      guard position + 46 <= end, number(4, at: position) == 0x0201_4B50 else {
        throw .file(path, offset: position, .malformed("has a damaged list of members"))
      }
      let nameLength = number(2, at: position + 28)
      let next = position + 46 + nameLength + number(2, at: position + 30) + number(2, at: position + 32)
      guard next <= end else { throw .file(path, offset: position, .malformed("has a damaged list of members")) }
      let name = String(decoding: bytes[position + 46..<position + 46 + nameLength], as: UTF8.self)
      members[name] = Member(
        method: number(2, at: position + 10), checksum: number(4, at: position + 16),
        packed: number(4, at: position + 20), unpacked: number(4, at: position + 24),
        header: number(4, at: position + 42))
      position = next
    }
  }

  /// The bytes of one member, unpacked.
  func member(_ name: String) throws(DatasetError) -> ByteRegion {
    guard let member = members[name] else {
      let names = members.keys.sorted().map { $0.hasSuffix(".npy") ? String($0.dropLast(4)) : $0 }
      throw .file(
        path, offset: nil,
        .missingMember(name.hasSuffix(".npy") ? String(name.dropLast(4)) : name, has: Array(names.prefix(20))))
    }
    let bytes = archive.bytes
    let place = path + ":" + name
    guard member.header + 30 <= bytes.count,
      bytes[member.header..<member.header + 4].elementsEqual([0x50, 0x4B, 3, 4])
    else { throw .file(place, offset: member.header, .malformed("is not where the list of members says")) }
    func length(_ offset: Int) -> Int {
      Int(bytes[member.header + offset]) | Int(bytes[member.header + offset + 1]) << 8
    }
    let start = member.header + 30 + length(26) + length(28)
    guard start <= bytes.count, member.packed <= bytes.count - start else {
      throw .file(place, offset: start, .wrongLength(expected: member.packed, actual: max(bytes.count - start, 0)))
    }
    let packed = UnsafeRawBufferPointer(rebasing: bytes[start..<start + member.packed])
    guard member.unpacked <= Self.maximumUnpackedBytes else {
      throw .file(place, offset: nil, .unpacksTooLarge(limit: Self.maximumUnpackedBytes))
    }
    let region: ByteRegion
    switch member.method {
    case 0 where member.packed == member.unpacked:
      region = ByteRegion(count: packed.count) { $0.copyMemory(from: packed) }
    case 8:
      guard member.unpacked / IDXFile.bestCompression <= member.packed else {
        throw .file(place, offset: nil, .impossible(declared: "\(member.unpacked) bytes", bytes: member.packed))
      }
      region = try ByteRegion(count: member.unpacked) { memory throws(DatasetError) in
        try Inflater(packed, format: .deflate, file: place).readAll(into: memory)
      }
    default:
      throw .file(
        place, offset: nil, .unsupported("data packed by method \(member.method)", remedy: "Use numpy.savez."))
    }
    guard Inflater.checksum(region.bytes) == member.checksum else {
      throw .file(place, offset: nil, .malformed("has another checksum than the archive says"))
    }
    return region
  }
}
