import Foundation

/// Takes over another program's MathML: elements and attributes that are known to be harmless, all text escaped anew.
///
/// The result follows MathML Core, which is what browsers draw: letters are upright by each one's own `mathvariant`,
/// columns are aligned by classes of the style sheet, and the formula's TeX is its `alttext`.
struct MathML {
  private var html = ""
  /// The open elements, and whether letters in each are upright.
  private var open: [(name: String, isUpright: Bool)] = []

  /// `nil` where `markup` is anything else than one `<math>` element.
  static func html(_ markup: Substring, tex: String) -> HTML? {
    var formula = MathML()
    guard markup.hasPrefix("<math"), formula.read(markup, tex: tex) else { return nil }
    return HTML(trusted: formula.html)
  }

  private static let elements: Set<String> = [
    "math", "mrow", "mi", "mn", "mo", "ms", "mspace", "mtext", "mfrac", "msqrt", "mroot", "mstyle", "mpadded",
    "mphantom", "menclose", "msub", "msup", "msubsup", "munder", "mover", "munderover", "mmultiscripts", "mprescripts",
    "none", "mtable", "mtr", "mtd",
  ]
  private static let attributes: Set<String> = [
    "display", "stretchy", "form", "fence", "separator", "accent", "accentunder", "linethickness", "width", "height",
    "depth", "lspace", "rspace", "minsize", "maxsize", "displaystyle", "scriptlevel", "largeop", "movablelimits",
    "symmetric", "voffset", "columnspan", "rowspan",
  ]

  /// By scalars: a `>` and the accent after it are one `Character`.
  private static var tag: Regex<(Substring, Substring, Substring, Substring, Substring)> {
    /<(\/?)([a-z]+)((?:\s+[A-Za-z:-]+="[^"<]*")*)\s*(\/?)>/.matchingSemantics(.unicodeScalar)
  }

  private mutating func read(_ markup: Substring, tex: String) -> Bool {
    var rest = markup
    while let start = rest.utf8.firstIndex(of: UInt8(ascii: "<")) {
      html += Self.escapedAgain(rest[..<start])
      guard let match = rest[start...].prefixMatch(of: Self.tag) else {
        return false
      }
      rest = rest[match.range.upperBound...]
      let name = String(match.2)
      if name == "semantics" { continue }
      if name == "annotation" {
        // The same formula as TeX, which `alttext` has.
        guard let end = rest.firstRange(of: "</annotation>") else { return false }
        rest = rest[end.upperBound...]
        continue
      }
      guard Self.elements.contains(name) else { return false }
      if match.1.isEmpty {
        append(name, attributes: match.3, isEmpty: !match.4.isEmpty, tex: tex)
      } else {
        guard open.popLast()?.name == name else { return false }
        html += "</\(name)>"
        if open.isEmpty { return rest.allSatisfy(\.isWhitespace) }
      }
    }
    return false
  }

  private mutating func append(_ name: String, attributes: Substring, isEmpty: Bool, tex: String) {
    var isUpright = open.last?.isUpright ?? false
    html += "<\(name)"
    for match in attributes.matches(of: /([A-Za-z:-]+)="([^"]*)"/.matchingSemantics(.unicodeScalar)) {
      let (key, value) = (String(match.1), String(match.2))
      switch key {
      case "mathvariant": isUpright = value == "normal"
      case "columnalign" where ["left", "right"].contains(value): html += " class=\"\(value)\""
      case _ where Self.attributes.contains(key): html += " \(key)=\"\(Self.escapedAgain(value[...]))\""
      default: break
      }
    }
    // A single letter would be slanted.
    if name == "mi", isUpright { html += " mathvariant=\"normal\"" }
    if name == "math" { html += " alttext=\"\(Escaping.escape(tex.trimmingCharacters(in: .whitespacesAndNewlines)))\"" }
    html += ">"
    if isEmpty { html += "</\(name)>" } else { open.append((name, isUpright)) }
  }

  private static func escapedAgain(_ text: Substring) -> String {
    let references = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")]
    let plain = references.reduce(String(text)) { text, reference in
      text.replacingOccurrences(of: reference.0, with: reference.1, options: .literal)
    }
    return Escaping.escape(Escaping.showingDirectionControls(plain))
  }
}
