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
  private let isMapped: Bool

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
      (bytes, isMapped) = (UnsafeRawBufferPointer(start: nil, count: 0), false)
      return
    }
    guard let start = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0), start != MAP_FAILED else {
      throw .unreadable(file: path, reason: OperatingSystem.lastError())
    }
    (bytes, isMapped) = (UnsafeRawBufferPointer(start: start, count: size), true)
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
    (bytes, isMapped) = (UnsafeRawBufferPointer(rebasing: memory[..<count]), false)
  }

  /// Lends the bytes for the time of a call: whoever only takes `bytes` may be left with memory that is gone.
  func withBytes<Result, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    defer { withExtendedLifetime(self) {} }
    return try body(bytes)
  }

  deinit {
    guard let start = bytes.baseAddress else { return }
    if isMapped {
      munmap(UnsafeMutableRawPointer(mutating: start), bytes.count)
    } else {
      start.deallocate()
    }
  }
}
