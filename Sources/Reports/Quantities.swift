import Foundation

/// Numbers as they are read: durations, sizes, dates.
public enum Quantities {
  /// `0.4 s`, `12.4 s`, `3 min 12 s`, `2 h 5 min`.
  public static func duration(seconds: Double) -> String {
    guard seconds.isFinite, seconds >= 0 else { return "–" }
    if seconds < 59.95 { return "\(fixed(seconds, digits: 1)) s" }
    let whole = Int(min(seconds.rounded(), 1e12))
    if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
    return "\(whole / 3600) h \(whole % 3600 / 60) min"
  }

  /// `1.2 MB`, in powers of ten.
  public static func size(bytes: Int) -> String {
    if bytes < 1000 { return "\(bytes) bytes" }
    if bytes < 1_000_000 { return "\(fixed(Double(bytes) / 1000, digits: 0)) KB" }
    return "\(fixed(Double(bytes) / 1_000_000, digits: 1)) MB"
  }

  /// `12,345`.
  public static func count(_ value: Double) -> String {
    guard value.isFinite, abs(value) < 1e15 else { return "–" }
    var digits = String(Int(value.rounded()).magnitude)
    var groups: [String] = []
    while digits.count > 3 {
      groups.insert(String(digits.suffix(3)), at: 0)
      digits.removeLast(3)
    }
    return (value < -0.5 ? "−" : "") + ([digits] + groups).joined(separator: ",")
  }

  /// `21 November 2026, 03:22 UTC`: the same on every machine.
  static func moment(_ date: Date) -> String {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    let parts = calendar.dateComponents([.year, .month, .day, .hour, .minute], from: date)
    let months = [
      "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
      "December",
    ]
    let minute = (parts.minute ?? 0) < 10 ? "0\(parts.minute ?? 0)" : "\(parts.minute ?? 0)"
    let hour = (parts.hour ?? 0) < 10 ? "0\(parts.hour ?? 0)" : "\(parts.hour ?? 0)"
    return "\(parts.day ?? 1) \(months[(parts.month ?? 1) - 1]) \(parts.year ?? 0), \(hour):\(minute) UTC"
  }

  public static func fixed(_ value: Double, digits: Int) -> String {
    String(format: "%.\(digits)f", value)
  }
}
