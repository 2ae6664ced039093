internal import CZlib

/// Unpacks gzip or raw deflate data piece by piece: memory is what the caller asks for, whatever the data claim.
///
/// The one file that touches zlib.
final class Inflater {
  enum Format {
    /// Members with header and checksum, one after the other; zeros may follow.
    case gzip
    /// What zip archives have inside.
    case deflate
  }

  private let file: String
  private let format: Format
  private let source: UnsafeRawBufferPointer
  /// zlib keeps the address of its state's owner, so that it must not move.
  private let stream: UnsafeMutablePointer<z_stream>
  private var fed = 0
  private var hasEnded = false

  /// `source` must outlive the inflater. `file` is for messages.
  init(_ source: UnsafeRawBufferPointer, format: Format, file: String) throws(DatasetError) {
    (self.source, self.format, self.file) = (source, format, file)
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    // 16 more than the window's bits mean gzip, a negative number no header at all.
    let bits: Int32 = format == .gzip ? 15 + 16 : -15
    guard inflateInit2_(stream, bits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
      throw .unreadable(file: file, reason: "there is no memory left")
    }
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
  }

  static func isGzip(_ bytes: UnsafeRawBufferPointer) -> Bool {
    bytes.count >= 2 && bytes[0] == 0x1F && bytes[1] == 0x8B
  }

  /// The CRC-32 of zip archives.
  static func checksum(_ bytes: UnsafeRawBufferPointer) -> Int {
    Int(crc32_z(0, bytes.bindMemory(to: UInt8.self).baseAddress, bytes.count))
  }

  /// How many bytes of the source are used up.
  var position: Int { fed - Int(stream.pointee.avail_in) }

  /// Fills `target` from its start; fewer bytes than it holds mean that the data end here.
  func read(into target: UnsafeMutableRawBufferPointer) throws(DatasetError) -> Int {
    // zlib counts in 32 bits.
    let chunk = 1 << 30
    var filled = 0
    while filled < target.count, !hasEnded {
      let room = min(target.count - filled, chunk)
      stream.pointee.next_out = target.baseAddress!.advanced(by: filled).assumingMemoryBound(to: UInt8.self)
      stream.pointee.avail_out = UInt32(room)
      if stream.pointee.avail_in == 0 {
        let count = min(source.count - fed, chunk)
        let next = source.baseAddress?.advanced(by: fed).assumingMemoryBound(to: UInt8.self)
        stream.pointee.next_in = UnsafeMutablePointer(mutating: next)
        stream.pointee.avail_in = UInt32(count)
        fed += count
      }
      let status = inflate(stream, Z_NO_FLUSH)
      let produced = room - Int(stream.pointee.avail_out)
      filled += produced
      switch status {
      case Z_OK: break
      case Z_STREAM_END: try endMember()
      case Z_BUF_ERROR where fed < source.count || produced > 0: break
      case Z_BUF_ERROR: throw .file(file, offset: position, .packing("the data are cut off"))
      case Z_MEM_ERROR: throw .unreadable(file: file, reason: "there is no memory left")
      default:
        let words = stream.pointee.msg.map { String(cString: $0) } ?? "the data are damaged"
        throw .file(file, offset: position, .packing(words))
      }
    }
    return filled
  }

  /// Reads exactly as much as `target` holds, and makes sure that nothing follows.
  func readAll(into target: UnsafeMutableRawBufferPointer) throws(DatasetError) {
    let count = try read(into: target)
    guard count == target.count else {
      throw .file(file, offset: nil, .wrongLength(expected: target.count, actual: count))
    }
    var beyond: UInt8 = 0
    let rest = try withUnsafeMutableBytes(of: &beyond) { Result(self.read, $0) }.get()
    guard rest == 0 else { throw .file(file, offset: nil, .malformed("goes on after its \(count) unpacked bytes")) }
  }

  private func endMember() throws(DatasetError) {
    let rest = source[position...]
    if format == .gzip, rest.starts(with: [0x1F, 0x8B]) {
      guard inflateReset(stream) == Z_OK else { throw .file(file, offset: position, .packing("the data are damaged")) }
      return
    }
    hasEnded = true
    if let stray = rest.firstIndex(where: { $0 != 0 }) {
      throw .file(file, offset: stray, .packing("something else follows the packed data"))
    }
  }
}

extension Result {
  /// What a throwing function makes of its argument: carries a typed error out of a closure that cannot throw one.
  init<Argument>(_ function: (Argument) throws(Failure) -> Success, _ argument: Argument) {
    do { self = .success(try function(argument)) } catch { self = .failure(error) }
  }
}
