/// Finds `$…$` and `$$…$$` in a passage without empty lines, by Pandoc's rules.
///
/// An inline formula begins and ends without a space, so that `$5 and $6` is money; no digit follows it. Code between
/// backticks and `\$` are passed over. It works on bytes: by `Character`, a dollar sign and the accent after it are one.
enum FormulaScanner {
  struct Found {
    /// With the dollar signs and the label.
    var range: Range<String.Index>
    var tex: String
    var isDisplay: Bool
    var label: String?
  }

  static func formulas(in passage: String) -> [Found] {
    var found: [Found] = []
    let text = passage.utf8
    var index = text.startIndex
    while index < text.endIndex {
      switch text[index] {
      case UInt8(ascii: "\\"):
        index = text.index(index, offsetBy: 2, limitedBy: text.endIndex) ?? text.endIndex
      case UInt8(ascii: "`"):
        index = endOfCode(in: passage, at: index)
      case UInt8(ascii: "$"):
        if let formula = display(in: passage, at: index) ?? inline(in: passage, at: index) {
          found.append(formula)
          index = formula.range.upperBound
        } else {
          // Of `$$` that begins nothing, neither does the second.
          index = text[index...].drop { $0 == UInt8(ascii: "$") }.startIndex
        }
      default: index = text.index(after: index)
      }
    }
    return found
  }

  /// After the code span that begins at `start`, or after its backticks where none does.
  private static func endOfCode(in passage: String, at start: String.Index) -> String.Index {
    let text = passage.utf8
    let mark = UInt8(ascii: "`")
    let open = text[start...].prefix { $0 == mark }
    var index = open.endIndex
    while let next = text[index...].firstIndex(of: mark) {
      let close = text[next...].prefix { $0 == mark }
      if close.count == open.count { return close.endIndex }
      index = close.endIndex
    }
    return open.endIndex
  }

  private static func display(in passage: String, at start: String.Index) -> Found? {
    let text = passage.utf8
    guard text[start...].starts(with: "$$".utf8) else { return nil }
    let inner = text.index(start, offsetBy: 2)
    guard let close = text[inner...].firstIndex(of: UInt8(ascii: "$")), text[close...].starts(with: "$$".utf8) else {
      return nil
    }
    let tex = withoutQuoteMarks(passage[inner..<close])
    guard !tex.allSatisfy(\.isWhitespace) else { return nil }
    var end = text.index(close, offsetBy: 2)
    var label: String?
    if let match = passage[end...].prefixMatch(of: /[ \t]*\{#(eq-[\p{L}\p{N}_-]+)\}/) {
      label = String(match.1)
      end = match.range.upperBound
    }
    return Found(range: start..<end, tex: tex, isDisplay: true, label: label)
  }

  private static func inline(in passage: String, at start: String.Index) -> Found? {
    let text = passage.utf8
    let dollar = UInt8(ascii: "$")
    let inner = text.index(after: start)
    guard inner < text.endIndex, !isSpace(text[inner]), text[inner] != dollar else { return nil }
    var index = inner
    while index < text.endIndex {
      switch text[index] {
      case UInt8(ascii: "\\"):
        index = text.index(index, offsetBy: 2, limitedBy: text.endIndex) ?? text.endIndex
        continue
      case UInt8(ascii: "`"): return nil
      case UInt8(ascii: "\n") where beginsBlock(passage[passage.index(after: index)...]): return nil
      case dollar:
        let next = text.index(after: index)
        let isFollowedByDigit = next < text.endIndex && (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(text[next])
        guard !isSpace(text[text.index(before: index)]), !isFollowedByDigit else { return nil }
        let tex = withoutQuoteMarks(passage[inner..<index])
        return Found(range: start..<next, tex: tex, isDisplay: false, label: nil)
      default: break
      }
      index = text.index(after: index)
    }
    return nil
  }

  /// Whether a line of the passage begins a block of its own, which ends a formula.
  private static func beginsBlock(_ line: Substring) -> Bool {
    line.prefixMatch(of: /[ \t>]*([-*+#|]|\d+[.)]\s)/) != nil
  }

  /// The formula's lines without the `>` of a quote around them.
  private static func withoutQuoteMarks(_ tex: Substring) -> String {
    let lines = tex.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.count > 1, lines.dropFirst().allSatisfy({ $0.drop { $0 == " " }.hasPrefix(">") }) else {
      return String(tex)
    }
    let inner = lines.dropFirst().map { $0.drop { $0 == " " || $0 == ">" } }
    return ([lines[0]] + inner).joined(separator: "\n")
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0a }
}
