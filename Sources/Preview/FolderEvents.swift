import Dispatch

#if os(Linux)
import Glibc

/// Wakes when something happens in one of a few folders, through inotify: the one Linux file of this module.
///
/// Folders, not files: an editor that saves by renaming leaves a watch on the file that is gone.
final class FolderEvents: Sendable {
  private let stream: AsyncStream<Void>
  private let continuation: AsyncStream<Void>.Continuation
  private nonisolated(unsafe) let source: any DispatchSourceRead

  /// `nil` where the system gives no watch, for want of a folder or of watches: then look from time to time.
  init?(folders: [String]) {
    let descriptor = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
    guard descriptor >= 0 else { return nil }
    let events = UInt32(IN_CLOSE_WRITE | IN_MODIFY | IN_MOVED_TO | IN_MOVED_FROM | IN_CREATE | IN_DELETE | IN_ATTRIB)
    for folder in folders where inotify_add_watch(descriptor, folder, events) < 0 {
      close(descriptor)
      return nil
    }
    (stream, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: .global())
    source.setEventHandler { [continuation] in
      var buffer = [UInt8](repeating: 0, count: 4096)
      while read(descriptor, &buffer, buffer.count) > 0 {}
      continuation.yield()
    }
    source.setCancelHandler { close(descriptor) }
    source.resume()
  }

  /// Returns after the next event, or when the task is cancelled.
  func next() async {
    for await _ in stream { return }
  }

  func stop() {
    source.cancel()
    continuation.finish()
  }
}
#else
/// Elsewhere the watcher looks from time to time.
final class FolderEvents: Sendable {
  init?(folders: [String]) { return nil }
  func next() async {}
  func stop() {}
}
#endif
