import Foundation

/// Plain files in the ustar format of POSIX.1-2001: what `tar tf` lists and every system unpacks.
///
/// Reading is strict, because the bytes are anybody's: regular files only, no two of one name, every size within the
/// bytes at hand, every header with its sum. Nothing is allocated that a header asks for: entries are slices.
enum TarArchive {
  struct Entry {
    /// With slashes; at most 255 bytes of UTF-8.
    var name: String
    var content: Data
  }

  enum Fault: Error, Hashable {
    case header(offset: Int, reason: String)
    case truncated(name: String)
    case tooManyEntries(limit: Int)
    case duplicate(name: String)
    case nameTooLong(String)
  }

  static let maximumEntries = 10_000
  private static let block = 512
  /// Where a header's fields lie, in bytes.
  private enum Field {
    static let name = 0..<100
    static let mode = 100..<108
    static let user = 108..<116
    static let group = 116..<124
    static let size = 124..<136
    static let time = 136..<148
    static let sum = 148..<156
    static let type = 156
    static let magic = 257..<265
    static let prefix = 345..<500
  }
  private static let magic = Array("ustar\u{0}00".utf8)

  // MARK: Writing

  /// The same bytes for the same entries: no dates, no owners.
  static func data(of entries: [Entry]) throws(Fault) -> Data {
    var data = Data()
    for entry in entries {
      data.append(contentsOf: try header(of: entry))
      data.append(entry.content)
      data.append(Data(count: padding(entry.content.count)))
    }
    data.append(Data(count: 2 * block))
    return data
  }

  private static func header(of entry: Entry) throws(Fault) -> [UInt8] {
    let (prefix, name) = try split(entry.name)
    var header = [UInt8](repeating: 0, count: block)
    func put(_ bytes: some Collection<UInt8>, _ field: Range<Int>) {
      header.replaceSubrange(field.lowerBound..<field.lowerBound + bytes.count, with: bytes)
    }
    func put(octal value: Int, _ field: Range<Int>) {
      let digits = String(value, radix: 8)
      put((String(repeating: "0", count: field.count - 1 - digits.utf8.count) + digits).utf8, field)
    }
    put(name, Field.name)
    put(prefix, Field.prefix)
    put(octal: 0o644, Field.mode)
    put(octal: 0, Field.user)
    put(octal: 0, Field.group)
    guard entry.content.count < 1 << 33 else { throw .header(offset: 0, reason: "'\(entry.name)' is beyond 8 GB") }
    put(octal: entry.content.count, Field.size)
    put(octal: 0, Field.time)
    header[Field.type] = UInt8(ascii: "0")
    put(magic, Field.magic)
    put("\(octal(sum(of: header[...]), digits: 6))\u{0} ".utf8, Field.sum)
    return header
  }

  private static func octal(_ value: Int, digits: Int) -> String {
    let text = String(value, radix: 8)
    return String(repeating: "0", count: max(digits - text.count, 0)) + text
  }

  /// A long name is cut at a slash: what is before it goes into a field of its own.
  private static func split(_ name: String) throws(Fault) -> (prefix: [UInt8], name: [UInt8]) {
    let bytes = Array(name.utf8)
    if bytes.count <= Field.name.count { return ([], bytes) }
    let slashes = bytes.indices.filter { bytes[$0] == UInt8(ascii: "/") }
    guard
      let slash = slashes.first(where: { bytes.count - $0 - 1 <= Field.name.count }), slash <= Field.prefix.count,
      slash > 0
    else { throw .nameTooLong(name) }
    return (Array(bytes[..<slash]), Array(bytes[(slash + 1)...]))
  }

  private static func padding(_ count: Int) -> Int { (block - count % block) % block }

  /// Of all bytes of a header, the sum's own counted as spaces.
  private static func sum(of header: some RandomAccessCollection<UInt8>) -> Int {
    header.enumerated().reduce(0) { $0 + (Field.sum.contains($1.offset) ? 32 : Int($1.element)) }
  }

  // MARK: Reading

  static func entries(in data: Data) throws(Fault) -> [Entry] {
    var entries: [Entry] = []
    var names: Set<String> = []
    var offset = data.startIndex
    while data.endIndex - offset >= block {
      let header = [UInt8](data[offset..<offset + block])
      if header.allSatisfy({ $0 == 0 }) { return entries }
      let (name, size) = try read(header, at: offset - data.startIndex)
      offset += block
      guard size <= data.endIndex - offset else { throw .truncated(name: name) }
      guard entries.count < maximumEntries else { throw .tooManyEntries(limit: maximumEntries) }
      guard names.insert(name).inserted else { throw .duplicate(name: name) }
      entries.append(Entry(name: name, content: data[offset..<offset + size]))
      offset += min(size + padding(size), data.endIndex - offset)
    }
    throw .header(offset: offset - data.startIndex, reason: "the archive has no end")
  }

  private static func read(_ header: [UInt8], at offset: Int) throws(Fault) -> (name: String, size: Int) {
    func number(_ field: Range<Int>) -> Int? {
      let text = header[field].prefix { $0 != 0 && $0 != UInt8(ascii: " ") }
      guard !text.isEmpty, text.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "7")).contains($0) }) else { return nil }
      return text.reduce(0) { $0 << 3 | Int($1 - UInt8(ascii: "0")) }
    }
    func text(_ field: Range<Int>) -> String? {
      String(validating: header[field].prefix { $0 != 0 }, as: UTF8.self)
    }
    guard header[Field.magic].elementsEqual(magic), number(Field.sum) == sum(of: header) else {
      throw .header(offset: offset, reason: "no header of a file")
    }
    guard header[Field.type] == UInt8(ascii: "0") else {
      throw .header(offset: offset, reason: "something else than a plain file")
    }
    guard let name = text(Field.name), let prefix = text(Field.prefix), !name.isEmpty else {
      throw .header(offset: offset, reason: "a name that is no text")
    }
    guard let size = number(Field.size) else { throw .header(offset: offset, reason: "a size that is no number") }
    return (prefix.isEmpty ? name : "\(prefix)/\(name)", size)
  }
}
