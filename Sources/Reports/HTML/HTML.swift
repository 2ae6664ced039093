/// A piece of a page that is safe to insert as it stands.
///
/// Names of elements and attributes are literals of this module; everything else is escaped on its way in.
struct HTML: Sendable {
  struct Attribute {
    let name: StaticString
    let value: String

    init(_ name: StaticString, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  private(set) var markup = ""

  init() {}

  /// `markup`: written by this project, such as a drawing of `Plotting`.
  init(trusted markup: String) {
    self.markup = markup
  }

  init(text: String) {
    markup = Escaping.escape(text)
  }

  var isEmpty: Bool { markup.isEmpty }

  mutating func text(_ text: String) {
    markup += Escaping.escape(text)
  }

  mutating func append(_ other: HTML) {
    markup += other.markup
  }

  mutating func lineBreak() {
    markup += "\n"
  }

  mutating func element(
    _ name: StaticString, _ attributes: [Attribute] = [], content: (inout HTML) throws -> Void
  ) rethrows {
    open(name, attributes)
    try content(&self)
    markup += "</\(name)>"
  }

  mutating func element(_ name: StaticString, _ attributes: [Attribute] = [], text: String) {
    element(name, attributes) { $0.text(text) }
  }

  /// An element without content, such as `<img>`.
  mutating func void(_ name: StaticString, _ attributes: [Attribute] = []) {
    open(name, attributes)
  }

  private mutating func open(_ name: StaticString, _ attributes: [Attribute]) {
    markup += "<\(name)"
    for attribute in attributes {
      markup += " \(attribute.name)=\"\(Escaping.escape(attribute.value))\""
    }
    markup += ">"
  }
}
