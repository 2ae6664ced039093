import Foundation
import Synchronization

@testable import Runs

/// Files on a machine where one thing goes wrong: at the n-th change, counted over writes, fsyncs, renames, removals and
/// new folders.
final class FaultyFiles: FileLayer {
  enum Fault: CaseIterable {
    /// The program is killed in the middle: a write leaves half of its bytes, nothing happens afterwards.
    case kill
    /// The power fails: as with `kill`, and what was not synchronized is lost. Names go back to what they were, and
    /// unsynchronized bytes are torn.
    case powerLoss
    /// The one change fails, all others work.
    case inputOutputError
    /// The disk is full: no write succeeds from then on, everything else works.
    case full
  }

  private struct State {
    var changesLeft: Int
    var hasStruck = false
    /// What a power failure takes back, by the folder whose synchronization would have kept it; the newest last.
    var undo: [(folder: String, body: @Sendable () -> Void)] = []
    /// Files whose bytes were never synchronized.
    var torn: Set<String> = []
  }

  private let base = SystemFiles()
  private let fault: Fault
  private let state: Mutex<State>

  init(_ fault: Fault, afterChanges changes: Int) {
    self.fault = fault
    state = Mutex(State(changesLeft: changes))
  }

  /// Whether the fault has struck.
  var hasStruck: Bool { state.withLock(\.hasStruck) }

  /// After a power failure: leaves on the disk what was sure to be there.
  func loseWhatWasNotSynchronized() {
    guard fault == .powerLoss else { return }
    state.withLock { state in
      for path in state.torn {
        guard let bytes = try? Data(contentsOf: URL(filePath: path)) else { continue }
        try? bytes.prefix(bytes.count / 2).write(to: URL(filePath: path))
      }
      for step in state.undo.reversed() { step.body() }
      state.undo = []
    }
  }

  /// Counts a change; throws where it is the one that fails.
  private func change(_ path: String, isWrite: Bool = false) throws(RunError) {
    let fails = state.withLock { state in
      state.changesLeft -= 1
      let isTurn = state.changesLeft < 0
      let fails =
        switch fault {
        case .kill, .powerLoss: isTurn
        case .inputOutputError: state.changesLeft == -1
        case .full: isTurn && isWrite
        }
      state.hasStruck = state.hasStruck || fails
      return fails
    }
    guard fails else { return }
    switch fault {
    case .kill, .powerLoss: throw .cannotWrite(path: path, reason: "stopped")
    case .inputOutputError: throw .cannotWrite(path: path, reason: "Input/output error")
    case .full: throw .cannotWrite(path: path, reason: "No space left on device")
    }
  }

  func contents(of path: String) throws(RunError) -> [UInt8] { try base.contents(of: path) }
  func names(in folder: String) throws(RunError) -> [String] { try base.names(in: folder) }
  func size(of path: String) -> Int { base.size(of: path) }
  func lock(_ path: String) throws(RunError) -> LockAttempt { try base.lock(path) }

  func create(_ path: String, holding bytes: [UInt8], isDurable: Bool) throws(RunError) {
    do {
      try change(path, isWrite: true)
    } catch {
      try? base.create(path, holding: Array(bytes[..<(bytes.count / 2)]), isDurable: false)
      throw error
    }
    try base.create(path, holding: bytes, isDurable: false)
    state.withLock { _ = $0.torn.insert(path) }
    undo(in: path) { try? FileManager.default.removeItem(atPath: path) }
    guard isDurable else { return }
    try change(path, isWrite: true)
    state.withLock { _ = $0.torn.remove(path) }
  }

  func move(_ path: String, to target: String) throws(RunError) {
    try change(target)
    let moved = try? Data(contentsOf: URL(filePath: path))
    let replaced = try? Data(contentsOf: URL(filePath: target))
    try base.move(path, to: target)
    state.withLock { if $0.torn.remove(path) != nil { $0.torn.insert(target) } else { $0.torn.remove(target) } }
    undo(in: path) {
      try? moved?.write(to: URL(filePath: path))
      if let replaced {
        try? replaced.write(to: URL(filePath: target))
      } else {
        try? FileManager.default.removeItem(atPath: target)
      }
    }
  }

  func synchronizeFolder(_ path: String) throws(RunError) {
    try change(path)
    state.withLock { $0.undo.removeAll { $0.folder == path } }
  }

  func makeFolder(_ path: String) throws(RunError) {
    try change(path)
    try base.makeFolder(path)
  }

  func remove(_ path: String) throws(RunError) {
    try change(path)
    let removed = try? Data(contentsOf: URL(filePath: path))
    try base.remove(path)
    undo(in: path) { try? removed?.write(to: URL(filePath: path)) }
  }

  func removeFolder(_ path: String) throws(RunError) {
    try change(path)
    try base.removeFolder(path)
  }

  private func undo(in path: String, _ body: @escaping @Sendable () -> Void) {
    let folder = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
    state.withLock { $0.undo.append((folder, body)) }
  }
}
