import Synchronization

@testable import Learning

/// A run store without files, which remembers what was asked of it.
final class MemoryStore: TrainingStore {
  private let saved = Mutex<[(key: String, state: TrainingState)]>([])
  private let starts = Mutex<[TrainingStart]>([])
  /// Throws where one more state than this would be saved.
  private let limit: Int
  private let interval: Duration
  /// Asks training to stop when so many states were saved.
  private let stop: Int

  struct Full: Error {}

  init(limit: Int = .max, checkpointInterval: Duration = .seconds(300), stopAfter stop: Int = .max) {
    self.limit = limit
    interval = checkpointInterval
    self.stop = stop
  }

  /// A store that holds one state, whatever is asked for, as after an interruption.
  static func holding(_ state: TrainingState) -> MemoryStore {
    let store = MemoryStore()
    store.saved.withLock { $0 = [("", state)] }
    return store
  }

  /// Every state in the order it was saved.
  var savedStates: [TrainingState] { saved.withLock { $0.map(\.state) } }

  /// One entry a `fit`: whether there was nothing left to train.
  var reused: [Bool] {
    starts.withLock { $0.map { if case .result = $0 { true } else { false } } }
  }

  func open(_ recipe: TrainingRecipe) async throws -> any TrainingSession {
    var unlimited = recipe
    unlimited.epochs = 0
    let key = "\(unlimited)"
    let states = saved.withLock { $0.filter { $0.key == key || $0.key.isEmpty }.map(\.state) }
    let start: TrainingStart =
      if let result = states.lazy.compactMap({ $0.result(epochs: recipe.epochs) }).first {
        .result(result)
      } else if let state = states.last(where: { $0.history.epochs.count < recipe.epochs }) { .state(state) } else {
        .fresh
      }
    starts.withLock { $0.append(start) }
    return Session(store: self, key: key, start: start)
  }

  private struct Session: TrainingSession {
    let store: MemoryStore
    let key: String
    let start: TrainingStart

    var checkpointInterval: Duration { store.interval }
    var isStopRequested: Bool { store.savedStates.count == store.stop }

    func save(_ state: TrainingState) throws {
      guard store.savedStates.count < store.limit else { throw Full() }
      store.saved.withLock { $0.append((key, state)) }
    }
  }
}

/// Keeps what a `fit` reported.
final class RecordingObserver: TrainingObserver {
  private let reports = Mutex<[TrainingProgress]>([])
  private let onProgress: @Sendable (TrainingProgress) -> Void

  init(onProgress: @escaping @Sendable (TrainingProgress) -> Void = { _ in }) {
    self.onProgress = onProgress
  }

  var progress: [TrainingProgress] { reports.withLock { $0 } }

  func trainingProgressed(_ progress: TrainingProgress) {
    reports.withLock { $0.append(progress) }
    onProgress(progress)
  }
}
