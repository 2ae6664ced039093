/// CIFAR-10: 60,000 colour photographs of 32x32 pixels in ten classes, 50,000 to train on and 10,000 to test.
///
/// Krizhevsky 2009, "Learning multiple layers of features from tiny images". Files are mapped, not read: pixels stay
/// bytes where they are until a batch is made of them.
///
///     let cifar = try await CIFAR10()
///     cifar.train.count         // 50000
///     cifar.train.classCounts   // 5000 of each
public struct CIFAR10: Sendable {
  /// Which of the two official archives the files come from.
  public enum Layout: String, Hashable, Sendable, CaseIterable {
    /// `cifar-10-batches-bin`: records of one label and 3,072 samples.
    case binary
    /// `cifar-10-batches-py`: Python pickles.
    case pickle
  }

  public let train: ImageDataset
  public let test: ImageDataset
  /// The folder the files were read from.
  public let folder: String
  public let layout: Layout

  public static let classNames = [
    "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck",
  ]

  /// Opens the set where it is kept: in the folder named by `CAHIER_DATA`, then in the cache (`CAHIER_CACHE`,
  /// else `cahier` in `XDG_CACHE_HOME`, else `~/.cache/cahier`).
  ///
  /// - Parameter preferred: the layout to read where both are there; the other will do where it is missing.
  /// - Throws: `DatasetError`; where the set is missing it says what to download and where to put it.
  public init(preferring preferred: Layout = .binary) async throws(DatasetError) {
    try self.init(files: CIFAR10Files(searching: DataFolders.current, layouts: Self.layouts(from: preferred)))
  }

  /// Opens the set in a folder: the one with the batches or the one above it.
  public init(at path: String, preferring preferred: Layout = .binary) throws(DatasetError) {
    try self.init(
      files: CIFAR10Files(at: DataFolders.expandingTilde(path), layouts: Self.layouts(from: preferred)))
  }

  private static func layouts(from preferred: Layout) -> [Layout] {
    [preferred] + Layout.allCases.filter { $0 != preferred }
  }

  init(files: CIFAR10Files, imagesPerBinaryBatch: Int = 10_000) throws(DatasetError) {
    func batch(_ name: String) throws(DatasetError) -> CIFAR10Batch {
      switch files.layout {
      case .binary: try CIFAR10Batch(binary: files.folder + "/" + name, images: imagesPerBinaryBatch)
      case .pickle: try CIFAR10Batch(pickle: files.folder + "/" + name)
      }
    }
    var batches: [CIFAR10Batch] = []
    for name in CIFAR10Files.trainingNames(files.layout) { batches.append(try batch(name)) }
    train = Self.dataset("CIFAR-10, training images", batches, folder: files.folder)
    test = Self.dataset(
      "CIFAR-10, test images", [try batch(CIFAR10Files.testName(files.layout))], folder: files.folder)
    folder = files.folder
    layout = files.layout
  }

  private static func dataset(_ name: String, _ batches: [CIFAR10Batch], folder: String) -> ImageDataset {
    ImageDataset(
      name: name, origin: folder,
      licenceNote: "CIFAR-10 by Alex Krizhevsky, Vinod Nair and Geoffrey Hinton; "
        + "https://www.cs.toronto.edu/~kriz/cifar.html",
      classNames: classNames, labels: batches.flatMap(\.labels),
      storage: PixelStorage(
        layout: .planar, height: CIFAR10Batch.side, width: CIFAR10Batch.side, channels: CIFAR10Batch.channels,
        segments: batches.map(\.pixels)))
  }
}
