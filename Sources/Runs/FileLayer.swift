/// The few file operations that the store is built of.
///
/// A protocol, so that tests can fail, tear or forget any of them.
protocol FileLayer: Sendable {
  func contents(of path: String) throws(RunError) -> [UInt8]
  /// Writes a new file and, where it `isDurable`, waits until its bytes are on the disk.
  func create(_ path: String, holding bytes: [UInt8], isDurable: Bool) throws(RunError)
  /// Puts one file in another's place, in one step.
  func move(_ path: String, to target: String) throws(RunError)
  /// Waits until the names in a folder are on the disk.
  func synchronizeFolder(_ path: String) throws(RunError)
  /// Makes a folder and those above it, where missing.
  func makeFolder(_ path: String) throws(RunError)
  func remove(_ path: String) throws(RunError)
  func removeFolder(_ path: String) throws(RunError)
  /// The names in a folder, sorted; none where there is no such folder.
  func names(in folder: String) throws(RunError) -> [String]
  /// In bytes; 0 where it is not known.
  func size(of path: String) -> Int
  /// Tries to lock a file, which is made where missing, against other processes.
  func lock(_ path: String) throws(RunError) -> LockAttempt
}

/// What came of trying to lock a file.
enum LockAttempt {
  case owned(any HeldLock)
  /// Another process has it, and has left these bytes in it.
  case busy(contents: [UInt8])
  /// The file system has no locks.
  case unsupported(reason: String)
}

/// A lock that is held until it is released or the process ends, however that happens.
protocol HeldLock: Sendable {
  /// Replaces what others read in the file while they wait.
  func write(_ bytes: [UInt8])
  func release()
}

extension FileLayer {
  /// Replaces a file so that whoever looks finds the old bytes or the new ones, whatever stops this program. Without
  /// `isDurable`, a power failure may cost both: for what can be made again.
  func replace(_ path: String, with bytes: [UInt8], isDurable: Bool = true) throws(RunError) {
    let temporary = path + ".new-" + TemporaryName.next()
    do {
      try create(temporary, holding: bytes, isDurable: isDurable)
      try move(temporary, to: path)
    } catch {
      try? remove(temporary)
      // In the name of the file that was to be written: the other one tells nobody anything.
      guard case .cannotWrite(temporary, let reason) = error else { throw error }
      throw .cannotWrite(path: path, reason: reason)
    }
    guard isDurable else { return }
    let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
    try synchronizeFolder(folder.isEmpty ? (path.hasPrefix("/") ? "/" : ".") : folder)
  }
}
