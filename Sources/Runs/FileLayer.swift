/// The few file operations that the store is built of.
///
/// A protocol, so that tests can fail, tear or forget any of them.
protocol FileLayer: Sendable {
  func contents(of path: String) throws(RunError) -> [UInt8]
  /// Writes a new file and waits until its bytes are on the disk.
  func create(_ path: String, holding bytes: [UInt8]) throws(RunError)
  /// Puts one file in another's place, in one step.
  func move(_ path: String, to target: String) throws(RunError)
  /// Waits until the names in a folder are on the disk.
  func synchronizeFolder(_ path: String) throws(RunError)
  /// Makes a folder and those above it, where missing.
  func makeFolder(_ path: String) throws(RunError)
  func remove(_ path: String) throws(RunError)
  /// The names in a folder, sorted; none where there is no such folder.
  func names(in folder: String) throws(RunError) -> [String]
}

extension FileLayer {
  /// Replaces a file so that whoever looks finds the old bytes or the new ones, whatever stops this program.
  func replace(_ path: String, with bytes: [UInt8]) throws(RunError) {
    let temporary = path + ".new-" + TemporaryName.next()
    do {
      try create(temporary, holding: bytes)
      try move(temporary, to: path)
    } catch {
      try? remove(temporary)
      throw error
    }
    let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
    try synchronizeFolder(folder.isEmpty ? (path.hasPrefix("/") ? "/" : ".") : folder)
  }
}
