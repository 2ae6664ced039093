public import Foundation

/// A folder of a test's own, gone when the value is.
public final class TemporaryFolder: Sendable {
  public let url: URL

  public init() throws {
    url = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
      .appending(path: "cahier-test-\(UUID().uuidString.prefix(8))")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(at: url)
  }

  public var path: String { url.path }

  /// The place of `name`, which may have slashes, in the folder.
  public subscript(_ name: String) -> URL { url.appending(path: name) }

  /// Writes a text file, and the folders it needs.
  @discardableResult
  public func write(_ text: String, to name: String) throws -> URL {
    try write(Data(text.utf8), to: name)
  }

  @discardableResult
  public func write(_ data: Data, to name: String) throws -> URL {
    let file = self[name]
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: file)
    return file
  }

  public func text(of name: String) throws -> String {
    try String(contentsOf: self[name], encoding: .utf8)
  }

  public func contains(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: self[name].path)
  }

  /// The names of all files below the folder, hidden ones too, sorted.
  public var files: [String] {
    let names = FileManager.default.subpaths(atPath: path) ?? []
    return names.filter { name in
      var isFolder: ObjCBool = false
      return FileManager.default.fileExists(atPath: self[name].path, isDirectory: &isFolder) && !isFolder.boolValue
    }.sorted()
  }
}

/// Lends a new empty folder and removes it with everything in it afterwards.
public func withTemporaryFolder<Result>(_ body: (_ path: String) throws -> Result) throws -> Result {
  let folder = try TemporaryFolder()
  return try withExtendedLifetime(folder) { try body(folder.path) }
}

/// Calls an asynchronous `body` with a folder that is deleted afterwards.
public nonisolated(nonsending) func withTemporaryFolder<Result>(
  _ body: nonisolated(nonsending) (_ path: String) async throws -> Result
) async throws -> Result {
  let folder = try TemporaryFolder()
  defer { withExtendedLifetime(folder) {} }
  return try await body(folder.path)
}
