import Foundation

/// How figures and their descriptions write numbers: the same in every locale.
public enum FigureNumber {
  /// A count, in groups of three digits: `60,000`.
  public static func count(_ value: Int) -> String {
    let digits = String(value.magnitude)
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0 && (digits.count - index) % 3 == 0 { text += "," }
      text.append(digit)
    }
    return value < 0 ? "−" + text : text
  }

  /// A share 0...1 as percent: `78.4 %`. Not a number is "undefined".
  public static func percent(_ share: Double, decimals: Int = 1) -> String {
    guard share.isFinite else { return "undefined" }
    return decimal(share * 100, decimals: decimals) + " %"
  }

  /// A value to so many significant digits, without needless zeros: `0.6123`, `1.5`, `2.3e-07`, `60,000`.
  public static func value(_ value: Double, significant: Int = 4) -> String {
    guard value.isFinite else { return value.isNaN ? "undefined" : value < 0 ? "−∞" : "∞" }
    if value == 0 { return "0" }
    let magnitude = abs(value)
    if magnitude < 1e-4 || magnitude >= 1e9 {
      let text = String(format: "%.\(max(significant - 1, 0))e", value)
      let parts = text.split(separator: "e")
      let exponent = Int(parts[1]) ?? 0
      return minus(trimmed(String(parts[0])) + "e" + (exponent < 0 ? "−\(-exponent)" : "\(exponent)"))
    }
    let whole = Int(log10(magnitude).rounded(.down)) + 1
    return decimal(value, decimals: max(significant - whole, 0), trimming: true)
  }

  /// A value with so many decimals, whole part in groups: `−1,234.50`.
  public static func decimal(_ value: Double, decimals: Int, trimming: Bool = false) -> String {
    guard value.isFinite else { return FigureNumber.value(value) }
    guard abs(value) < 1e15 else { return FigureNumber.value(value) }
    let text = String(format: "%.\(max(decimals, 0))f", value)
    let parts = text.drop { $0 == "-" }.split(separator: ".")
    var result = count(Int(parts[0]) ?? 0)
    if parts.count > 1 { result += "." + parts[1] }
    if trimming { result = trimmed(result) }
    // A value that rounds to zero has no sign.
    let isZero = !result.contains { ("1"..."9").contains($0) }
    return value < 0 && !isZero ? "−" + result : result
  }

  /// A value as the name of a row or a group: exactly, so that different values have different names; `0`, not `0.0`.
  static func name(_ value: some CustomStringConvertible) -> String {
    let text = value.description
    return value is any BinaryFloatingPoint && text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// `1 epoch`, `3 epochs`, `2 classes`.
  public static func counted(_ value: Int, _ singular: String, _ plural: String? = nil) -> String {
    "\(count(value)) \(value == 1 ? singular : plural ?? singular + "s")"
  }

  /// `512 B`, `65.5 kB`, `1.7 MB`: thousands, not 1,024.
  public static func bytes(_ count: Int) -> String {
    var (value, unit) = (Double(count), 0)
    let units = ["B", "kB", "MB", "GB", "TB"]
    while abs(value) >= 999.95, unit < units.count - 1 { (value, unit) = (value / 1000, unit + 1) }
    return "\(decimal(value, decimals: unit == 0 ? 0 : 1)) \(units[unit])"
  }

  /// `1 value is missing.`, `3 values are missing.`
  public static func missing(_ count: Int) -> String {
    "\(counted(count, "value")) \(count == 1 ? "is" : "are") missing."
  }

  /// `once`, `twice`, `182 times`.
  public static func times(_ count: Int) -> String {
    count == 1 ? "once" : count == 2 ? "twice" : "\(self.count(count)) times"
  }

  /// `a`, `a and b`, `a, b and c`.
  public static func list(_ items: [String]) -> String {
    guard items.count > 1, let last = items.last else { return items.first ?? "" }
    return items.dropLast().joined(separator: ", ") + " and " + last
  }

  private static func trimmed(_ text: String) -> String {
    guard text.contains(".") else { return text }
    return String(text.reversed().drop { $0 == "0" }.drop { $0 == "." }.reversed())
  }

  private static func minus(_ text: String) -> String {
    text.replacing("-", with: "−")
  }
}
