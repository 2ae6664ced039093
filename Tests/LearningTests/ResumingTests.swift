import Synchronization
import TestSupport
import Testing

@testable import Learning

@Suite struct ResumingTests {
  private static let data = TrainingTests.data
  private static let validation = TrainingTests.validation
  private static var restoring: [Callback] {
    [.earlyStopping(minDelta: 0.01, patience: 2, restoreBestWeights: true)]
  }

  /// What a fit leaves: its history without times, the weights, and whether nothing was trained.
  private struct Outcome: Equatable {
    var history: History
    var weights: [NamedTensor]
  }

  private func train(
    _ store: (any TrainingStore)?, epochs: Int = 5, optimizer: Optimizer = .adam(), callbacks: [Callback] = restoring
  ) async throws -> Outcome {
    let model = try TrainingTests.model()
    let history = try await model.fit(
      Self.data, validation: Self.validation, epochs: epochs, batchSize: 16, optimizer: optimizer,
      callbacks: callbacks, store: store, observer: nil)
    return Outcome(history: TrainingTests.timeless(history), weights: model.weights)
  }

  @Test("A finished run is loaded from the store and nothing trains")
  func reuse() async throws {
    let store = MemoryStore()
    let first = try await train(store, epochs: 3)
    #expect(store.savedStates.map(\.history.epochs.count) == [1, 2, 3])
    #expect(try await train(store, epochs: 3) == first)
    #expect(store.savedStates.count == 3)
    #expect(store.reused == [false, true])
  }

  static let optimizers: [Optimizer] = [
    .sgd(), .sgd(momentum: 0.9), .sgd(momentum: 0.9, nesterov: true, weightDecay: 0.1), .adam(decay: 0.01), .adamW(),
    .rmsprop(momentum: 0.5), .adamax(),
  ]

  @Test("A run resumed after any epoch ends with the bits of one that never stopped", arguments: optimizers, [1, 3])
  func resume(optimizer: Optimizer, epoch: Int) async throws {
    let store = MemoryStore()
    let whole = try await train(store, optimizer: optimizer)
    guard store.savedStates.count > epoch else { return }
    let resumed = try await train(.some(MemoryStore.holding(store.savedStates[epoch - 1])), optimizer: optimizer)
    #expect(resumed == whole)
  }

  @Test("A run resumed after any batch ends with the same bits, in weights, optimizer memory and history")
  func resumeWithinEpochs() async throws {
    let store = MemoryStore(checkpointInterval: .zero)
    let whole = try await train(store, epochs: 2)
    // Seven batches an epoch: a state before each but the first, one when all are visited, one at the end.
    #expect(store.savedStates.map { $0.position?.batches } == [1, 2, 3, 4, 5, 6, 7, nil, 1, 2, 3, 4, 5, 6, 7, nil])
    #expect(store.savedStates.map { $0.position?.images }.prefix(8) == [16, 32, 48, 64, 80, 96, 101, nil])
    let end = try #require(store.savedStates.last)
    for state in store.savedStates.dropLast() {
      let later = MemoryStore.holding(state)
      #expect(try await train(later, epochs: 2) == whole)
      let last = try #require(later.savedStates.last)
      #expect(last.optimizerSlots == end.optimizerSlots && last.step == end.step)
      #expect(last.callbackState == end.callbackState && last.position == nil)
    }
  }

  @Test("Seconds before and after an interruption within an epoch are added up")
  func seconds() async throws {
    let store = MemoryStore(checkpointInterval: .zero)
    _ = try await train(store, epochs: 1)
    var state = store.savedStates[2]
    state.position?.seconds = 1000
    let model = try TrainingTests.model()
    let history = try await model.fit(
      Self.data, validation: Self.validation, epochs: 1, batchSize: 16, callbacks: Self.restoring,
      store: MemoryStore.holding(state), observer: nil)
    #expect(history.epochs[0].seconds > 1000)
  }

