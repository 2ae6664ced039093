internal import Synchronization

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// The operating system's files. The one file of this module that talks to it.
struct SystemFiles: FileLayer {
  func contents(of path: String) throws(RunError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw .cannotRead(path: path, reason: Self.lastError()) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .cannotRead(path: path, reason: Self.lastError()) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .cannotRead(path: path, reason: "not a regular file") }
    var failure: String?
    let bytes = [UInt8](unsafeUninitializedCapacity: Int(status.st_size)) { buffer, count in
      while count < buffer.count {
        let got = read(descriptor, buffer.baseAddress! + count, buffer.count - count)
        if got > 0 {
          count += got
        } else if got == 0 {
          break
        } else if errno != EINTR {
          failure = Self.lastError()
          break
        }
      }
    }
    if let failure { throw .cannotRead(path: path, reason: failure) }
    return bytes
  }

  func create(_ path: String, holding bytes: [UInt8], isDurable: Bool) throws(RunError) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw .cannotWrite(path: path, reason: Self.lastError()) }
    var failure: String?
    bytes.withUnsafeBytes { buffer in
      var written = 0
      while written < buffer.count, failure == nil {
        let count = write(descriptor, buffer.baseAddress! + written, buffer.count - written)
        if count >= 0 {
          written += count
        } else if errno != EINTR {
          failure = Self.lastError()
        }
      }
    }
    if failure == nil, isDurable, fsync(descriptor) != 0 { failure = Self.lastError() }
    if close(descriptor) != 0, failure == nil { failure = Self.lastError() }
    if let failure { throw .cannotWrite(path: path, reason: failure) }
  }

  func move(_ path: String, to target: String) throws(RunError) {
    if rename(path, target) != 0 { throw .cannotWrite(path: target, reason: Self.lastError()) }
  }

  func synchronizeFolder(_ path: String) throws(RunError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_DIRECTORY)
    guard descriptor >= 0 else { throw .cannotWrite(path: path, reason: Self.lastError()) }
    defer { close(descriptor) }
    // Some network file systems cannot do this for folders and say so with EINVAL; the rename itself still holds.
    if fsync(descriptor) != 0, errno != EINVAL { throw .cannotWrite(path: path, reason: Self.lastError()) }
  }

  func makeFolder(_ path: String) throws(RunError) {
    var partial = path.hasPrefix("/") ? "" : "."
    for part in path.split(separator: "/") {
      partial += "/" + part
      if mkdir(partial, 0o755) != 0, errno != EEXIST {
        let reason = Self.lastError()
        // A folder above may be another user's: what counts is that it is there.
        if !Self.isFolder(partial) { throw .cannotWrite(path: partial, reason: reason) }
      }
    }
    if !Self.isFolder(path) { throw .cannotWrite(path: path, reason: "not a folder") }
  }

  func remove(_ path: String) throws(RunError) {
    if unlink(path) != 0 { throw .cannotWrite(path: path, reason: Self.lastError()) }
  }

  func removeFolder(_ path: String) throws(RunError) {
    if rmdir(path) != 0 { throw .cannotWrite(path: path, reason: Self.lastError()) }
  }

  func size(of path: String) -> Int {
    var status = stat()
    return lstat(path, &status) == 0 ? Int(status.st_size) : 0
  }

  func lock(_ path: String) throws(RunError) -> LockAttempt {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw .cannotWrite(path: path, reason: Self.lastError()) }
    if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return .owned(SystemLock(descriptor: descriptor)) }
    let (code, reason) = (errno, Self.lastError())
    defer { close(descriptor) }
    guard code == EWOULDBLOCK || code == EINTR else { return .unsupported(reason: reason) }
    var contents = [UInt8](repeating: 0, count: 4096)
    let count = pread(descriptor, &contents, contents.count, 0)
    return .busy(contents: Array(contents.prefix(max(count, 0))))
  }

  func names(in folder: String) throws(RunError) -> [String] {
    guard let stream = opendir(folder) else {
      if errno == ENOENT { return [] }
      throw .cannotRead(path: folder, reason: Self.lastError())
    }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: pointer.pointee)) {
          String(cString: $0)
        }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  private static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  private static func lastError() -> String { String(cString: strerror(errno)) }
}

/// A lock of the operating system: the last descriptor of the open file that is closed gives it up, by whatever end.
private final class SystemLock: HeldLock {
  private let descriptor: Mutex<Int32?>

  init(descriptor: Int32) {
    self.descriptor = Mutex(descriptor)
  }

  deinit { release() }

  func write(_ bytes: [UInt8]) {
    descriptor.withLock { descriptor in
      guard let descriptor else { return }
      // Who reads in between finds half a text, and looks again later.
      _ = pwrite(descriptor, bytes, bytes.count, 0)
      _ = ftruncate(descriptor, off_t(bytes.count))
    }
  }

  func release() {
    descriptor.withLock { held in
      if let descriptor = held { close(descriptor) }
      held = nil
    }
  }
}

/// This process, as another one's message names it.
let thisProcess = Int(getpid())

/// This machine's name, without asking the network.
let thisHost: String = {
  var name = [CChar](repeating: 0, count: 256)
  guard gethostname(&name, name.count - 1) == 0 else { return "" }
  return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
}()

/// Names for temporary files that no two threads or processes share.
enum TemporaryName {
  private static let counter = Atomic<Int>(0)

  static func next() -> String {
    "\(getpid())-\(counter.wrappingAdd(1, ordering: .relaxed).newValue)"
  }
}
