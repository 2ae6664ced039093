import CellOutput
import Dispatch
import Foundation
import Synchronization

/// Writes a growing record a fifth of a second after a change, so that a killed tool loses nothing older.
///
/// Waiting a little makes one file of many quick changes.
final class RecordSaver: Sendable {
  private struct State {
    /// Not written yet.
    var record: Record?
    var isScheduled = false
    var isStopped = false
  }

  private let path: String
  private let state = Mutex(State())
  private let queue = DispatchQueue(label: "cahier.record")

  init(path: String) {
    self.path = path
  }

  func recordChanged(_ record: Record) {
    let mustSchedule = state.withLock { state in
      state.record = record
      defer { state.isScheduled = true }
      return !state.isScheduled
    }
    if mustSchedule { queue.asyncAfter(deadline: .now() + 0.2) { self.write() } }
  }

  /// From here on the file is somebody else's.
  func stop() {
    queue.sync { state.withLock { $0.isStopped = true } }
  }

  private func write() {
    let record = state.withLock { state in
      state.isScheduled = false
      defer { state.record = nil }
      return state.isStopped ? nil : state.record
    }
    // A failure shows at the end, when the whole record is saved.
    try? record?.save(to: path)
  }
}
