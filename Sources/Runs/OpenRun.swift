public import Learning
internal import Synchronization

public import struct Foundation.Date

/// A run that one `fit` trains: nobody else does, until it is closed.
public final class OpenRun: Sendable {
  /// What is kept of it.
  public let found: FoundRun
  private let folder: RunFolder
  private let key: RunKey
  private let epochs: Int
  private let place: RunPlace?
  private let lock: (any HeldLock)?
  private let lastReport = Mutex<ContinuousClock.Instant?>(nil)

  init(
    found: FoundRun, folder: RunFolder, key: RunKey, epochs: Int, place: RunPlace?, lock: (any HeldLock)?
  ) {
    self.found = found
    self.folder = folder
    self.key = key
    self.epochs = epochs
    self.place = place
    self.lock = lock
    lock?.write(RunOwner.this().bytes)
  }

  deinit { close() }

  /// Keeps a state.
  ///
  /// - Returns: what failed after the state was safe.
  public func save(_ state: TrainingState) throws(RunError) -> RunError? {
    let checkpoint = Checkpoint(key: key, state: state, saved: Date())
    let isFinished = state.position == nil && (state.history.epochs.count == epochs || state.history.stoppedEarly)
    let fault = try folder.save(checkpoint, isFinished: isFinished, isOwner: lock != nil)
    do {
      try folder.writeSummary(of: checkpoint, place: place)
    } catch {
      return fault ?? error
    }
    return fault
  }

  /// Tells those who wait, at most once a second.
  public func progressed(_ progress: TrainingProgress) {
    guard let lock else { return }
    let isDue = lastReport.withLock { last in
      let now = ContinuousClock.now
      if let last, now - last < .seconds(1), !progress.epochEnded { return false }
      last = now
      return true
    }
    if isDue { lock.write(RunOwner.this(progress).bytes) }
  }

  public func close() { lock?.release() }
}

/// What is kept of a run that a `fit` asks for.
public struct FoundRun: Sendable {
  /// The run's name in the store.
  public var name: String
  public var start = TrainingStart.fresh
  /// When the last epoch of `start` ended.
  public var trained: Date?
  /// Whether `start` is a state that a shorter `fit` asked for, and not one where training was stopped.
  public var isShorterRun = false
  /// Files that were passed over, and why.
  public var faults: [RunError] = []
}
