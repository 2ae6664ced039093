/// What stands in braces at a heading's end: `{#sec-data .unnumbered}`.
struct HeadingAttributes {
  var identifier: String?
  var isNumbered = true

  /// The heading's own words and its attributes; `nil` where it ends in something else.
  static func split(_ text: String) -> (rest: String, HeadingAttributes)? {
    guard text.hasSuffix("}"), let start = text.lastIndex(of: "{") else { return nil }
    var attributes = HeadingAttributes()
    let parts = text[start...].dropFirst().dropLast().split(separator: " ")
    guard !parts.isEmpty, parts.allSatisfy({ $0.hasPrefix("#") || $0.hasPrefix(".") || $0 == "-" }) else { return nil }
    for part in parts {
      if part.hasPrefix("#") { attributes.identifier = String(part.dropFirst()) }
      if part == "-" || part == ".unnumbered" { attributes.isNumbered = false }
    }
    return (String(text[..<start].trimmingSuffix(while: \.isWhitespace)), attributes)
  }
}
