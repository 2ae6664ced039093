/// The state of one `Callback.earlyStopping` between epochs.
///
/// The rules are those of `keras.callbacks.EarlyStopping` (Keras 3): the first epoch sets the best, and is not a reason
/// to stop. But for one: a figure that is not a number is never the best. In Keras it would be if it came first, and
/// nothing would ever be better.
struct EarlyStopping {
  let monitor: Callback.Monitor
  let minDelta: Double
  let patience: Int
  let restoresBestWeights: Bool

  private(set) var best: Double?
  /// 1-based; 0 before the first epoch whose figure is a number.
  private(set) var bestEpoch = 0
  private(set) var wait = 0

  /// What follows from an epoch.
  struct Verdict: Hashable {
    var isBest = false
    var stops = false
  }

  /// Takes note of an epoch that has ended.
  mutating func note(_ epoch: History.Epoch) -> Verdict {
    guard let value = monitor.value(in: epoch) else { return Verdict() }
    if monitor.improves(value, over: best, minDelta: minDelta) {
      best = value
      bestEpoch = epoch.number
      wait = 0
      return Verdict(isBest: true)
    }
    wait += 1
    return Verdict(stops: wait >= patience && epoch.number > 1)
  }
}

extension EarlyStopping {
  /// The numbers to store with a checkpoint, each named after the callback's place in the list.
  func state(at place: Int) -> [String: Double] {
    var state = ["\(place).earlyStopping.wait": Double(wait), "\(place).earlyStopping.bestEpoch": Double(bestEpoch)]
    state["\(place).earlyStopping.best"] = best
    return state
  }

  /// Goes on from what `state(at:)` gave.
  mutating func restore(_ state: [String: Double], at place: Int) {
    wait = Int(state["\(place).earlyStopping.wait"] ?? 0)
    bestEpoch = Int(state["\(place).earlyStopping.bestEpoch"] ?? 0)
    best = state["\(place).earlyStopping.best"]
  }
}
