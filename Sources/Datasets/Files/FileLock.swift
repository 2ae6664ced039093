#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// A lock between processes: the one that holds it ends it with itself, however it ends.
final class FileLock {
  private let descriptor: Int32

  private init(_ descriptor: Int32) { self.descriptor = descriptor }

  /// Waits until nobody else holds the lock on the file at `path`, which is made where it is missing.
  static func wait(_ path: String) async throws -> FileLock {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw DatasetError.unreadable(file: path, reason: OperatingSystem.lastError()) }
    let lock = FileLock(descriptor)
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      guard errno == EWOULDBLOCK || errno == EINTR else {
        throw DatasetError.unreadable(file: path, reason: OperatingSystem.lastError())
      }
      try await Task.sleep(for: .milliseconds(100))
    }
    return lock
  }

  deinit { close(descriptor) }
}
