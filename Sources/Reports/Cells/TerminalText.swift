/// What a terminal would show of a program's output: escape sequences carried out or dropped.
enum TerminalText {
  /// Lines of one output that a page shows; a loop that prints a million is cut in the middle.
  static let lineLimit = 2000
  /// Bytes of one output that a page shows.
  static let sizeLimit = 200_000

  static func clean(_ text: String) -> String {
    var text = withoutEscapes(text)
    if text.utf8.contains(UInt8(ascii: "\r")) || text.utf8.contains(0x08) {
      text = text.replacing("\r\n", with: "\n").split(separator: "\n", omittingEmptySubsequences: false)
        .map { overwritten($0) }.joined(separator: "\n")
    }
    while text.hasSuffix("\n") { text.removeLast() }
    return Escaping.showingDirectionControls(shortened(text))
  }

  /// Drops CSI (`ESC [ … letter`), OSC and other string sequences (up to BEL or `ESC \`), and two-byte escapes.
  private static func withoutEscapes(_ text: String) -> String {
    guard text.utf8.contains(0x1b) || text.utf8.contains(0xc2) else { return text }
    var result = String.UnicodeScalarView()
    var rest = text.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      switch scalar {
      case "\u{1b}":
        switch rest.popFirst() {
        case "[": skipControlSequence(&rest)
        case "]", "P", "X", "^", "_": skipString(&rest)
        case let next? where (0x20...0x2f).contains(next.value): _ = rest.popFirst()
        default: break
        }
      case "\u{9b}": skipControlSequence(&rest)
      case "\u{90}", "\u{9d}": skipString(&rest)
      default: result.append(scalar)
      }
    }
    return String(result)
  }

  private static func skipControlSequence(_ rest: inout Substring.UnicodeScalarView) {
    while let scalar = rest.first {
      // Anything but parameters ends the sequence; a control character or a line end is not part of it.
      if scalar.value < 0x20 || scalar.value > 0x7e { return }
      rest.removeFirst()
      if (0x40...0x7e).contains(scalar.value) { return }
    }
  }

  private static func skipString(_ rest: inout Substring.UnicodeScalarView) {
    while let scalar = rest.first {
      // An unfinished sequence must not swallow what comes after its line.
      if scalar == "\n" { return }
      rest.removeFirst()
      if scalar == "\u{7}" || scalar == "\u{9c}" { return }
      if scalar == "\u{1b}" {
        if rest.first == "\\" { rest.removeFirst() }
        return
      }
    }
  }

  /// A line after its carriage returns and backspaces: what a progress bar looked like in the end.
  private static func overwritten(_ line: Substring) -> String {
    guard line.unicodeScalars.contains(where: { $0 == "\r" || $0 == "\u{8}" }) else { return String(line) }
    var shown: [Unicode.Scalar] = []
    var cursor = 0
    for scalar in line.unicodeScalars {
      switch scalar {
      case "\r": cursor = 0
      case "\u{8}": cursor = max(0, cursor - 1)
      default:
        if cursor < shown.count { shown[cursor] = scalar } else { shown.append(scalar) }
        cursor += 1
      }
    }
    return String(String.UnicodeScalarView(shown))
  }

  private static func shortened(_ text: String) -> String {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    if lines.count > lineLimit {
      let half = lineLimit / 2
      let left = lines.count - 2 * half
      let parts = lines.prefix(half) + ["… \(left) lines left out …"] + lines.suffix(half)
      return shortened(bytesOf: parts.joined(separator: "\n"))
    }
    return shortened(bytesOf: text)
  }

  private static func shortened(bytesOf text: String) -> String {
    guard text.utf8.count > sizeLimit else { return text }
    let half = sizeLimit / 2
    let bytes = Array(text.utf8)
    let start = String(decoding: bytes.prefix(half), as: UTF8.self)
    let end = String(decoding: bytes.suffix(half), as: UTF8.self)
    return "\(start)\n… \(Quantities.size(bytes: bytes.count - 2 * half)) left out …\n\(end)"
  }
}
