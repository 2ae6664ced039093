#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// What says without reading it that a file is the one it was: any write, and any other file in its place, changes it.
struct FileStamp: Hashable {
  /// Device, inode, size, then seconds and nanoseconds of the last change of content and of anything.
  ///
  /// The last two cannot be set back by a program, as a date can.
  let numbers: [Int64]

  var size: Int { Int(numbers[2]) }

  init(_ path: String) throws(DatasetError) {
    var status = stat()
    guard stat(path, &status) == 0 else { throw .unreadable(file: path, reason: OperatingSystem.lastError()) }
    self.init(status)
  }

  init(_ status: stat) {
    #if canImport(Darwin)
    let (content, anything) = (status.st_mtimespec, status.st_ctimespec)
    #else
    let (content, anything) = (status.st_mtim, status.st_ctim)
    #endif
    numbers = [
      Int64(truncatingIfNeeded: status.st_dev), Int64(truncatingIfNeeded: status.st_ino), Int64(status.st_size),
      Int64(content.tv_sec), Int64(content.tv_nsec), Int64(anything.tv_sec), Int64(anything.tv_nsec),
    ]
  }
}
