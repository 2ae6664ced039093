/// The header of a safetensors file: names, shapes and ranges of its tensors and a few strings.
///
/// A small JSON grammar read strictly, because the header decides what memory is touched: no key twice, numbers whole
/// and without a sign, nothing unknown. Work is bounded by the header's length.
struct SafetensorsHeader {
  struct Entry {
    var name: String
    var type: String
    var shape: [Int]
    /// In bytes from the end of the header.
    var begin: Int
    var end: Int
  }

  static let maximumLength = 16 << 20
  static let maximumTensors = 16_384
  /// Numbers beyond 2^53 are no sizes of anything.
  private static let maximumNumber = 1 << 53

  private(set) var entries: [Entry] = []
  private(set) var metadata: [String: String] = [:]

  private let bytes: ArraySlice<UInt8>
  private var position: Int

  /// Reads the header that fills `bytes`; offsets in errors are indices of the slice.
  init(_ bytes: ArraySlice<UInt8>) throws(SafetensorsFault) {
    self.bytes = bytes
    position = bytes.startIndex
    var names: Set<String> = []
    try readObject { (header, name) throws(SafetensorsFault) in
      guard names.insert(name).inserted else { throw .duplicateName(name) }
      if name == "__metadata__" {
        try header.readMetadata()
      } else {
        guard header.entries.count < Self.maximumTensors else { throw .tooManyTensors(limit: Self.maximumTensors) }
        header.entries.append(try header.readEntry(name))
      }
    }
    // The format pads headers with spaces.
    skipSpaces()
    guard position == bytes.endIndex else { throw syntax("end of the header") }
  }

  private mutating func readMetadata() throws(SafetensorsFault) {
    try readObject { (header, key) throws(SafetensorsFault) in
      let value = try header.readString()
      guard header.metadata.updateValue(value, forKey: key) == nil else { throw .duplicateName(key) }
    }
  }

  private mutating func readEntry(_ name: String) throws(SafetensorsFault) -> Entry {
    var type: String?
    var shape: [Int]?
    var range: [Int]?
    try readObject { (header, key) throws(SafetensorsFault) in
      switch key {
      case "dtype" where type == nil: type = try header.readString()
      case "shape" where shape == nil: shape = try header.readNumbers()
      case "data_offsets" where range == nil: range = try header.readNumbers()
      default: throw header.syntax("dtype, shape and data_offsets, once each,")
      }
    }
    guard let type, let shape, let range, range.count == 2 else { throw syntax("dtype, shape and two data_offsets") }
    return Entry(name: name, type: type, shape: shape, begin: range[0], end: range[1])
  }

  // MARK: JSON

  private func syntax(_ expected: String) -> SafetensorsFault { .headerSyntax(offset: position, expected: expected) }

  private mutating func skipSpaces() {
    while position < bytes.endIndex, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) { position += 1 }
  }

  /// Steps over `character` where it comes next.
  private mutating func accept(_ character: Unicode.Scalar) -> Bool {
    skipSpaces()
    guard position < bytes.endIndex, bytes[position] == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  private mutating func expect(_ character: Unicode.Scalar) throws(SafetensorsFault) {
    guard accept(character) else { throw syntax("'\(character)'") }
  }

  private mutating func readObject(
    _ readValue: (inout SafetensorsHeader, _ key: String) throws(SafetensorsFault) -> Void
  ) throws(SafetensorsFault) {
    try expect("{")
    if accept("}") { return }
    repeat {
      let key = try readString()
      try expect(":")
      try readValue(&self, key)
    } while accept(",")
    try expect("}")
  }

  private mutating func readNumbers() throws(SafetensorsFault) -> [Int] {
    try expect("[")
    if accept("]") { return [] }
    var numbers: [Int] = []
    repeat { numbers.append(try readNumber()) } while accept(",")
    try expect("]")
    return numbers
  }

  private mutating func readNumber() throws(SafetensorsFault) -> Int {
    skipSpaces()
    let start = position
    var value = 0
    while position < bytes.endIndex, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[position]) {
      value = value * 10 + Int(bytes[position] - UInt8(ascii: "0"))
      guard value <= Self.maximumNumber else { throw syntax("number below 2^53") }
      position += 1
    }
    let length = position - start
    guard length == 1 || length > 1 && bytes[start] != UInt8(ascii: "0") else { throw syntax("whole number") }
    return value
  }

  private mutating func readString() throws(SafetensorsFault) -> String {
    try expect("\"")
    var units: [UInt8] = []
    while position < bytes.endIndex {
      let byte = bytes[position]
      position += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let text = String(validating: units, as: UTF8.self) else { throw syntax("UTF-8 text") }
        return text
      case UInt8(ascii: "\\"):
        units.append(contentsOf: String(Character(try readEscape())).utf8)
      case 0..<0x20:
        throw syntax("printable character")
      default:
        units.append(byte)
      }
    }
    throw syntax("end of a string")
  }

  private mutating func readEscape() throws(SafetensorsFault) -> Unicode.Scalar {
    guard position < bytes.endIndex else { throw syntax("end of a string") }
    let code = bytes[position]
    position += 1
    switch code {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(code)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"):
      let unit = try readHexadecimal()
      guard unit & 0xFC00 == 0xD800 else {
        guard let scalar = Unicode.Scalar(unit) else { throw syntax("high surrogate first") }
        return scalar
      }
      guard bytes[position...].starts(with: "\\u".utf8) else { throw syntax("low surrogate") }
      position += 2
      let low = try readHexadecimal()
      guard low & 0xFC00 == 0xDC00, let scalar = Unicode.Scalar(0x10000 + (unit & 0x3FF) << 10 + (low & 0x3FF)) else {
        throw syntax("low surrogate")
      }
      return scalar
    default: throw syntax("known escape")
    }
  }

  private mutating func readHexadecimal() throws(SafetensorsFault) -> UInt32 {
    guard bytes.endIndex - position >= 4 else { throw syntax("four hexadecimal digits") }
    var value: UInt32 = 0
    for byte in bytes[position..<position + 4] {
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { throw syntax("four hexadecimal digits") }
      value = value << 4 | UInt32(digit)
    }
    position += 4
    return value
  }
}
