/// MNIST: 70,000 handwritten digits, grey, 28x28 pixels; 60,000 to train on and 10,000 to test.
///
/// LeCun, Bottou, Bengio and Haffner 1998, "Gradient-based learning applied to document recognition".
///
///     let mnist = try await MNIST()
///     mnist.train.imageShape   // [28, 28, 1]
public struct MNIST: Sendable {
  public let train: ImageDataset
  public let test: ImageDataset

  public static let classNames = (0...9).map(String.init)

  /// Opens the set where it is kept, below the folder named by `CAHIER_DATA` or in the cache, or fetches it.
  public init() async throws(DatasetError) {
    (train, test) = try await IDXSet.mnist.located()
  }

  /// Opens the four files in a folder, gzipped or not.
  public init(at path: String) throws(DatasetError) {
    (train, test) = try IDXSet.mnist.opened(at: DataFolders.expandingTilde(path))
  }
}

/// Fashion-MNIST: 70,000 articles of clothing from Zalando's pictures, grey, 28x28 pixels; made to stand in for MNIST.
///
/// Xiao, Rasul and Vollgraf 2017, "Fashion-MNIST: a novel image dataset for benchmarking machine learning algorithms".
public struct FashionMNIST: Sendable {
  public let train: ImageDataset
  public let test: ImageDataset

  public static let classNames = [
    "T-shirt/top", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot",
  ]

  /// Opens the set where it is kept, below the folder named by `CAHIER_DATA` or in the cache, or fetches it.
  public init() async throws(DatasetError) {
    (train, test) = try await IDXSet.fashionMNIST.located()
  }

  /// Opens the four files in a folder, gzipped or not.
  public init(at path: String) throws(DatasetError) {
    (train, test) = try IDXSet.fashionMNIST.opened(at: DataFolders.expandingTilde(path))
  }
}
