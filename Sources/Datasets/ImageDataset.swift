public import Imaging
public import Learning

/// Equally large images with a class label each, kept as bytes until a batch is made of them.
///
/// Copies, subsets and shuffles share the pixels; only indices are new.
///
///     let cifar = try await CIFAR10()
///     let (train, validation) = cifar.train.shuffled(seed: 1).stratifiedSplit(fraction: 0.8, seed: 2)
///     train.imageShape      // [32, 32, 3]
public struct ImageDataset: LabeledImages {
  /// What the set is called, such as `CIFAR-10, training images`.
  public let name: String
  /// Where it came from: a folder, or the recipe it was drawn by.
  public let origin: String
  /// Who made it and what may be done with it.
  public let licenceNote: String
  public let classNames: [String]
  /// The class of each image, an index into `classNames`.
  public let labels: [Int]

  let storage: PixelStorage
  /// Which image of the storage each image is; `nil`: all of them in order.
  let order: [Int]?
  /// What training does to each image: see `augmented`.
  public let augmentation: Augmentation?
  private let lazyFingerprint = Lazy<String>()
  let lazyChannelSums = Lazy<[ChannelSums]>()

  init(
    name: String, origin: String, licenceNote: String, classNames: [String], labels: [Int], storage: PixelStorage,
    order: [Int]? = nil, augmentation: Augmentation? = nil
  ) {
    precondition(labels.count == order?.count ?? storage.count, "one label an image")
    self.name = name
    self.origin = origin
    self.licenceNote = licenceNote
    self.classNames = classNames
    self.labels = labels
    self.storage = storage
    self.order = order
    self.augmentation = augmentation
  }

  /// Makes a data set of pictures at hand, all of one shape.
  ///
  /// - Throws: `DatasetError.inconsistent` where shapes differ, a picture has no label or a label no class.
  public init(
    name: String, images: [Image], labels: [Int], classNames: [String], origin: String = "a program",
    licenceNote: String = ""
  ) throws(DatasetError) {
    guard let first = images.first else { throw .inconsistent("a data set needs at least one image") }
    guard labels.count == images.count else {
      throw .inconsistent("\(images.count) images need as many labels, got \(labels.count)")
    }
    for (index, image) in images.enumerated()
    where (image.height, image.width, image.channels) != (first.height, first.width, first.channels) {
      throw .inconsistent(
        "image \(index) is \(image.height)x\(image.width)x\(image.channels), the first is "
          + "\(first.height)x\(first.width)x\(first.channels); a data set needs one size")
    }
    for (index, label) in labels.enumerated() where !classNames.indices.contains(label) {
      throw .inconsistent("image \(index) has label \(label), but there are \(classNames.count) class names")
    }
    let size = first.bytes.count
    let region = ByteRegion(count: size * images.count) { memory in
      for (index, image) in images.enumerated() {
        UnsafeMutableRawBufferPointer(rebasing: memory[index * size..<(index + 1) * size]).copyBytes(from: image.bytes)
      }
    }
    let storage = PixelStorage(
      layout: .interleaved, height: first.height, width: first.width, channels: first.channels,
      segments: [.init(region: region, offset: 0, stride: size, count: images.count)])
    self.init(
      name: name, origin: origin, licenceNote: licenceNote, classNames: classNames, labels: labels, storage: storage)
  }

  /// The same images under another name or from elsewhere.
  func described(name: String? = nil, origin: String? = nil) -> ImageDataset {
    ImageDataset(
      name: name ?? self.name, origin: origin ?? self.origin, licenceNote: licenceNote, classNames: classNames,
      labels: labels, storage: storage, order: order, augmentation: augmentation)
  }

  public var count: Int { labels.count }

  public var imageShape: [Int] { [storage.height, storage.width, storage.channels] }

  public func label(at index: Int) -> Int { labels[index] }

  public func copyPixels(at index: Int, to destination: UnsafeMutablePointer<Float>) {
    storage.copy(image: order?[index] ?? index, to: destination)
  }

  /// One image as a picture.
  public subscript(index: Int) -> Image {
    requireArgument(index >= 0 && index < count, "there is no image \(index) in \(name): it has \(count)")
    return storage.withBytes(ofImage: order?[index] ?? index) { bytes in
      let pixels = storage.height * storage.width
      let channels = storage.channels
      let interleaved =
        switch storage.layout {
        case .interleaved: [UInt8](bytes)
        case .planar: (0..<bytes.count).map { bytes[$0 % channels * pixels + $0 / channels] }
        }
      return Image(height: storage.height, width: storage.width, channels: channels, bytes: interleaved)
    }
  }

  /// SHA-256 over class names, shape, labels and pixels: equal for equal content, whichever files it was read from.
  ///
  /// Computed when it is first asked for: about 0.1 s for 50,000 images of 32x32.
  public var fingerprint: String { lazyFingerprint.value { ContentDigest.hexadecimal(of: self) } }
}

/// Ends the program with a sentence where a caller's argument cannot be meant.
///
/// `precondition` would lose the sentence in an optimized build.
func requireArgument(_ condition: Bool, _ message: @autoclosure () -> String) {
  if !condition { fatalError(message()) }
}
