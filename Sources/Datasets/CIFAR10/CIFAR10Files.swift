/// Which folder holds a complete CIFAR-10, and in which layout.
struct CIFAR10Files {
  let folder: String
  let layout: CIFAR10.Layout

  static func trainingNames(_ layout: CIFAR10.Layout) -> [String] {
    (1...5).map { "data_batch_\($0)" + suffix(layout) }
  }

  static func testName(_ layout: CIFAR10.Layout) -> String { "test_batch" + suffix(layout) }

  private static func suffix(_ layout: CIFAR10.Layout) -> String { layout == .binary ? ".bin" : "" }

  /// Looks in `path` itself and in the folders that the official archives unpack to.
  init(at path: String, layouts: [CIFAR10.Layout]) throws(DatasetError) {
    guard ByteRegion.exists(path) else { throw .missingFolder(path) }
    guard ByteRegion.isFolder(path) else { throw .unreadable(file: path, reason: "not a folder") }
    guard let found = try Self.find(in: path, layouts: layouts) else { throw .noBatches(folder: path) }
    self = found
  }

  /// Looks in each of `folders` in turn; a complete set counts more than an incomplete one found earlier.
  init(searching folders: DataFolders, layouts: [CIFAR10.Layout]) throws(DatasetError) {
    var incomplete: DatasetError?
    for folder in folders.searched {
      do {
        if let found = try Self.find(in: folder, layouts: layouts) {
          self = found
          return
        }
      } catch {
        incomplete = incomplete ?? error
      }
    }
    if let incomplete { throw incomplete }
    throw .cifar10NotFound(searched: folders.searched, target: folders.cache)
  }

  private init(folder: String, layout: CIFAR10.Layout) {
    self.folder = folder
    self.layout = layout
  }

  /// The first complete one of `layouts` in or just below `path`; `nil` where there is no trace of one.
  ///
  /// - Throws: `missingBatches` where there are traces only.
  private static func find(in path: String, layouts: [CIFAR10.Layout]) throws(DatasetError) -> CIFAR10Files? {
    var incomplete: DatasetError?
    for layout in layouts {
      let below = path + (layout == .binary ? "/cifar-10-batches-bin" : "/cifar-10-batches-py")
      for folder in [path, below] {
        let names = trainingNames(layout) + [testName(layout)]
        let missing = names.filter { !ByteRegion.exists(folder + "/" + $0) }
        if missing.isEmpty { return CIFAR10Files(folder: folder, layout: layout) }
        if missing.count < names.count, incomplete == nil {
          incomplete = .missingBatches(folder: folder, files: missing)
        }
      }
    }
    if let incomplete { throw incomplete }
    return nil
  }
}
