#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// What is in a folder, by the bytes of the names: a name need not be text.
///
/// Sorted by those bytes, so that the order is the same on every machine. Hidden files are left out, links followed.
struct FolderListing {
  struct Entry {
    var name: [UInt8]
    var isFolder: Bool
    var stamp: FileStamp
  }

  private(set) var entries: [Entry] = []

  init(_ path: [UInt8]) throws(DatasetError) {
    guard
      let folder = (path + [0]).withUnsafeBufferPointer({
        $0.withMemoryRebound(to: CChar.self) { opendir($0.baseAddress!) }
      })
    else { throw .unreadable(file: String(decoding: path, as: UTF8.self), reason: OperatingSystem.lastError()) }
    defer { closedir(folder) }
    let descriptor = dirfd(folder)
    while let entry = readdir(folder) {
      let offset = MemoryLayout<dirent>.offset(of: \.d_name)!
      let start = UnsafeRawPointer(entry).advanced(by: offset).assumingMemoryBound(to: CChar.self)
      let length = strlen(start)
      guard length > 0, start[0] != CChar(UInt8(ascii: ".")) else { continue }
      var status = stat()
      // A link to nothing has no status: there is no file.
      guard fstatat(descriptor, start, &status, 0) == 0 else {
        if errno == ELOOP { throw .folder(String(decoding: path, as: UTF8.self), .loop) }
        continue
      }
      let kind = status.st_mode & S_IFMT
      guard kind == S_IFDIR || kind == S_IFREG else { continue }
      let name = [UInt8](UnsafeRawBufferPointer(start: start, count: length))
      entries.append(Entry(name: name, isFolder: kind == S_IFDIR, stamp: FileStamp(status)))
    }
    entries.sort { ByteOrder.precedes($0.name, $1.name) }
  }

  var folders: [Entry] { entries.filter(\.isFolder) }
}

enum ByteOrder {
  /// The order of unsigned bytes, which for UTF-8 is that of Unicode's scalars.
  static func precedes(_ first: [UInt8], _ second: [UInt8]) -> Bool {
    let order = first.withUnsafeBytes { first in
      second.withUnsafeBytes { second in
        min(first.count, second.count) == 0
          ? 0 : memcmp(first.baseAddress!, second.baseAddress!, min(first.count, second.count))
      }
    }
    return order == 0 ? first.count < second.count : order < 0
  }
}

/// Reads one file after the other into the same memory.
struct FileReader {
  /// No honest picture is larger, in bytes.
  static let maximumBytes = 1 << 28
  private var buffer: [UInt8] = []

  /// Lends the bytes of the file; `path` without the zero at its end.
  mutating func read<Result>(
    _ path: [UInt8], _ body: (UnsafeRawBufferPointer) -> Result
  ) throws(DatasetError) -> Result {
    func failure(_ reason: String) -> DatasetError {
      .unreadable(file: String(decoding: path, as: UTF8.self), reason: reason)
    }
    let descriptor = (path + [0]).withUnsafeBufferPointer {
      $0.withMemoryRebound(to: CChar.self) { open($0.baseAddress!, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
    }
    guard descriptor >= 0 else { throw failure(OperatingSystem.lastError()) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw failure(OperatingSystem.lastError()) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw failure("not a regular file") }
    let size = Int(status.st_size)
    guard size <= Self.maximumBytes else { throw failure("it has more than \(Self.maximumBytes) bytes") }
    if buffer.count < size { buffer = [UInt8](repeating: 0, count: max(size, 2 * buffer.count)) }
    var filled = 0
    while filled < size {
      let count = buffer.withUnsafeMutableBytes { memory in
        Self.readBytes(descriptor, memory.baseAddress! + filled, size - filled)
      }
      guard count >= 0 else { throw failure(OperatingSystem.lastError()) }
      if count == 0 { break }
      filled += count
    }
    return buffer.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[..<filled])) }
  }

  private static func readBytes(_ descriptor: Int32, _ target: UnsafeMutableRawPointer, _ count: Int) -> Int {
    #if canImport(Glibc)
    Glibc.read(descriptor, target, count)
    #elseif canImport(Musl)
    Musl.read(descriptor, target, count)
    #else
    Darwin.read(descriptor, target, count)
    #endif
  }
}