  @Test("More epochs continue from fewer, to the bit; fewer are found in what is kept of more")
  func otherLengths() async throws {
    for callbacks in [[], Self.restoring] {
      let store = MemoryStore()
      let short = try await train(store, epochs: 2, callbacks: callbacks)
      let long = try await train(store, epochs: 4, callbacks: callbacks)
      #expect(store.savedStates.map(\.history.epochs.count) == [1, 2, 3, 4])
      #expect(try await train(nil, epochs: 4, callbacks: callbacks) == long)
      #expect(try await train(nil, epochs: 2, callbacks: callbacks) == short)
      for epochs in 1...4 {
        let fresh = try await train(nil, epochs: epochs, callbacks: callbacks)
        #expect(try await train(store, epochs: epochs, callbacks: callbacks) == fresh)
      }
      #expect(store.savedStates.count == 4)
    }
  }

  @Test("A state of more epochs gives the result of fewer exactly where it holds the weights for it")
  func results() async throws {
    let callbacks: [Callback] = [.earlyStopping(monitor: .loss, minDelta: 100, patience: 3, restoreBestWeights: true)]
    let store = MemoryStore()
    let stopped = try await train(store, epochs: 9, callbacks: callbacks)
    let last = try #require(store.savedStates.last)
    #expect(last.history.epochs.count == 4 && last.history.stoppedEarly && last.best?.epoch == 1)
    for epochs in 1...9 {
      let result = try #require(last.result(epochs: epochs))
      let expected = try await train(nil, epochs: epochs, callbacks: callbacks)
      #expect(Outcome(history: TrainingTests.timeless(result.history), weights: result.weights) == expected)
    }
    #expect(stopped.history.restoredEpoch == 1)

    var plain = last
    plain.best = nil
    #expect(plain.result(epochs: 3) == nil)
    #expect(plain.result(epochs: 4) != nil)
    plain.position = EpochPosition(images: 1, batches: 1, lossSum: 0, correctCount: 0, seconds: 0)
    #expect(plain.result(epochs: 4) == nil)
  }

  @Test("A run that the store cannot keep stops with the store's error, epochs before it kept")
  func storeFails() async throws {
    let store = MemoryStore(limit: 2)
    await #expect(throws: MemoryStore.Full.self) { _ = try await train(store, epochs: 4) }
    #expect(store.savedStates.count == 2)
  }

