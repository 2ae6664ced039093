import Foundation
import Runs

/// Which runs are old enough to go.
struct RunPruning {
  /// So many of each `fit` stay, the newest; `nil`: however many there are.
  var keep: Int?
  /// Seconds since the last epoch; younger runs stay.
  var age: Double?

  /// `runs`: the newest first.
  func victims(among runs: [RunSummary], now: Date = Date()) -> [RunSummary] {
    var counts: [[String]: Int] = [:]
    return runs.filter { run in
      let owner = [run.place?.notebook ?? "", run.place?.label ?? "\(run.place?.cell ?? -1)", "\(run.place?.fit ?? 0)"]
      counts[owner, default: 0] += 1
      if let keep, counts[owner]! <= keep { return false }
      if let age, now.timeIntervalSince(run.updated) < age { return false }
      return true
    }
  }

  /// `90m`, `12h`, `30d`, `2w` in seconds; `nil` for anything else.
  static func seconds(_ text: String) -> Double? {
    let units: [Character: Double] = ["m": 60, "h": 3600, "d": 86_400, "w": 604_800]
    guard let unit = text.last.flatMap({ units[$0] }), let count = Int(text.dropLast()), (0...100_000).contains(count)
    else { return nil }
    return Double(count) * unit
  }
}
