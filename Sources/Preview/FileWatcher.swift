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

  /// One element a change; ends when the task that reads it is cancelled.
  ///
  /// Changes that come while the reader is busy are told as one.
  public func changes() -> AsyncStream<Void> {
    AsyncStream(bufferingPolicy: .bufferingNewest(1)) { continuation in
      let task = Task {
        var known = FileVersion.of(paths)
        let wakes = FolderEvents(folders: folders)
        defer { wakes?.stop() }
        while !Task.isCancelled {
          await pause(wakes)
          var versions = FileVersion.of(paths)
          guard versions != known else { continue }
          // Until nothing changes any more, and there is something to read.
          while !Task.isCancelled {
            try? await Task.sleep(for: .seconds(quietTime))
            let newer = FileVersion.of(paths)
            let isComplete = newer.allSatisfy { $0 != nil }
            if newer == versions, isComplete { break }
            versions = newer
          }
          // A file that came back as it was has not changed.
          if versions != known { continuation.yield() }
          known = versions
        }
        continuation.finish()
      }
      continuation.onTermination = { _ in task.cancel() }
    }
  }

  private var folders: [String] {
    Set(paths.map { URL(fileURLWithPath: $0).deletingLastPathComponent().path }).sorted()
  }

  /// Until something may have happened.
  private func pause(_ wakes: FolderEvents?) async {
    if let wakes {
      await wakes.next()
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