  @Test("A requested stop saves the state at the next batch, within the epoch, and the run goes on from it")
  func requestedStop() async throws {
    // A state a batch, so that the stop comes in the middle of the second epoch.
    let store = MemoryStore(checkpointInterval: .zero, stopAfter: 10)
    let model = try TrainingTests.model()
    await #expect(throws: CancellationError.self) {
      _ = try await model.fit(
        Self.data, validation: Self.validation, epochs: 3, batchSize: 16, callbacks: Self.restoring, store: store,
        observer: nil)
    }
    // The tenth state's successor is the one of the stop.
    #expect(store.savedStates.count == 11)
    let state = try #require(store.savedStates.last)
    #expect(state.position?.batches == 3 && state.history.epochs.count == 1)
    #expect(model.weights == store.savedStates[7].weights)
    let resumed = try await train(MemoryStore.holding(state), epochs: 3)
    #expect(try await train(nil, epochs: 3) == resumed)
  }

  @Test("A cancelled fit stops at the next batch and keeps the last whole epoch's weights")
  func cancellation() async throws {
    let store = MemoryStore()
    let weights = try await Task {
      let model = try TrainingTests.model()
      let observer = RecordingObserver { progress in
        if progress.epochEnded, progress.epoch == 2 { withUnsafeCurrentTask { $0?.cancel() } }
      }
      await #expect(throws: CancellationError.self) {
        _ = try await model.fit(Self.data, epochs: 9, batchSize: 16, store: store, observer: observer)
      }
      return model.weights
    }.value
    #expect(store.savedStates.count == 2)
    #expect(store.savedStates.last?.weights == weights)
  }

  @Test("A callback that looks sees every epoch once, trained now or before")
  func onlookers() async throws {
    var seen: [Int] = []
    let callbacks: [Callback] = [.onEpochEnd { seen.append($0.number) }]
    let store = MemoryStore()
    _ = try await train(store, epochs: 2, callbacks: callbacks)
    #expect(seen == [1, 2])
    seen = []
    _ = try await train(store, epochs: 2, callbacks: callbacks)
    #expect(seen == [1, 2] && store.savedStates.count == 2)
    seen = []
    _ = try await train(store, epochs: 3, callbacks: callbacks)
    #expect(seen == [1, 2, 3] && store.savedStates.count == 3)
    seen = []
    // It is no part of the key.
    _ = try await train(store, epochs: 3, callbacks: [])
    #expect(store.savedStates.count == 3)
  }

  @Test("A condition of one's own ends training; with an id it is part of the key, without one the run is not kept")
  func conditions() async throws {
    let store = MemoryStore()
    let stop = Callback.stop(id: "two epochs") { $0.epochs.count == 2 }
    let outcome = try await train(store, epochs: 5, callbacks: [stop])
    #expect(outcome.history.epochs.count == 2 && outcome.history.stoppedEarly)
    #expect(try await train(store, epochs: 9, callbacks: [stop]) == outcome)
    #expect(store.reused == [false, true])

    func recipe(_ callback: Callback) throws -> TrainingRecipe {
      try TrainingTests.model().recipe(
        data: Self.data, validation: nil, epochs: 1, batchSize: 1, optimizer: .sgd(), callbacks: [callback])
    }
    #expect(try recipe(stop).callbacks == ["stop(id: two epochs)"])
    #expect(try recipe(stop).reasonAgainstKeeping == nil)
    #expect(
      try recipe(.stop { _ in true }).reasonAgainstKeeping
        == "Not kept: the callback .stop has no id to tell it by. Add one, such as "
        + ".stop(id: \"loss below 0.1\") { … }.")
    #expect(try recipe(.onEpochEnd { _ in }).callbacks == [])
  }

  @Test("Fine-tuning starts from another model's weights, which are part of the key")
  func fineTuning() async throws {
    let base = try TrainingTests.model(seed: 5)
    try await base.fit(Self.data, epochs: 1, batchSize: 16)
    let store = MemoryStore()
    func tune(from start: StartingWeights?) async throws -> [NamedTensor] {
      let model = try TrainingTests.model()
      _ = try await model.fit(Self.data, from: start, epochs: 1, batchSize: 16, store: store, observer: nil)
      return model.weights
    }
    let tuned = try await tune(from: .model(base))
    #expect(try await tune(from: nil) != tuned)
    #expect(try await tune(from: .model(base)) == tuned)
    #expect(store.reused == [false, false, true])

    let other = try Sequential(input: [6, 5, 3], seed: 1) {
      Conv2D(filters: 9, kernelSize: 3, activation: .relu)
      Flatten()
      Dense(2, activation: .softmax)
    }
    #expect(throws: ModelError.self) { try other.setWeights(.model(base)) }
    let head = other.weights.suffix(2)
    try other.setWeights(.model(base, skipMismatch: true))
    #expect(Array(other.weights.prefix(2)) == Array(base.weights.prefix(2)))
    #expect(other.weights.suffix(2) == head)
    #expect(throws: ModelError.nothingFits(given: ["x"], known: other.weights.map(\.name))) {
      try other.setWeights(
        StartingWeights(weights: [NamedTensor(name: "x", tensor: Tensor(shape: [1], scalars: [1]))], skipMismatch: true)
      )
    }
  }

  /// A layer as a cell may define it: made of one of the library's.
  private struct Head: Layer {
    static let baseName = "head"
    static let kind = LayerSummary.Kind.dense
    var units: Int
    var arguments: [LayerArgument] { [] }
    func lower(onto input: [Int]) throws(ModelError) -> LoweredLayer { try Dense(units).lower(onto: input) }
  }

  @Test("A layer of a cell's own is known in the key by what it computes, not by its name")
  func ownLayers() throws {
    func line(_ units: Int) throws -> String {
      try Sequential(input: [2, 2, 1], layers: [Flatten(), Head(units: units), Dense(2, activation: .softmax)]).recipe(
        data: Self.data, validation: nil, epochs: 1, batchSize: 1, optimizer: .sgd(), callbacks: []
      ).architecture[2]
    }
    #expect(try line(3) != line(4))
    #expect(try line(3) == line(3))
    #expect(try line(3).hasPrefix("Head() = "))
  }
}
