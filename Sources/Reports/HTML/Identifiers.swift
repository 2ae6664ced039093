/// Hands out the page's `id`s, each once.
struct Identifiers {
  private var used: Set<String> = []

  /// `wish`, or `wish-2` where it is taken.
  mutating func claim(_ wish: String) -> String {
    let base = Self.clean(wish)
    var candidate = base
    var number = 1
    while !used.insert(candidate).inserted {
      number += 1
      candidate = "\(base)-\(number)"
    }
    return candidate
  }

  /// What needs no escaping, neither in an attribute nor after the `#` of a link.
  private static func clean(_ wish: String) -> String {
    var result = ""
    for scalar in wish.unicodeScalars {
      let isPlain = scalar.properties.isAlphabetic || scalar.properties.numericType != nil
      result.unicodeScalars.append(isPlain || scalar == "-" || scalar == "_" ? scalar : "-")
    }
    return result.isEmpty ? "part" : result
  }
}
