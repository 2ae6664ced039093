import Synchronization

@testable import Learning

/// A run store without files, which remembers what was asked of it.
final class MemoryStore: TrainingStore {
  private struct Entry {
    var key: String
    var state: TrainingState
  }

  private let entries = Mutex<[Entry]>([])
  private let saved = Mutex<[TrainingState]>([])
  /// Throws where one more state than this would be saved.
  private let limit: Int

  struct Full: Error {}

  init(limit: Int = .max) {
    self.limit = limit
  }

  /// Every state in the order it was saved.
  var savedStates: [TrainingState] { saved.withLock { $0 } }

  func state(of recipe: TrainingRecipe) throws -> TrainingState? {
    entries.withLock { entries in entries.last { $0.key == "\(recipe)" }?.state }
  }

  func save(_ state: TrainingState, of recipe: TrainingRecipe) throws {
    guard savedStates.count < limit else { throw Full() }
    saved.withLock { $0.append(state) }
    entries.withLock { $0.append(Entry(key: "\(recipe)", state: state)) }
  }

  /// A store that holds one state, whatever is asked for, as after an interruption.
  static func holding(_ state: TrainingState) -> any TrainingStore { Holder(state: state) }

  private struct Holder: TrainingStore {
    let state: TrainingState
    func state(of recipe: TrainingRecipe) throws -> TrainingState? { state }
    func save(_ state: TrainingState, of recipe: TrainingRecipe) throws {}
  }
}

/// Keeps what a `fit` reported.
final class RecordingObserver: TrainingObserver {
  private let reports = Mutex<[TrainingProgress]>([])
  private let endings = Mutex<[Bool]>([])
  private let onProgress: @Sendable (TrainingProgress) -> Void

  init(onProgress: @escaping @Sendable (TrainingProgress) -> Void = { _ in }) {
    self.onProgress = onProgress
  }

  var progress: [TrainingProgress] { reports.withLock { $0 } }
  /// One entry a finished `fit`: whether a stored run was reused.
  var reused: [Bool] { endings.withLock { $0 } }

  func trainingProgressed(_ progress: TrainingProgress) {
    reports.withLock { $0.append(progress) }
    onProgress(progress)
  }

  func trainingEnded(history: History, reused: Bool) {
    endings.withLock { $0.append(reused) }
  }
}
