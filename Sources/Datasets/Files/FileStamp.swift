#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// What says without reading it that a file is the one it was: any write, and any other file in its place, changes it.
///
/// Seven numbers without gaps, so that many can be digested as bytes.
struct FileStamp: Hashable {
  var device: Int64 = 0
  var inode: Int64 = 0
  var size: Int64 = 0
  /// Seconds and nanoseconds of the last change of content.
  var contentSeconds: Int64 = 0
  var contentNanoseconds: Int64 = 0
  /// Seconds and nanoseconds of the last change of anything, which no program can set back as it can a date.
  var changeSeconds: Int64 = 0
  var changeNanoseconds: Int64 = 0

  /// Of no file.
  static let none = FileStamp()

  private init() {}

  init(_ path: String) throws(DatasetError) {
    var status = stat()
    guard stat(path, &status) == 0 else { throw .unreadable(file: path, reason: OperatingSystem.lastError()) }
    self.init(status)
  }

  init(_ status: stat) {
    #if canImport(Darwin)
    let (content, change) = (status.st_mtimespec, status.st_ctimespec)
    #else
    let (content, change) = (status.st_mtim, status.st_ctim)
    #endif
    device = Int64(truncatingIfNeeded: status.st_dev)
    inode = Int64(truncatingIfNeeded: status.st_ino)
    size = Int64(status.st_size)
    (contentSeconds, contentNanoseconds) = (Int64(content.tv_sec), Int64(content.tv_nsec))
    (changeSeconds, changeNanoseconds) = (Int64(change.tv_sec), Int64(change.tv_nsec))
  }

  /// Whether both are of one file or folder, by whichever name.
  func isSame(as other: FileStamp) -> Bool { device == other.device && inode == other.inode }
}
