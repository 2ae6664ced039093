import Synchronization

@testable import Runs

/// Files on a machine that stops, or a disk that fills up, after a number of changes.
final class FaultyFiles: FileLayer {
  enum Fault {
    /// The program dies in the middle of a change: a write leaves half of its bytes, nothing happens afterwards.
    case stop
    /// The disk is full: writes fail from then on, everything else works.
    case full
  }

  private let base = SystemFiles()
  private let fault: Fault
  private let changesLeft: Mutex<Int>

  init(_ fault: Fault, afterChanges changes: Int) {
    self.fault = fault
    changesLeft = Mutex(changes)
  }

  /// Whether the fault has struck.
  var hasStruck: Bool { changesLeft.withLock { $0 < 0 } }

  private func isAllowed() -> Bool {
    changesLeft.withLock { left in
      left -= 1
      return left >= 0
    }
  }

  func contents(of path: String) throws(RunError) -> [UInt8] { try base.contents(of: path) }

  func names(in folder: String) throws(RunError) -> [String] { try base.names(in: folder) }

  func create(_ path: String, holding bytes: [UInt8]) throws(RunError) {
    guard isAllowed() else {
      if fault == .stop { try? base.create(path, holding: Array(bytes[..<(bytes.count / 2)])) }
      throw .cannotWrite(path: path, reason: fault == .stop ? "stopped" : "No space left on device")
    }
    try base.create(path, holding: bytes)
  }

  func move(_ path: String, to target: String) throws(RunError) {
    try change(target) { () throws(RunError) in try base.move(path, to: target) }
  }

  func synchronizeFolder(_ path: String) throws(RunError) {
    try change(path) { () throws(RunError) in try base.synchronizeFolder(path) }
  }

  func makeFolder(_ path: String) throws(RunError) {
    try change(path) { () throws(RunError) in try base.makeFolder(path) }
  }

  func remove(_ path: String) throws(RunError) {
    try change(path) { () throws(RunError) in try base.remove(path) }
  }

  private func change(_ path: String, _ body: () throws(RunError) -> Void) throws(RunError) {
    if fault == .stop, !isAllowed() { throw .cannotWrite(path: path, reason: "stopped") }
    try body()
  }
}
