/// The callbacks of one `fit` with what they carry from epoch to epoch.
struct CallbackList {
  private let callbacks: [Callback]
  /// By place: what carries something from epoch to epoch.
  private var stoppers: [Int: EarlyStopping] = [:]
  private var reducers: [Int: ReduceLROnPlateau] = [:]

  /// What follows from an epoch.
  struct Verdict: Hashable {
    /// Its weights are to be restored in the end, unless a better one comes.
    var isBest = false
    var stops = false
  }

  init(_ callbacks: [Callback]) {
    self.callbacks = callbacks
    for (place, callback) in callbacks.enumerated() {
      if case .earlyStopping(let monitor, let minDelta, let patience, let restoreBestWeights) = callback {
        stoppers[place] = EarlyStopping(
          monitor: monitor, minDelta: minDelta, patience: patience, restoresBestWeights: restoreBestWeights)
      }
      if case .reduceLROnPlateau(let monitor, let factor, let patience, let minDelta, let cooldown, let least) =
        callback
      {
        reducers[place] = ReduceLROnPlateau(
          monitor: monitor, factor: factor, patience: patience, minDelta: minDelta, cooldown: cooldown,
          minLearningRate: least)
      }
    }
  }

  /// Takes note of the epoch that ended last in `history`.
  mutating func epochEnded(_ history: History) -> Verdict {
    var verdict = Verdict()
    guard let epoch = history.epochs.last else { return verdict }
    for (place, callback) in callbacks.enumerated() {
      switch callback {
      case .earlyStopping:
        guard let note = stoppers[place]?.note(epoch), let stopper = stoppers[place] else { continue }
        verdict.isBest = verdict.isBest || note.isBest && stopper.restoresBestWeights
        verdict.stops = verdict.stops || note.stops
      case .reduceLROnPlateau:
        reducers[place]?.note(epoch)
      case .onEpochEnd(let body):
        body(epoch)
      case .stop(_, let condition):
        verdict.stops = condition(history) || verdict.stops
      }
    }
    return verdict
  }

  /// What the learning rate is to be multiplied by.
  var rateFactor: Double { reducers.keys.sorted().reduce(1) { $0 * (reducers[$1]?.rateFactor ?? 1) } }

  /// Shows epochs that were trained before to those who only look.
  func replay(_ history: History) {
    for epoch in history.epochs {
      for case .onEpochEnd(let body) in callbacks { body(epoch) }
    }
  }

  /// The numbers to store with a checkpoint.
  var state: [String: Double] {
    var state: [String: Double] = [:]
    for (place, stopper) in stoppers { state.merge(stopper.state(at: place)) { _, new in new } }
    for (place, reducer) in reducers { state.merge(reducer.state(at: place)) { _, new in new } }
    return state
  }

  /// Goes on from what `state` gave.
  mutating func restore(_ state: [String: Double]) {
    for place in stoppers.keys { stoppers[place]?.restore(state, at: place) }
    for place in reducers.keys { reducers[place]?.restore(state, at: place) }
  }
}
