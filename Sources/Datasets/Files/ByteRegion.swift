#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// Read-only bytes that stay where they are until nobody needs them: a mapped file or a block of memory.
///
/// This folder is all of the module that talks to the operating system. A mapped file must not be shortened while it is
/// in use; nothing else is asked of it.
final class ByteRegion: @unchecked Sendable {
  let bytes: UnsafeRawBufferPointer
  private let end: (UnsafeRawBufferPointer) -> Void
  /// Larger files are taken for such as memory holds a part of at a time.
  private static let largeFile = 1 << 30
  private static let pageSize = sysconf(Int32(_SC_PAGESIZE))
  /// Whether pieces of it are asked for with `willNeed`.
  private let isLarge: Bool

  /// Maps a file without reading it: pages come from the disk when they are first looked at.
  init(mapping path: String) throws(DatasetError) {
    // Without O_NONBLOCK, opening a named pipe would wait for a writer for ever.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw .unreadable(file: path, reason: OperatingSystem.lastError()) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .unreadable(file: path, reason: OperatingSystem.lastError()) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .unreadable(file: path, reason: "not a regular file") }
    let size = Int(status.st_size)
    guard size > 0 else {
      (bytes, isLarge, end) = (UnsafeRawBufferPointer(start: nil, count: 0), false, { _ in })
      return
    }
    guard let start = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0), start != MAP_FAILED else {
      throw .unreadable(file: path, reason: OperatingSystem.lastError())
    }
    // What lies around a picture is not what comes next when they are shuffled: reading ahead would read such a file many
    // times over.
    isLarge = size > Self.largeFile
    if isLarge { posix_madvise(start, size, POSIX_MADV_RANDOM) }
    bytes = UnsafeRawBufferPointer(start: start, count: size)
    end = { munmap(UnsafeMutableRawPointer(mutating: $0.baseAddress!), $0.count) }
  }

  /// Allocates `count` bytes and lets `fill` write all of them.
  init<Failure: Error>(count: Int, fill: (UnsafeMutableRawBufferPointer) throws(Failure) -> Void) throws(Failure) {
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: max(count, 1), alignment: 64)
    do {
      try fill(UnsafeMutableRawBufferPointer(rebasing: memory[..<count]))
    } catch {
      memory.deallocate()
      throw error
    }
    (bytes, isLarge) = (UnsafeRawBufferPointer(rebasing: memory[..<count]), false)
    end = { _ in memory.deallocate() }
  }

  /// The bytes of a file that was written, and goes when nobody needs them.
  init(keeping file: WritableRegion) {
    (bytes, isLarge) = (UnsafeRawBufferPointer(file.bytes), false)
    end = { _ in withExtendedLifetime(file) {} }
  }

  /// Brings bytes of a large file from the disk in one piece; page by page they would be waited for one after the other.
  func willNeed(_ range: Range<Int>) {
    guard isLarge, range.count > Self.pageSize, let start = bytes.baseAddress else { return }
    let first = range.lowerBound / Self.pageSize * Self.pageSize
    posix_madvise(UnsafeMutableRawPointer(mutating: start + first), range.upperBound - first, POSIX_MADV_WILLNEED)
  }

  /// Lends the bytes for the time of a call: whoever only takes `bytes` may be left with memory that is gone.
  func withBytes<Result, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    defer { withExtendedLifetime(self) {} }
    return try body(bytes)
  }

  deinit { end(bytes) }
}
