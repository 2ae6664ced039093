internal import Foundation

/// Where data sets are kept: the folders to look in, and the cache that files are fetched into.
struct DataStore: Sendable {
  let folders: DataFolders
  /// Whether nothing may be fetched.
  var isOffline: Bool
  var policy = FetchPolicy()

  static var current: DataStore {
    DataStore(folders: .current, isOffline: OperatingSystem.environment("CAHIER_OFFLINE") != nil)
  }

  var pixels: PixelCache { PixelCache(in: folders.cache) }

  /// Where the file is, in a folder that is searched: there by hand, or fetched before.
  func find(_ file: RemoteFile) -> String? {
    for folder in folders.searched {
      for path in [folder + "/" + file.path, folder + "/" + file.name] where OperatingSystem.exists(path) {
        return path
      }
    }
    return nil
  }

  /// Makes sure of the file's place; `set` says what it is a part of.
  func fetch(_ file: RemoteFile, for set: MissingSet) async throws(DatasetError) -> String {
    if let path = find(file) { return path }
    func missing(_ obstacle: String) -> DatasetError {
      .notFound(set, searched: folders.searched, target: folders.cache, obstacle: obstacle)
    }
    guard !isOffline else { throw missing("nothing is fetched offline") }
    let path = folders.cache + "/" + file.path
    let fetcher = FileFetcher(file: file, path: path, policy: policy) { (part) throws(DatasetError) in
      try verify(part, file, pinnedAt: path)
    }
    do {
      try await fetcher.fetch()
    } catch .notFetched(_, let attempts, _) {
      let reasons = attempts.map { "\($0.address): \($0.reason)" }.joined(separator: "; ")
      throw missing("\(file.name) could not be fetched (\(reasons))")
    }
    return path
  }

  /// Throws where the file at `path` is not the one it is taken for.
  func verify(_ path: String, _ file: RemoteFile) throws(DatasetError) {
    try verify(path, file, pinnedAt: path)
  }

  /// Compares MD5 and SHA-256. Where nobody states a file's SHA-256, the first one with the right MD5 pins its own
  /// beside the file, and later ones are compared with that.
  private func verify(_ path: String, _ file: RemoteFile, pinnedAt place: String) throws(DatasetError) {
    let digests = try ByteRegion(mapping: path).withBytes(FileDigests.init(of:))
    guard digests.md5 == file.md5 else {
      throw .file(path, offset: nil, .wrongDigest(algorithm: "MD5", expected: file.md5, actual: digests.md5))
    }
    let pin = URL(filePath: place + ".sha256")
    let pinned = (try? String(contentsOf: pin, encoding: .utf8))?.split(separator: " ").first.map(String.init)
    if let expected = file.sha256 ?? pinned, digests.sha256 != expected {
      throw .file(path, offset: nil, .wrongDigest(algorithm: "SHA-256", expected: expected, actual: digests.sha256))
    }
    // Where the folder cannot be written, MD5 has to do the next time, too.
    if pinned == nil { try? Data("\(digests.sha256)  \(file.name)\n".utf8).write(to: pin) }
  }
}
