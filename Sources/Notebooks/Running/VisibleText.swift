/// The text of `bytes` as a terminal would leave it, with what no reader could see made visible.
///
/// Bytes that are not UTF-8 appear as `\xFF`, control characters as their symbols (`␛`). A carriage return begins its
/// line anew, as progress bars mean it.
func visibleText(_ bytes: [UInt8]) -> String {
  if bytes.allSatisfy({ $0 >= 0x20 && $0 < 0x7F || $0 == 0x0A || $0 == 0x09 }) {
    return String(decoding: bytes, as: UTF8.self)
  }
  var text = ""
  var lineStart = text.unicodeScalars.startIndex
  var index = 0
  while index < bytes.count {
    let byte = bytes[index]
    switch byte {
    case 0x0A:
      text.unicodeScalars.append("\n")
      lineStart = text.unicodeScalars.endIndex
    case 0x0D:
      if index + 1 < bytes.count, bytes[index + 1] != 0x0A { text.unicodeScalars.removeSubrange(lineStart...) }
    case 0x09: text.unicodeScalars.append("\t")
    case 0..<0x20: text.unicodeScalars.append(Unicode.Scalar(0x2400 + UInt32(byte)) ?? "?")
    case 0x7F: text.unicodeScalars.append("\u{2421}")
    default:
      let (scalar, length) = decodedScalar(bytes[index...])
      if let scalar {
        text.unicodeScalars.append(scalar)
        index += length
        continue
      }
      text += "\\x" + String(byte >> 4, radix: 16, uppercase: true) + String(byte & 15, radix: 16, uppercase: true)
    }
    index += 1
  }
  return text
}

/// The UTF-8 character that `bytes` begin with, and its length.
private func decodedScalar(_ bytes: ArraySlice<UInt8>) -> (scalar: Unicode.Scalar?, length: Int) {
  var decoder = UTF8()
  var iterator = bytes.prefix(4).makeIterator()
  guard case .scalarValue(let scalar) = decoder.decode(&iterator) else { return (nil, 1) }
  return (scalar, UTF8.width(scalar))
}
