/// What stands before the values of a NumPy file: their type, order and shape.
///
/// NEP 1's format: a magic, a version, the header's length, a Python dictionary of exactly three keys as text.
struct NPYHeader: Hashable {
  /// Such as `|u1`: byte order, kind and bytes of a value.
  var type: String
  var isFortranOrder: Bool
  var shape: [Int]
  /// Where the values start.
  var offset: Int

  static let maximumLength = 1 << 16

  /// `available`: the bytes of the whole file; `file` is for messages.
  init(_ bytes: UnsafeRawBufferPointer, available: Int, file: String) throws(DatasetError) {
    guard bytes.starts(with: [0x93] + Array("NUMPY".utf8)), bytes.count >= 10 else {
      throw .file(file, offset: 0, .otherKind("a NumPy file"))
    }
    let version = bytes[6]
    guard (1...3).contains(version), bytes.count >= 12 else {
      throw .file(file, offset: 6, .unsupported("NumPy's format \(version)", remedy: "Save it with numpy.save."))
    }
    let start = version == 1 ? 10 : 12
    let length = bytes[8..<start].reversed().reduce(0) { $0 << 8 | Int($1) }
    guard length <= Self.maximumLength, length <= bytes.count - start else {
      throw .file(file, offset: 8, .malformed("has a header of \(length) bytes, which are not there"))
    }
    var reader = DictionaryText(UnsafeRawBufferPointer(rebasing: bytes[start..<start + length]))
    guard let content = reader.read() else {
      throw .file(file, offset: start + reader.position, .malformed("has a header that is no dictionary of NumPy's"))
    }
    (type, isFortranOrder, shape) = content
    offset = start + length
    guard let size = valueBytes else {
      throw .file(
        file, offset: start,
        .unsupported("values of type '\(type)'", remedy: "Save images as uint8 and labels as whole numbers."))
    }
    var total = size
    for length in shape {
      let (product, overflow) = total.multipliedReportingOverflow(by: length)
      guard !overflow, product <= available - offset else {
        throw .file(file, offset: start, .impossible(declared: "the shape \(shape)", bytes: available))
      }
      total = product
    }
    guard total == available - offset else {
      throw .file(file, offset: nil, .wrongLength(expected: offset + total, actual: available))
    }
  }

  var isBigEndian: Bool { type.first == ">" }
  var isSigned: Bool { type.dropFirst().first == "i" }

  /// Bytes of a whole number or a truth value; objects, texts, records and fractions have none.
  var valueBytes: Int? {
    let known = ["b1": 1, "u1": 1, "u2": 2, "u4": 4, "u8": 8, "i1": 1, "i2": 2, "i4": 4, "i8": 8]
    return "|<>=".contains(type.first ?? " ") ? known[String(type.dropFirst())] : nil
  }
}

/// Reads `{'descr': '|u1', 'fortran_order': False, 'shape': (60000, 28, 28), }`, and nothing else of Python.
private struct DictionaryText {
  private let bytes: UnsafeRawBufferPointer
  private(set) var position = 0

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  mutating func read() -> (type: String, isFortranOrder: Bool, shape: [Int])? {
    var type: String?
    var isFortranOrder: Bool?
    var shape: [Int]?
    guard take("{") else { return nil }
    while !take("}") {
      guard let key = string(), take(":") else { return nil }
      switch key {
      case "descr":
        guard let text = string() else {
          // A list is a record of several fields.
          guard take("[") else { return nil }
          return ("record", isFortranOrder ?? false, shape ?? [])
        }
        type = text
      case "fortran_order": isFortranOrder = take("False") ? false : take("True") ? true : nil
      case "shape": shape = tuple()
      default: return nil
      }
      if !take(","), !isNext("}") { return nil }
    }
    guard let type, let isFortranOrder, let shape else { return nil }
    return (type, isFortranOrder, shape)
  }

  private mutating func skipBlanks() {
    while position < bytes.count, bytes[position] == UInt8(ascii: " ") || bytes[position] == UInt8(ascii: "\n") {
      position += 1
    }
  }

  private mutating func isNext(_ text: String) -> Bool {
    skipBlanks()
    return bytes[position...].starts(with: text.utf8)
  }

  private mutating func take(_ text: String) -> Bool {
    guard isNext(text) else { return false }
    position += text.utf8.count
    return true
  }

  private mutating func string() -> String? {
    let quote = isNext("'") ? UInt8(ascii: "'") : UInt8(ascii: "\"")
    guard isNext("'") || isNext("\""),
      let end = bytes[(position + 1)...].prefix(32).firstIndex(of: quote)
    else { return nil }
    let text = String(decoding: bytes[position + 1..<end], as: UTF8.self)
    position = end + 1
    return text
  }

  private mutating func tuple() -> [Int]? {
    guard take("(") else { return nil }
    var numbers: [Int] = []
    while !take(")") {
      skipBlanks()
      let digits = bytes[position...].prefix(19).prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      guard let number = Int(String(decoding: digits, as: UTF8.self)), numbers.count < 32 else { return nil }
      position += digits.count
      _ = take("L")
      numbers.append(number)
      if !take(","), !isNext(")") { return nil }
    }
    return numbers
  }
}
