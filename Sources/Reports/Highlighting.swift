internal import SwiftIDEUtils
internal import SwiftParser
internal import SwiftSyntax

/// Colours Swift code by class, as SwiftParser reads it.
enum Highlighting {
  struct Token {
    let text: String
    /// `nil` for what has no colour of its own.
    let className: String?

    func append(to html: inout HTML) {
      let text = Escaping.showingDirectionControls(text)
      if let className {
        html.element("span", [.init("class", className)], text: text)
      } else {
        html.text(text)
      }
    }
  }

  static func highlight(swift code: String) -> HTML {
    var html = HTML()
    for token in tokens(swift: code) { token.append(to: &html) }
    return html
  }

  /// The code in pieces that make it up, in order.
  static func tokens(swift code: String) -> [Token] {
    var tokens: [Token] = []
    let bytes = Array(code.utf8)
    var position = 0
    func append(_ bytes: ArraySlice<UInt8>, _ name: String?) {
      if !bytes.isEmpty { tokens.append(Token(text: String(decoding: bytes, as: UTF8.self), className: name)) }
    }
    for range in Parser.parse(source: code).classifications {
      let start = max(range.range.lowerBound.utf8Offset, position)
      let end = min(range.range.upperBound.utf8Offset, bytes.count)
      guard start < end else { continue }
      append(bytes[position..<start], nil)
      let text = bytes[start..<end]
      append(text, name(range.kind, text))
      position = end
    }
    append(bytes[position...], nil)
    return tokens
  }

  private static func name(_ kind: SyntaxClassification, _ text: ArraySlice<UInt8>) -> String? {
    switch kind {
    case .keyword: "kw"
    case .attribute, .ifConfigDirective: "at"
    case .lineComment, .blockComment, .docLineComment, .docBlockComment: "co"
    case .stringLiteral, .regexLiteral: "st"
    case .integerLiteral, .floatLiteral: "nu"
    case .type: "ty"
    // A capital letter names a type by every convention, and `Conv2D(…)` is an identifier to the parser.
    case .identifier where text.first.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) } == true: "ty"
    default: nil
    }
  }
}
