/// CIFAR-10: 60,000 colour photographs of 32x32 pixels in ten classes, 50,000 to train on and 10,000 to test.
///
/// Krizhevsky 2009, "Learning multiple layers of features from tiny images". Files are mapped, not read: pixels stay
/// bytes where they are until a batch is made of them.
///
///     let cifar = try await CIFAR10()
///     cifar.train.count         // 50000
///     cifar.train.classCounts   // 5000 of each
public struct CIFAR10: Sendable {
  public typealias Layout = CIFARLayout

  public let train: ImageDataset
  public let test: ImageDataset
  /// The folder, or the archive, that the images were read from.
  public let folder: String
  public let layout: Layout

  public static let classNames = [
    "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck",
  ]

  /// Opens the set where it is kept: in the folder named by `CAHIER_DATA`, then in the cache (`CAHIER_CACHE`,
  /// else `cahier` in `XDG_CACHE_HOME`, else `~/.cache/cahier`); where it is in neither, it is fetched into the cache.
  ///
  /// - Parameter preferred: the layout to read where both are there; the other will do where it is missing.
  /// - Throws: `DatasetError`; where the set is missing it says what to download and where to put it.
  public init(preferring preferred: Layout = .binary) async throws(DatasetError) {
    self.init(try await CIFARSet.located(.cifar10, layouts: Layout.ordered(from: preferred)))
  }

  /// Opens the set in a folder: the one with the batches or the one above it.
  public init(at path: String, preferring preferred: Layout = .binary) throws(DatasetError) {
    try self.init(
      files: CIFARFiles(.cifar10, at: DataFolders.expandingTilde(path), layouts: Layout.ordered(from: preferred)))
  }

  init(files: CIFARFiles, imagesPerBinaryBatch: Int? = nil) throws(DatasetError) {
    self.init(try CIFARSet(files, images: imagesPerBinaryBatch))
  }

  private init(_ set: CIFARSet) {
    (train, test, folder, layout) = (set.train, set.test, set.origin, set.layout)
  }
}
