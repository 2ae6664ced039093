internal import SwiftIDEUtils
internal import SwiftParser
internal import SwiftSyntax

/// Colours Swift code by class, as SwiftParser reads it.
enum Highlighting {
  static func highlight(swift code: String) -> HTML {
    var html = HTML()
    let bytes = Array(code.utf8)
    var position = 0
    for range in Parser.parse(source: code).classifications {
      let start = max(range.range.lowerBound.utf8Offset, position)
      let end = min(range.range.upperBound.utf8Offset, bytes.count)
      guard start < end else { continue }
      append(bytes[position..<start], nil, to: &html)
      let text = bytes[start..<end]
      append(text, name(range.kind, text), to: &html)
      position = end
    }
    append(bytes[position...], nil, to: &html)
    return html
  }

  private static func append(_ bytes: ArraySlice<UInt8>, _ name: String?, to html: inout HTML) {
    guard !bytes.isEmpty else { return }
    let text = Escaping.showingDirectionControls(String(decoding: bytes, as: UTF8.self))
    if let name {
      html.element("span", [.init("class", name)], text: text)
    } else {
      html.text(text)
    }
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
