/// CIFAR-100: 60,000 colour photographs of 32x32 pixels in 100 fine classes, which form 20 coarse ones; 50,000 to train
/// on and 10,000 to test.
///
/// Krizhevsky 2009, "Learning multiple layers of features from tiny images".
///
///     let cifar = try await CIFAR100(labels: .coarse)
///     cifar.train.classNames.count   // 20
public struct CIFAR100: Sendable {
  /// Keras's `label_mode`.
  public enum Labels: String, Hashable, Sendable, CaseIterable {
    /// 100 classes, 500 training images each.
    case fine
    /// 20 classes of five fine ones each.
    case coarse
  }

  public let train: ImageDataset
  public let test: ImageDataset
  public let labels: Labels
  /// The folder, or the archive, that the images were read from.
  public let folder: String
  public let layout: CIFARLayout

  /// Opens the set where it is kept, as `CIFAR10` does, or fetches it.
  public init(labels: Labels = .fine, preferring preferred: CIFARLayout = .binary) async throws(DatasetError) {
    self.init(
      try await CIFARSet.located(.cifar100(labels), layouts: CIFARLayout.ordered(from: preferred)), labels)
  }

  /// Opens the set in a folder: the one with the files or the one above it.
  public init(
    at path: String, labels: Labels = .fine, preferring preferred: CIFARLayout = .binary
  ) throws(DatasetError) {
    try self.init(
      files: CIFARFiles(
        .cifar100(labels), at: DataFolders.expandingTilde(path), layouts: CIFARLayout.ordered(from: preferred)),
      labels: labels)
  }

  init(files: CIFARFiles, labels: Labels, imagesPerBinaryFile: Int? = nil) throws(DatasetError) {
    self.init(try CIFARSet(files, images: imagesPerBinaryFile), labels)
  }

  private init(_ set: CIFARSet, _ labels: Labels) {
    (train, test, folder, layout) = (set.train, set.test, set.origin, set.layout)
    self.labels = labels
  }

  public static let coarseClassNames = [
    "aquatic mammals", "fish", "flowers", "food containers", "fruit and vegetables", "household electrical devices",
    "household furniture", "insects", "large carnivores", "large man-made outdoor things",
    "large natural outdoor scenes", "large omnivores and herbivores", "medium-sized mammals",
    "non-insect invertebrates", "people", "reptiles", "small mammals", "trees", "vehicles 1", "vehicles 2",
  ]

  public static let fineClassNames = [
    "apple", "aquarium fish", "baby", "bear", "beaver", "bed", "bee", "beetle", "bicycle", "bottle", "bowl", "boy",
    "bridge", "bus", "butterfly", "camel", "can", "castle", "caterpillar", "cattle", "chair", "chimpanzee", "clock",
    "cloud", "cockroach", "couch", "crab", "crocodile", "cup", "dinosaur", "dolphin", "elephant", "flatfish", "forest",
    "fox", "girl", "hamster", "house", "kangaroo", "keyboard", "lamp", "lawn mower", "leopard", "lion", "lizard",
    "lobster", "man", "maple tree", "motorcycle", "mountain", "mouse", "mushroom", "oak tree", "orange", "orchid",
    "otter", "palm tree", "pear", "pickup truck", "pine tree", "plain", "plate", "poppy", "porcupine", "possum",
    "rabbit", "raccoon", "ray", "road", "rocket", "rose", "sea", "seal", "shark", "shrew", "skunk", "skyscraper",
    "snail", "snake", "spider", "squirrel", "streetcar", "sunflower", "sweet pepper", "table", "tank", "telephone",
    "television", "tiger", "tractor", "train", "trout", "tulip", "turtle", "wardrobe", "whale", "willow tree", "wolf",
    "woman", "worm",
  ]
}
