/// A notebook's text with what cmark does not know taken out: formulas and the fences of divisions.
///
/// A formula becomes a mark that is plain text to cmark, so that neither its `_` nor its `|` means anything; a fence
/// becomes a comment, which is a block of its own wherever it stands. Lines keep their numbers. Marks are made of
/// Unicode's noncharacters, which no text holds; one that lands in code or in an address is turned back.
struct MarkedSource {
  /// What cmark parses.
  private(set) var text: String
  private(set) var formulas: [Formula] = []
  private(set) var fences: [DivisionFence] = []

  /// Around a mark's number, and in each further line that its formula takes.
  private static let start = Unicode.Scalar(UInt32(0xfdd0))!
  private static let end = Unicode.Scalar(UInt32(0xfdd1))!
  private static let continuation = Unicode.Scalar(UInt32(0xfdd2))!

  /// `source`: without front matter, lines ended by `\n`.
  init(_ source: String) {
    text = ""
    let source = Self.withoutNoncharacters(source)
    // Nothing to mark: most texts.
    guard source.utf8.contains(UInt8(ascii: "$")) || source.contains(":::") else {
      text = source
      return
    }
    var lines = source.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    var codeFence: CodeFence?
    var passage: Range<Int>?
    for index in lines.indices {
      let line = lines[index]
      if let open = codeFence {
        if open.isClosed(by: line) { codeFence = nil }
        continue
      }
      codeFence = CodeFence(opening: line)
      let fence = codeFence == nil ? DivisionFence(line: line, number: index + 1) : nil
      if let fence {
        lines[index] = fence.indent + "<!--\(Self.mark(fences.count))-->"
        fences.append(fence)
      }
      let isProse = codeFence == nil && fence == nil && !line.allSatisfy { $0.isWhitespace || $0 == ">" }
      if isProse {
        passage = (passage?.lowerBound ?? index)..<index + 1
      } else if let ended = passage {
        markFormulas(in: &lines, ended)
        passage = nil
      }
    }
    if let passage { markFormulas(in: &lines, passage) }
    text = lines.joined(separator: "\n")
  }

  /// The fence that a block of HTML stands for.
  func fence(for html: String) -> DivisionFence? {
    let text = html.trimmingPrefix("<!--").trimmingSuffix(while: \.isWhitespace)
    guard text.hasSuffix("-->"), let number = Self.number(of: text.dropLast(3)[...]), fences.indices.contains(number)
    else { return nil }
    return fences[number]
  }

  /// A text of cmark's in pieces: what was a mark is a formula again.
  func pieces(of text: String) -> [Piece] {
    guard text.unicodeScalars.contains(where: Self.isMark) else { return [.text(text)] }
    var pieces: [Piece] = []
    var plain = ""
    var rest = text.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      guard Self.isMark(scalar) else {
        plain.unicodeScalars.append(scalar)
        continue
      }
      if !plain.isEmpty { pieces.append(.text(plain)) }
      plain = ""
      if scalar == Self.continuation {
        pieces.append(.continuation)
      } else if scalar == Self.start, let end = rest.firstIndex(of: Self.end) {
        let digits = String(rest[..<end])
        rest = rest[rest.index(after: end)...]
        if let number = Int(digits), formulas.indices.contains(number) { pieces.append(.formula(formulas[number])) }
      }
    }
    if !plain.isEmpty { pieces.append(.text(plain)) }
    return pieces
  }

  enum Piece {
    case text(String)
    case formula(Formula)
    /// The rest of a line that a formula took up.
    case continuation
  }

  /// A text of cmark's as the notebook has it: for code, addresses and whatever else is no prose.
  func restored(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: Self.isMark) else { return text }
    // The fences of divisions that stand in something like code.
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      fence(for: String(line))?.source ?? String(line)
    }
    var result = ""
    for piece in pieces(of: lines.joined(separator: "\n")) {
      switch piece {
      case .text(let text): result += text
      case .formula(let formula): result += formula.source + (formula.label.map { " {#\($0)}" } ?? "")
      case .continuation:
        result = String(result.trimmingSuffix { $0 == " " || $0 == ">" || $0 == "\t" }.trimmingSuffix { $0 == "\n" })
      }
    }
    return result
  }

  // MARK: Marking

  /// Marks the formulas of lines between two empty ones.
  private mutating func markFormulas(in lines: inout [String], _ range: Range<Int>) {
    guard lines[range].contains(where: { $0.utf8.contains(UInt8(ascii: "$")) }) else { return }
    let passage = lines[range].joined(separator: "\n")
    var result = ""
    var rest = passage[...]
    for found in FormulaScanner.formulas(in: passage) {
      result += rest[rest.startIndex..<found.range.lowerBound]
      rest = passage[found.range.upperBound...]
      let line = range.lowerBound + result.count { $0 == "\n" } + 1
      result += Self.mark(formulas.count)
      let inner = passage[found.range].split(separator: "\n", omittingEmptySubsequences: false)
      for further in inner.dropFirst() {
        result += "\n" + further.prefix { $0 == " " || $0 == "\t" || $0 == ">" }
        result.unicodeScalars.append(Self.continuation)
      }
      formulas.append(Formula(tex: found.tex, isDisplay: found.isDisplay, label: found.label, line: line))
    }
    result += rest
    let marked = result.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    lines.replaceSubrange(range, with: marked)
  }

  private static func mark(_ number: Int) -> String { "\(start)\(number)\(end)" }

  private static func number(of text: Substring) -> Int? {
    let scalars = text.unicodeScalars
    guard scalars.first == start, scalars.last == end else { return nil }
    return Int(String(scalars.dropFirst().dropLast()))
  }

  private static func isMark(_ scalar: Unicode.Scalar) -> Bool { (0xfdd0...0xfdd2).contains(scalar.value) }

  private static func withoutNoncharacters(_ source: String) -> String {
    guard source.unicodeScalars.contains(where: isMark) else { return source }
    return String(String.UnicodeScalarView(source.unicodeScalars.map { isMark($0) ? "\u{fffd}" : $0 }))
  }
}

/// The opening line of a fenced code block, within whatever quotes and lists.
private struct CodeFence {
  let mark: Character
  let length: Int

  init?(opening line: String) {
    var rest = line.drop { $0 == " " || $0 == "\t" || $0 == ">" }
    // The first line of a list's item.
    if let bullet = rest.first, "-*+".contains(bullet), rest.dropFirst().first == " " {
      rest = rest.dropFirst().drop { $0 == " " }
    } else if let number = rest.prefixMatch(of: /\d{1,9}[.)] +/) {
      rest = rest[number.range.upperBound...]
    }
    guard let mark = rest.first, mark == "`" || mark == "~" else { return nil }
    let length = rest.prefix { $0 == mark }.count
    guard length >= 3, mark == "~" || !rest.dropFirst(length).contains("`") else { return nil }
    self.mark = mark
    self.length = length
  }

  func isClosed(by line: String) -> Bool {
    let rest = line.drop { $0 == " " || $0 == "\t" || $0 == ">" }
    let fence = rest.prefix { $0 == mark }
    return fence.count >= length && rest.dropFirst(fence.count).allSatisfy(\.isWhitespace)
  }
}
