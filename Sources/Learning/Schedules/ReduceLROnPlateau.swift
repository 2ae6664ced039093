/// The state of one `Callback.reduceLROnPlateau` between epochs.
///
/// The rules are those of `keras.callbacks.ReduceLROnPlateau` (Keras 3), and as for `EarlyStopping` a figure that is
/// not a number is never the best.
struct ReduceLROnPlateau {
  let monitor: Callback.Monitor
  let factor: Double
  let patience: Int
  let minDelta: Double
  let cooldown: Int
  let minLearningRate: Double

  private var best: Double?
  private var wait = 0
  private var cooldownLeft = 0
  /// What the learning rate is multiplied by.
  private(set) var rateFactor = 1.0

  init(
    monitor: Callback.Monitor, factor: Double, patience: Int, minDelta: Double, cooldown: Int, minLearningRate: Double
  ) {
    (self.monitor, self.factor, self.patience) = (monitor, factor, patience)
    (self.minDelta, self.cooldown, self.minLearningRate) = (minDelta, cooldown, minLearningRate)
  }

  /// Takes note of an epoch that has ended.
  mutating func note(_ epoch: History.Epoch) {
    guard let value = monitor.value(in: epoch) else { return }
    if cooldownLeft > 0 {
      cooldownLeft -= 1
      wait = 0
    }
    if monitor.improves(value, over: best, minDelta: minDelta) {
      best = value
      wait = 0
    } else if cooldownLeft == 0 {
      wait += 1
      guard wait >= patience, epoch.learningRate > minLearningRate else { return }
      // The rate without this factor is what the optimizer and its schedule say.
      rateFactor = max(rateFactor * factor, minLearningRate / (epoch.learningRate / rateFactor))
      cooldownLeft = cooldown
      wait = 0
    }
  }

  /// The numbers to store with a checkpoint, each named after the callback's place in the list.
  func state(at place: Int) -> [String: Double] {
    var state = [
      "\(place).reduceLROnPlateau.wait": Double(wait), "\(place).reduceLROnPlateau.cooldown": Double(cooldownLeft),
      "\(place).reduceLROnPlateau.factor": rateFactor,
    ]
    state["\(place).reduceLROnPlateau.best"] = best
    return state
  }

  /// Goes on from what `state(at:)` gave.
  mutating func restore(_ state: [String: Double], at place: Int) {
    wait = Int(state["\(place).reduceLROnPlateau.wait"] ?? 0)
    cooldownLeft = Int(state["\(place).reduceLROnPlateau.cooldown"] ?? 0)
    rateFactor = state["\(place).reduceLROnPlateau.factor"] ?? 1
    best = state["\(place).reduceLROnPlateau.best"]
  }
}
