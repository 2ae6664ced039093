/// A public data set that is fetched when a cell first asks for it: what `cahier data` lists, fetches and removes.
public struct KnownDataset: Sendable {
  /// What the command calls it, such as `cifar10`.
  public let name: String
  /// What people call it.
  public let title: String
  /// The call that opens it in a cell.
  public let call: String
  let files: [RemoteFile]
  let missing: MissingSet

  public enum State: Hashable, Sendable {
    case missing
    /// Some of it: the beginning of a file, or some of the files.
    case partial
    case present
  }

  public static let all = [
    KnownDataset(
      name: "cifar10", title: "CIFAR-10", call: "CIFAR10()", files: [.cifar10Binary],
      missing: CIFARVariant.cifar10.missing),
    KnownDataset(
      name: "cifar100", title: "CIFAR-100", call: "CIFAR100()", files: [.cifar100Binary],
      missing: CIFARVariant.cifar100(.fine).missing),
    KnownDataset(
      name: "mnist", title: "MNIST", call: "MNIST()", files: RemoteFile.mnist, missing: IDXSet.mnist.missing),
    KnownDataset(
      name: "fashion-mnist", title: "Fashion-MNIST", call: "FashionMNIST()", files: RemoteFile.fashionMNIST,
      missing: IDXSet.fashionMNIST.missing),
  ]

  /// The folder that files are fetched into.
  public static var cacheFolder: String { DataFolders.current.cache }

  /// Bytes to fetch.
  public var bytes: Int { files.reduce(0) { $0 + $1.bytes } }

  public var state: State { state(in: .current) }

  func state(in store: DataStore) -> State {
    let found = files.filter { store.find($0) != nil }.count
    if found == files.count { return .present }
    let begun = files.contains { OperatingSystem.exists(store.folders.cache + "/" + $0.path + ".part") }
    return found > 0 || begun ? .partial : .missing
  }

  /// Where each file is, or would be.
  public var paths: [String] { paths(in: .current) }

  func paths(in store: DataStore) -> [String] {
    files.map { store.find($0) ?? store.folders.cache + "/" + $0.path }
  }

  /// Fetches what is missing.
  public func fetch() async throws(DatasetError) { try await fetch(into: .current) }

  func fetch(into store: DataStore) async throws(DatasetError) {
    for file in files { _ = try await store.fetch(file, for: missing) }
  }

  /// Compares every file that is there with its digests; returns their paths.
  ///
  /// - Throws: `DatasetError` for the first one that is another file.
  public func verify() throws(DatasetError) -> [String] { try verify(in: .current) }

  func verify(in store: DataStore) throws(DatasetError) -> [String] {
    var verified: [String] = []
    for file in files {
      guard let path = store.find(file) else { continue }
      try store.verify(path, file)
      verified.append(path)
    }
    return verified
  }

  /// Removes what was fetched into the cache, and the pixels that were decoded from it; returns the files' paths.
  public func remove() -> [String] { remove(from: .current) }

  func remove(from store: DataStore) -> [String] {
    var removed: [String] = []
    for file in files {
      let path = store.folders.cache + "/" + file.path
      store.pixels.remove(madeOf: path, purposes: Self.decodedPurposes)
      for ending in ["", ".part", ".part.from", ".lock", ".sha256"] where OperatingSystem.exists(path + ending) {
        OperatingSystem.remove(path + ending)
        if ending.isEmpty { removed.append(path) }
      }
    }
    return removed
  }

  /// The names under which archives' pixels are kept.
  private static var decodedPurposes: [String] {
    [CIFARVariant.cifar10, .cifar100(.fine), .cifar100(.coarse)].flatMap { variant in
      CIFARLayout.allCases.map { CIFARArchive.purpose(variant, $0) }
    }
  }
}
