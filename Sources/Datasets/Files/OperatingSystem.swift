#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// What is asked of the operating system about paths, and for its environment.
enum OperatingSystem {
  /// Whether there is a folder at `path`; links are followed.
  static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Whether there is anything at `path`, readable or not.
  static func exists(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0
  }

  /// The one path of a file or folder, however it is named; `path` itself where there is none.
  static func realPath(_ path: String) -> String {
    guard let text = realpath(path, nil) else { return path }
    defer { free(text) }
    return String(cString: text)
  }

  /// A variable of the environment; an empty one counts as unset.
  static func environment(_ name: String) -> String? {
    guard let value = getenv(name), value.pointee != 0 else { return nil }
    return String(cString: value)
  }

  static func lastError() -> String { String(cString: strerror(errno)) }

  /// Removes a file where there is one.
  static func remove(_ path: String) { unlink(path) }

  /// Makes a folder, and those above it, for its owner alone; false where that fails.
  @discardableResult
  static func makeFolder(_ path: String) -> Bool {
    if isFolder(path) { return true }
    let above = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
    if !above.isEmpty, !isFolder(above), !makeFolder(above) { return false }
    return mkdir(path, 0o700) == 0 || isFolder(path)
  }
}
