/// Turns text from anywhere into text of an HTML page.
///
/// It works on bytes: by `Character`, a quote and the accent that follows it are one, and the quote would pass.
enum Escaping {
  /// `text` as character data or as a quoted attribute's value. Control characters become their pictures (␛).
  static func escape(_ text: String) -> String {
    var text = text
    return text.withUTF8 { bytes in
      guard bytes.contains(where: needsCare) else { return String(decoding: bytes, as: UTF8.self) }
      var result: [UInt8] = []
      result.reserveCapacity(bytes.count + bytes.count / 8)
      var index = 0
      while index < bytes.count {
        let byte = bytes[index]
        index += 1
        switch byte {
        case UInt8(ascii: "&"): result.append(contentsOf: "&amp;".utf8)
        case UInt8(ascii: "<"): result.append(contentsOf: "&lt;".utf8)
        case UInt8(ascii: ">"): result.append(contentsOf: "&gt;".utf8)
        case UInt8(ascii: "\""): result.append(contentsOf: "&quot;".utf8)
        case UInt8(ascii: "'"): result.append(contentsOf: "&#39;".utf8)
        case UInt8(ascii: "\t"), UInt8(ascii: "\n"): result.append(byte)
        case UInt8(ascii: "\r"):
          // A parser of HTML reads CR LF as one line end; a CR alone would become one too.
          if index == bytes.count || bytes[index] != UInt8(ascii: "\n") { appendPicture(of: byte, to: &result) }
        case 0..<0x20: appendPicture(of: byte, to: &result)
        case 0x7f: result.append(contentsOf: "␡".utf8)
        case 0xc2 where index < bytes.count && bytes[index] < 0xa0:
          result.append(contentsOf: "\u{fffd}".utf8)
          index += 1
        default: result.append(byte)
        }
      }
      return String(decoding: result, as: UTF8.self)
    }
  }

  /// `text` with the controls that reorder what is read written out, as `[U+202E]`: for code and output, where
  /// what is seen must be what is there.
  static func showingDirectionControls(_ text: String) -> String {
    guard text.utf8.contains(0xe2), text.unicodeScalars.contains(where: isDirectionControl) else { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      if isDirectionControl(scalar) {
        result += "[U+\(String(scalar.value, radix: 16, uppercase: true))]"
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  private static func needsCare(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), UInt8(ascii: "'"): true
    case 0..<0x20: byte != UInt8(ascii: "\t") && byte != UInt8(ascii: "\n")
    case 0x7f, 0xc2: true
    default: false
    }
  }

  /// U+2400 + `byte`.
  private static func appendPicture(of byte: UInt8, to result: inout [UInt8]) {
    result.append(contentsOf: [0xe2, 0x90, 0x80 + byte])
  }

  private static func isDirectionControl(_ scalar: Unicode.Scalar) -> Bool {
    (0x202a...0x202e).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
  }
}
