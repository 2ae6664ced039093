/// Cuts references and citations out of a run of text: `@fig-loss`, `[see @keras, p. 3]`.
struct ReferenceScanner {
  /// Whether an `@key` that is no reference cites: only with a bibliography.
  let citesKeys: Bool

  static let kinds = ["fig", "tbl", "sec", "eq"]

  /// `line`: 1-based, of the text's first character.
  func inlines(of text: String, line: Int) -> [MarkdownInline] {
    guard text.utf8.contains(UInt8(ascii: "@")) else { return text.isEmpty ? [] : [.text(text)] }
    var result: [MarkdownInline] = []
    var plain = ""
    var rest = text[...]
    while let start = rest.firstIndex(where: { $0 == "@" || $0 == "[" }) {
      plain += rest[..<start]
      rest = rest[start...]
      if rest.first == "[", let (inlines, end) = group(rest, line: line) {
        flush(&plain, into: &result)
        result += inlines
        rest = rest[end...]
      } else if rest.first == "@", !endsInWord(plain), let (inline, end) = single(rest, line: line) {
        flush(&plain, into: &result)
        result.append(inline)
        rest = rest[end...]
      } else {
        plain.append(rest.removeFirst())
      }
    }
    plain += rest
    flush(&plain, into: &result)
    return result
  }

  /// `@fig-loss`, `@keras`.
  private func single(_ text: Substring, line: Int) -> (MarkdownInline, String.Index)? {
    let label = text.dropFirst().prefix { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }
      .trimmingSuffix { $0 == "-" || $0 == "_" }
    if Self.isReference(label) { return (.crossReference(label: String(label), line: line), label.endIndex) }
    guard citesKeys, let key = text.prefixMatch(of: Self.citedKey) else { return nil }
    return (.citation(String(key.0), line: line), key.range.upperBound)
  }

  /// `[@fig-loss]` is the reference alone, as in Quarto; `[see @keras, p. 3; @torch]` a citation.
  private func group(_ text: Substring, line: Int) -> ([MarkdownInline], String.Index)? {
    guard let close = text.firstIndex(of: "]") else { return nil }
    let inner = text[..<close].dropFirst()
    let end = text.index(after: close)
    if inner.first == "@", Self.isReference(inner.dropFirst()) {
      return ([.crossReference(label: String(inner.dropFirst()), line: line)], end)
    }
    guard citesKeys, !inner.contains("["), let key = inner.firstMatch(of: Self.citedKey),
      !Self.isReference(key.0.drop { $0 != "@" }.dropFirst())
    else { return nil }
    return ([.citation(String(text[..<end]), line: line)], end)
  }

  static func isReference(_ label: some StringProtocol) -> Bool {
    kinds.contains { label.hasPrefix($0 + "-") && label.count > $0.count + 1 } && isLabel(label)
  }

  /// Pandoc's keys: letters, digits and `_`, with single punctuation characters between them.
  private static var citedKey: Regex<Substring> {
    /-?@[\p{L}\p{N}_]+(?:[:.#$%&\-+?<>~\/][\p{L}\p{N}_]+)*/
  }

  private func endsInWord(_ plain: String) -> Bool { plain.last.map { $0.isLetter || $0.isNumber } ?? false }

  private func flush(_ plain: inout String, into result: inout [MarkdownInline]) {
    if !plain.isEmpty { result.append(.text(plain)) }
    plain = ""
  }
}
