#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// A new file of a known size, mapped to be filled: beside its place until it is whole, then moved there.
///
/// What is written to it can leave memory at any time, so that it may be larger than that.
final class WritableRegion {
  let bytes: UnsafeMutableRawBufferPointer
  private let descriptor: Int32
  private let temporaryPath: String
  private var isFinished = false

  /// Reserves the room on disk; `nil` where there is none or nothing can be written in the folder.
  init?(count: Int, beside path: String) {
    temporaryPath = "\(path).\(getpid()).\(UInt64.random(in: 0...UInt64.max)).part"
    descriptor = open(temporaryPath, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return nil }
    // Without room, a write to the mapped file would end the program.
    guard Self.reserve(descriptor, count),
      let start = mmap(nil, count, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0), start != MAP_FAILED
    else {
      close(descriptor)
      unlink(temporaryPath)
      return nil
    }
    bytes = UnsafeMutableRawBufferPointer(start: start, count: count)
  }

  private static func reserve(_ descriptor: Int32, _ count: Int) -> Bool {
    #if canImport(Darwin)
    return ftruncate(descriptor, off_t(count)) == 0
    #else
    return posix_fallocate(descriptor, 0, off_t(count)) == 0
    #endif
  }

  /// Writes `tail` behind the mapped bytes.
  func append(_ tail: [UInt8]) -> Bool {
    tail.isEmpty || pwrite(descriptor, tail, tail.count, off_t(bytes.count)) == tail.count
  }

  /// Makes sure that everything is on disk, and gives the file its name.
  func move(to path: String) -> Bool {
    guard msync(bytes.baseAddress, bytes.count, MS_SYNC) == 0, fsync(descriptor) == 0 else { return false }
    isFinished = rename(temporaryPath, path) == 0
    return isFinished
  }

  deinit {
    munmap(bytes.baseAddress, bytes.count)
    close(descriptor)
    if !isFinished { unlink(temporaryPath) }
  }
}
