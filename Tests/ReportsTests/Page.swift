import CellOutput
import Figures
import Foundation
import Notebooks

@testable import Reports

/// A page as a browser's parser takes it apart, for tests that look at its structure.
///
/// It reads what this project writes (lower-case names, quoted attributes) and traps on nothing: what it cannot read is
/// in `mistakes`.
struct Page {
  struct Element: Equatable {
    var name: String
    var attributes: [(name: String, value: String)]
    /// The names of the elements around it, outermost first.
    var parents: [String]
    /// All text within, its character references resolved.
    var text: String

    subscript(_ attribute: String) -> String? { attributes.first { $0.name == attribute }?.value }
    var classes: [String] { (self["class"] ?? "").split(separator: " ").map(String.init) }

    static func == (a: Element, b: Element) -> Bool { a.name == b.name && a.text == b.text }
  }

  private(set) var elements: [Element] = []
  private(set) var mistakes: [String] = []
  /// The content of `<style>`, as it stands.
  private(set) var style = ""

  private static let void: Set<String> = ["meta", "link", "br", "hr", "img", "input"]

  init(_ html: String) {
    var open: [Int] = []
    var rest = Substring(html)
    // By scalars: a bracket and the accent after it are one Character, as they are to no browser.
    while let start = rest.unicodeScalars.firstIndex(of: "<") {
      append(text: rest[..<start], to: open)
      rest = rest[rest.unicodeScalars.index(after: start)...]
      guard let end = rest.unicodeScalars.firstIndex(of: ">") else {
        mistakes.append("a tag without end: \(rest.prefix(40))")
        return
      }
      let tag = rest[..<end]
      rest = rest[rest.unicodeScalars.index(after: end)...]
      if tag.hasPrefix("!") { continue }
      if tag.hasPrefix("/") {
        let name = String(tag.dropFirst())
        if let last = open.popLast(), elements[last].name == name { continue }
        mistakes.append("</\(name)> closes nothing")
        continue
      }
      let isClosed = tag.hasSuffix("/")
      let (name, attributes) = read(isClosed ? tag.dropLast() : tag)
      elements.append(Element(name: name, attributes: attributes, parents: open.map { elements[$0].name }, text: ""))
      if name == "style", let close = rest.range(of: "</style>") {
        style += rest[..<close.lowerBound]
        rest = rest[close.upperBound...]
      } else if !isClosed, !Self.void.contains(name) {
        open.append(elements.count - 1)
      }
    }
    if !open.isEmpty { mistakes.append("left open: \(open.map { elements[$0].name })") }
  }

  func all(_ name: String, class className: String? = nil) -> [Element] {
    elements.filter { $0.name == name && (className == nil || $0.classes.contains(className!)) }
  }

  func withClass(_ name: String) -> [Element] { elements.filter { $0.classes.contains(name) } }

  var text: String { all("body").first?.text ?? "" }

  var identifiers: [String] { elements.compactMap { $0["id"] } }

  private mutating func append(text: Substring, to open: [Int]) {
    let resolved = Self.resolved(text)
    for index in open { elements[index].text += resolved }
  }

  private mutating func read(_ tag: Substring) -> (String, [(String, String)]) {
    let name = tag.prefix { !$0.isWhitespace }
    var rest = tag.dropFirst(name.count).drop(while: \.isWhitespace)
    var attributes: [(String, String)] = []
    while !rest.isEmpty {
      let key = rest.prefix { $0 != "=" }
      rest = rest.dropFirst(key.count)
      guard rest.unicodeScalars.starts(with: "=\"".unicodeScalars) else {
        mistakes.append("in <\(name)>: \(key)\(rest)")
        break
      }
      // By scalars: a quote with an accent ends the value in a browser, too.
      let scalars = rest.unicodeScalars.dropFirst(2)
      guard let end = scalars.firstIndex(of: "\"") else {
        mistakes.append("an open value in <\(name)>: \(rest)")
        break
      }
      attributes.append((String(key), Self.resolved(Substring(scalars[..<end]))))
      rest = Substring(scalars[scalars.index(after: end)...]).drop(while: \.isWhitespace)
    }
    return (String(name), attributes)
  }

  /// Literally: by `Character`, a `;` and the accent after it are one, as they are to no browser.
  private static func resolved(_ text: Substring) -> String {
    let references = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")]
    return references.reduce(String(text)) { text, reference in
      text.replacingOccurrences(of: reference.0, with: reference.1, options: .literal)
    }
  }
}
