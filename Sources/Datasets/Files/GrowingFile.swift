#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// A file that grows: what was fetched so far.
final class GrowingFile: @unchecked Sendable {
  private let path: String
  private let descriptor: Int32
  /// Bytes in the file.
  private(set) var count: Int

  init(_ path: String) throws(DatasetError) {
    self.path = path
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw .unreadable(file: path, reason: OperatingSystem.lastError()) }
    count = Int(lseek(descriptor, 0, SEEK_END))
  }

  deinit { close(descriptor) }

  /// False where the disk takes no more.
  func append(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var written = 0
    while written < bytes.count {
      let result = pwrite(descriptor, bytes.baseAddress! + written, bytes.count - written, off_t(count))
      if result < 0, errno == EINTR { continue }
      guard result > 0 else { return false }
      written += result
      count += result
    }
    return true
  }

  func empty() {
    ftruncate(descriptor, 0)
    count = 0
  }

  /// Makes sure that everything is on disk, and gives the file its final name.
  func move(to target: String) throws(DatasetError) {
    guard fsync(descriptor) == 0, rename(path, target) == 0 else {
      throw .unreadable(file: target, reason: OperatingSystem.lastError())
    }
  }
}
