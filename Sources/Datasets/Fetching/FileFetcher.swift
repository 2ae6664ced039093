internal import Foundation

/// Brings a file into the cache: whole and verified under its name, or not at all.
///
/// Beside the file stand, while it is fetched, `NAME.part` (what is here so far), `NAME.part.from` (which server and
/// version it is of) and `NAME.lock` (so that of several processes one fetches and the others wait).
struct FileFetcher {
  let file: RemoteFile
  /// The file's final place.
  let path: String
  var policy = FetchPolicy()
  /// Looks whether a whole file is the right one.
  var verify: (_ path: String) throws(DatasetError) -> Void

  private var partPath: String { path + ".part" }
  private var fromPath: String { path + ".part.from" }

  private var folder: String {
    path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
  }

  func fetch() async throws(DatasetError) {
    do {
      guard OperatingSystem.makeFolder(folder) else {
        throw DatasetError.unreadable(file: folder, reason: "the folder cannot be made")
      }
      let lock = try await FileLock.wait(path + ".lock")
      defer { withExtendedLifetime(lock) {} }
      // Another process may have fetched it meanwhile.
      if OperatingSystem.exists(path) { return }
      try await fetchLocked()
    } catch let error as DatasetError {
      throw error
    } catch {
      throw .notFetched(
        file: file.name, attempts: [.init(address: "here", reason: "it was interrupted")], target: folder)
    }
  }

  private func fetchLocked() async throws {
    let part = try GrowingFile(partPath)
    var attempts: [FailedAttempt] = []
    var slow = Set<String>()
    var queue = file.mirrors
    while !queue.isEmpty {
      let mirror = queue.removeFirst()
      let reason = try await fetch(from: mirror, to: part, mayBeSlow: slow.count + 1 >= file.mirrors.count)
      guard let reason else { return }
      if reason == Self.tooSlow {
        // It comes back when the others have had their turn.
        slow.insert(mirror)
        queue.append(mirror)
      } else {
        attempts.append(FailedAttempt(address: mirror, reason: reason))
      }
    }
    throw DatasetError.notFetched(file: file.name, attempts: attempts, target: folder)
  }

  private static let tooSlow = "it was too slow"

  /// Fetches from one mirror, as often as it brings something; returns why not, or `nil` with the file in its place.
  private func fetch(from mirror: String, to part: GrowingFile, mayBeSlow: Bool) async throws -> String? {
    guard var address = URL(string: mirror), policy.allows(address) else { return "is not a secure address" }
    var (fruitless, cuts, redirects) = (0, 0, 0)
    while true {
      let transfer = Transfer(file, to: part, policy: policy, mayBeSlow: mayBeSlow)
      let start = part.count
      let outcome = await transfer.run(address, tag: start > 0 ? tag(of: mirror) : nil)
      if let tag = transfer.tag {
        remember(tag, of: mirror)
      } else if start == 0, part.count > 0 {
        remember("", of: mirror)
      }
      switch outcome {
      case .complete, .nothingMore:
        guard let algorithm = try wrongDigest() else {
          try part.move(to: path)
          OperatingSystem.remove(fromPath)
          return nil
        }
        part.empty()
        OperatingSystem.remove(fromPath)
        // What was put together from several pieces may be of two versions: once more in one piece.
        if start == 0 || fruitless > 0 { return "sent a file with another \(algorithm)" }
        fruitless += 1
      case .cut(let reason):
        if transfer.received > 0 {
          cuts += 1
          fruitless = 0
          if cuts > policy.maximumCuts { return "was cut off \(cuts) times" }
        } else {
          guard fruitless < policy.pauses.count else { return reason }
          try await Task.sleep(for: .seconds(policy.pauses[fruitless]))
          fruitless += 1
        }
      case .slow: return Self.tooSlow
      case .refused(let reason): return reason
      case .redirected(let place):
        redirects += 1
        guard redirects <= policy.maximumRedirects else { return "leads from one address to the next without end" }
        guard policy.allows(place) else {
          return "leads to \(place.scheme ?? "")://\(place.host ?? ""), which is not secure"
        }
        address = place
      case .stuck(let reason): throw DatasetError.unreadable(file: partPath, reason: reason)
      }
    }
  }

  /// The digest that the whole file has not, where it has another one.
  private func wrongDigest() throws(DatasetError) -> String? {
    do {
      try verify(partPath)
      return nil
    } catch {
      if case .file(_, _, .wrongDigest(let algorithm, _, _)) = error { return algorithm }
      throw error
    }
  }

  private func remember(_ tag: String, of mirror: String) {
    try? Data("\(mirror)\n\(tag)\n".utf8).write(to: URL(filePath: fromPath))
  }

  /// The version that the beginning is of, where it came from this mirror.
  private func tag(of mirror: String) -> String? {
    guard let text = try? String(contentsOf: URL(filePath: fromPath), encoding: .utf8) else { return nil }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    return lines.count >= 2 && lines[0] == mirror && !lines[1].isEmpty ? String(lines[1]) : nil
  }
}
