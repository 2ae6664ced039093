public import CellOutput
import Foundation

/// What is said of a training, on the page and in the terminal.
public enum TrainingWords {
  /// `Trained 20 Nov 2026 in 3 min 12 s, reused: 50 epochs, stopped early · 4,210 images/s.`
  public static func sentence(_ note: TrainingNote) -> String {
    let epochs = (note.epochs == 1 ? "1 epoch" : "\(note.epochs) epochs") + (note.stoppedEarly ? ", stopped early" : "")
    guard let volatile = note.volatile else { return "Trained for \(epochs)." }
    var words = "Trained"
    if let date = volatile.trained, volatile.course != .trained { words += " \(day(of: date))" }
    words += " in \(Quantities.duration(seconds: volatile.seconds))"
    switch volatile.course {
    case .trained, .stale: break
    case .reused: words += ", reused"
    case .resumed(let after): words += ", resumed after epoch \(after)"
    case .continued(let after): words += ", continued after epoch \(after)"
    case .missing(let kept): return kept == 0 ? "Not trained." : "Not trained beyond epoch \(kept)."
    }
    let rate = volatile.imagesPerSecond > 0 ? " · \(Quantities.count(volatile.imagesPerSecond)) images/s" : ""
    return "\(words): \(epochs)\(rate)."
  }

  /// `Stale: learning rate 0.001 -> 0.01, batch size 32 -> 64`; `nil` where the run is what the cell asks for.
  public static func stale(_ note: TrainingNote) -> String? {
    note.stale.isEmpty ? nil : "Stale: " + note.stale.map(\.description).joined(separator: ", ")
  }

  /// `20 Nov 2026`, in UTC: the same on every machine.
  public static func day(of date: Date) -> String {
    let parts = parts(of: date)
    return "\(parts.day ?? 1) \(months[(parts.month ?? 1) - 1]) \(parts.year ?? 0)"
  }

  /// `20 Nov 2026, 03:22`, in UTC.
  public static func moment(_ date: Date) -> String {
    let parts = parts(of: date)
    func two(_ number: Int?) -> String { (number ?? 0) < 10 ? "0\(number ?? 0)" : "\(number ?? 0)" }
    return "\(day(of: date)), \(two(parts.hour)):\(two(parts.minute))"
  }

  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  private static func parts(of date: Date) -> DateComponents {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    return calendar.dateComponents([.year, .month, .day, .hour, .minute], from: date)
  }
}
