import Testing

@testable import Learning

/// Keras's rules, figure by figure: the expected epochs are those at which `keras.callbacks.EarlyStopping` stops and
/// which it restores on the same figures, but for those that are not numbers.
@Suite struct EarlyStoppingTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var losses: [Double]
    var monitor = Callback.Monitor.validationLoss
    var minDelta = 0.0
    var patience = 0
    /// 1-based; `nil` where it never stops.
    var stop: Int?
    var best: Int
    var testDescription: String { "\(monitor) \(losses), minDelta \(minDelta), patience \(patience)" }
  }

  static let cases = [
    Case(losses: [1.0, 0.9, 0.95, 0.8, 0.85, 0.9, 0.7], stop: 3, best: 2),
    Case(losses: [1.0, 0.9, 0.95, 0.8, 0.85, 0.9, 0.7], patience: 2, stop: 6, best: 4),
    Case(losses: [1.0, 0.9, 0.95, 0.8, 0.85, 0.9, 0.7], minDelta: 0.15, patience: 2, stop: 3, best: 1),
    Case(losses: [1.0, 1.0, 1.0, 1.0], stop: 2, best: 1),
    Case(losses: [1.0, 1.1, 1.2, 0.5], patience: 3, stop: nil, best: 4),
    Case(losses: [1.0, 0.9995, 0.999, 0.9985, 0.998, 0.5], minDelta: 0.001, patience: 3, stop: nil, best: 6),
    Case(losses: [0.5, 0.6, 0.6, 0.55, 0.7], monitor: .validationAccuracy, patience: 1, stop: 3, best: 2),
    Case(
      losses: [0.5, 0.6, 0.61, 0.615, 0.7], monitor: .validationAccuracy, minDelta: 0.05, patience: 2, stop: 4, best: 2),
    Case(losses: [1.0, 0.9, 0.8], stop: nil, best: 3),
    Case(losses: [2.0], stop: nil, best: 1),
    // Not Keras's: there what is not a number would stay the best.
    Case(losses: [.nan, 1.0, 0.9], patience: 1, stop: nil, best: 3),
    Case(losses: [.nan, .nan, .nan], patience: 2, stop: 2, best: 0),
    Case(losses: [1.0, .nan, .nan], patience: 2, stop: 3, best: 1),
  ]

  @Test("Training stops and restores where Keras does", arguments: cases)
  func stops(_ it: Case) {
    var stopper = EarlyStopping(
      monitor: it.monitor, minDelta: it.minDelta, patience: it.patience, restoresBestWeights: true)
    var stop: Int?
    for (place, value) in it.losses.enumerated() {
      // Through a checkpoint after each epoch, as a resumed run goes.
      var resumed = EarlyStopping(
        monitor: it.monitor, minDelta: it.minDelta, patience: it.patience, restoresBestWeights: true)
      resumed.restore(stopper.state(at: 2), at: 2)
      stopper = resumed
      let isLoss = it.monitor == .validationLoss
      let epoch = History.Epoch(
        number: place + 1, loss: 9, accuracy: 0, validationLoss: isLoss ? value : 9,
        validationAccuracy: isLoss ? 0 : value, learningRate: 0, seconds: 0)
      if stopper.note(epoch).stops {
        stop = place + 1
        break
      }
    }
    #expect(stop == it.stop)
    #expect(stopper.bestEpoch == it.best)
  }

  @Test("A fit stops, restores the best epoch and says so")
  func restores() async throws {
    let data = TestImages(48)
    let store = MemoryStore()
    let model = try Sequential(input: [6, 5, 3], seed: 2, layers: [Flatten(), Dense(4, activation: .softmax)])
    // No epoch is better than the first by this much.
    let history = try await model.fit(
      data, epochs: 9, batchSize: 8,
      callbacks: [.earlyStopping(monitor: .loss, minDelta: 100, patience: 2, restoreBestWeights: true)], store: store,
      observer: nil)
    #expect(history.stoppedEarly)
    #expect(history.epochs.count == 3)
    let best = try #require(history.restoredEpoch)
    #expect(best == 1)
    #expect(model.weights == store.savedStates[best - 1].weights)
    let last = try #require(store.savedStates.last)
    #expect(last.weights != model.weights && last.best?.weights == model.weights)
  }
}
