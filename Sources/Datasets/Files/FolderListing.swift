#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// What is in a folder, by the bytes of the names: a name need not be text.
///
/// Sorted by those bytes, so that the order is the same on every machine. Hidden files are left out, links followed. All
/// names lie in one array: folders have a hundred thousand files.
struct FolderListing {
  enum Kind {
    case folder
    case file
    /// A link that leads nowhere.
    case nothing
  }

  struct Entry {
    fileprivate var name: Range<Int>
    var kind: Kind
    var stamp: FileStamp
  }

  let path: [UInt8]
  private(set) var entries: [Entry] = []
  private var names: [UInt8] = []

  init(_ path: [UInt8]) throws(DatasetError) {
    self.path = path
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
      let first = names.count
      names += UnsafeRawBufferPointer(start: start, count: length)
      var new = Entry(name: first..<names.count, kind: .nothing, stamp: .none)
      var status = stat()
      if fstatat(descriptor, start, &status, 0) == 0 {
        let kind = status.st_mode & S_IFMT
        guard kind == S_IFDIR || kind == S_IFREG else { continue }
        (new.kind, new.stamp) = (kind == S_IFDIR ? .folder : .file, FileStamp(status))
      } else if errno == ELOOP {
        throw .folder(text(of: new), .loop)
      } else if errno != ENOENT {
        throw .unreadable(file: text(of: new), reason: OperatingSystem.lastError())
      }
      entries.append(new)
    }
    names.withUnsafeBytes { names in
      entries.sort {
        ByteOrder.precedes(.init(rebasing: names[$0.name]), .init(rebasing: names[$1.name]))
      }
    }
  }

  func name(of entry: Entry) -> ArraySlice<UInt8> { names[entry.name] }
  func path(of entry: Entry) -> [UInt8] { path + [UInt8(ascii: "/")] + name(of: entry) }
  /// The path, for messages.
  func text(of entry: Entry) -> String { String(decoding: path(of: entry), as: UTF8.self) }
}

enum ByteOrder {
  /// The order of unsigned bytes, which for UTF-8 is that of Unicode's scalars.
  static func precedes(_ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer) -> Bool {
    let shared = min(first.count, second.count)
    let order = shared == 0 ? 0 : memcmp(first.baseAddress!, second.baseAddress!, shared)
    return order == 0 ? first.count < second.count : order < 0
  }

  static func precedes(_ first: String, _ second: String) -> Bool {
    Array(first.utf8).withUnsafeBytes { first in Array(second.utf8).withUnsafeBytes { precedes(first, $0) } }
  }
}

/// Reads one file after the other into the same memory.
struct FileReader {
  /// No honest picture is larger, in bytes.
  static let maximumBytes = 1 << 28
  private var buffer: [UInt8] = []

  /// Lends the bytes of the file; `path` without the zero at its end.
  mutating func read<Result>(
    _ path: some Collection<UInt8>, _ body: (UnsafeRawBufferPointer) -> Result
  ) throws(DatasetError) -> Result {
    func failure(_ reason: String) -> DatasetError {
      .unreadable(file: String(decoding: path, as: UTF8.self), reason: reason)
    }
    let descriptor = (Array(path) + [0]).withUnsafeBufferPointer {
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
