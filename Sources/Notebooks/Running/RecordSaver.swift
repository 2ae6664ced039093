import CellOutput
import Dispatch
import Foundation
import Synchronization

/// Writes a growing record a second after each change at the latest, so that a killed tool loses nothing older.
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
    if mustSchedule { queue.asyncAfter(deadline: .now() + 1) { self.write() } }
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
