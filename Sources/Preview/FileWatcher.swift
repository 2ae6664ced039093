import Foundation

/// Tells when one of a few files has been saved.
///
/// Editors save in many ways (in place, or a new file renamed over the old one), and in several steps: a change is told
/// once the files have been quiet for `quietTime`. A file may be missing for a while.
public struct FileWatcher: Sendable {
  /// Absolute.
  public let paths: [String]
  /// Seconds without a change after which one is told.
  public var quietTime: Double

  public init(paths: [String], quietTime: Double = 0.1) {
    self.paths = paths
    self.quietTime = quietTime
  }

  /// The files that were saved, one element for each time; ends when the task that reads it is cancelled.
  ///
  /// What changes from this call on is told, also while nobody reads.
  public func changes() -> AsyncStream<Set<String>> {
    let start = FileVersion.of(paths)
    return AsyncStream { continuation in
      let task = Task {
        await follow(from: start, continuation)
        continuation.finish()
      }
      continuation.onTermination = { _ in task.cancel() }
    }
  }

  private func follow(from start: [FileVersion?], _ continuation: AsyncStream<Set<String>>.Continuation) async {
    var known = start
    let events = FolderEvents(folders: folders)
    defer { events?.stop() }
    while !Task.isCancelled {
      var versions = FileVersion.of(paths)
      if versions != known {
        // Until nothing changes any more, and every file that was there is there again.
        while !Task.isCancelled {
          try? await Task.sleep(for: .seconds(quietTime))
          let newer = FileVersion.of(paths)
          let isComplete = zip(newer, known).allSatisfy { $0 != nil || $1 == nil }
          if newer == versions, isComplete { break }
          versions = newer
        }
        let changed = paths.indices.filter { versions[$0] != known[$0] }.map { paths[$0] }
        known = versions
        // A file that came back as it was has not changed.
        if !changed.isEmpty { continuation.yield(Set(changed)) }
      } else {
        await pause(events)
      }
    }
  }

  private var folders: [String] {
    Set(paths.map { URL(fileURLWithPath: $0).deletingLastPathComponent().path }).sorted()
  }

  /// Until something may have happened.
  private func pause(_ events: FolderEvents?) async {
    if let events {
      await events.next()
    } else {
      try? await Task.sleep(for: .seconds(0.25))
    }
  }
}

/// What tells one state of a file from another without reading it.
struct FileVersion: Hashable {
  let identifier: UInt64
  let size: Int64
  let seconds: Int
  let nanoseconds: Int

  /// One entry a path; `nil` where there is no file.
  static func of(_ paths: [String]) -> [FileVersion?] {
    paths.map { path in
      var status = stat()
      guard stat(path, &status) == 0 else { return nil }
      #if canImport(Darwin)
      let time = status.st_mtimespec
      #else
      let time = status.st_mtim
      #endif
      return FileVersion(
        identifier: UInt64(status.st_ino), size: Int64(status.st_size), seconds: Int(time.tv_sec),
        nanoseconds: Int(time.tv_nsec))
    }
  }
}
