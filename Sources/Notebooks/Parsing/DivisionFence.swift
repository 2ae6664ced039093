/// A line of `:::`: with attributes it opens a division, without it closes one.
struct DivisionFence: Hashable {
  /// What stands before the colons: spaces, the `>` of a quote.
  let indent: String
  let source: String
  let isOpening: Bool
  let identifier: String?
  let classes: [String]
  let attributes: [String: String]
  /// 1-based.
  let number: Int

  /// `nil` where the line is none.
  init?(line: String, number: Int) {
    let indent = line.prefix { $0 == " " || $0 == "\t" || $0 == ">" }
    let rest = line[indent.endIndex...]
    let colons = rest.prefix { $0 == ":" }
    guard colons.count >= 3 else { return nil }
    var text = rest[colons.endIndex...].trimmingSuffix { $0.isWhitespace || $0 == ":" }.drop(while: \.isWhitespace)
    if text.first == "{" {
      guard text.last == "}" else { return nil }
      text = text.dropFirst().dropLast()
    } else if text.contains(where: \.isWhitespace) || text.contains("}") {
      return nil
    } else if !text.isEmpty {
      text = "." + text.drop { $0 == "." }
    }
    var identifier: String?
    var classes: [String] = []
    var attributes: [String: String] = [:]
    for match in text.matches(of: /#([^\s}]+)|\.([^\s}]+)|([\w-]+)=(?:"([^"]*)"|'([^']*)'|([^\s"']+))/) {
      let (_, name, className, key, double, single, bare) = match.output
      if let name { identifier = String(name) }
      if let className { classes.append(String(className)) }
      if let key { attributes[String(key)] = String(double ?? single ?? bare ?? "") }
    }
    self.indent = String(indent)
    source = String(rest)
    isOpening = !text.isEmpty
    self.identifier = identifier
    self.classes = classes
    self.attributes = attributes
    self.number = number
  }
}
