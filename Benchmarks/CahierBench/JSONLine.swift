/// A JSON object on one line whose keys keep their order.
struct JSONLine: CustomStringConvertible {
  private var parts: [String] = []

  mutating func add(_ key: String, _ value: String) {
    parts.append("\"\(key)\":\"\(value)\"")
  }

  mutating func add(_ key: String, _ value: Int) {
    parts.append("\"\(key)\":\(value)")
  }

  mutating func add(_ key: String, _ values: [Int]) {
    parts.append("\"\(key)\":\(values)")
  }

  /// Texts without quotes or control characters.
  mutating func add(_ key: String, _ values: [String]) {
    parts.append("\"\(key)\":[\(values.map { "\"\($0)\"" }.joined(separator: ","))]")
  }

  /// A number with at most `places` decimals; `null` where it is not finite.
  mutating func add(_ key: String, _ value: Double, places: Int = 4) {
    parts.append("\"\(key)\":\(Self.text(value, places))")
  }

  mutating func add(_ key: String, _ values: [Double], places: Int = 4) {
    parts.append("\"\(key)\":[\(values.map { Self.text($0, places) }.joined(separator: ","))]")
  }

  var description: String { "{\(parts.joined(separator: ","))}" }

  private static func text(_ value: Double, _ places: Int) -> String {
    guard value.isFinite else { return "null" }
    let scale = (0..<places).reduce(1.0) { scale, _ in scale * 10 }
    return "\((value * scale).rounded() / scale)"
  }
}
