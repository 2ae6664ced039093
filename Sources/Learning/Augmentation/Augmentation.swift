/// What training does to each image before the model sees it: transforms, one after the other.
///
/// Data sets carry it: `train.augmented { HorizontalFlip(); RandomCrop(padding: 4) }`. The result is a function of the
/// model's seed, the epoch and the image's place in the data. Validation, evaluation and prediction see the images as
/// they are, but for fixed transforms such as `Normalize`.
public struct Augmentation: Sendable {
  public let transforms: [any ImageTransform]
  /// Where images are mixed in pairs, if they are.
  private let mixing: (place: Int, mixUp: MixUp)?

  public init(_ transforms: [any ImageTransform]) {
    self.transforms = transforms
    mixing =
      transforms.enumerated().lazy.compactMap { place, transform in
        (transform as? MixUp).map { (place, $0) }
      }.first
  }

  /// Whether labels are mixed.
  var mixes: Bool { mixing != nil }

  /// What happened to an image beside its own transforms.
  struct Mixture: Hashable {
    /// The other image, by its place in the data.
    var partner: Int
    /// The image's own part, at least a half; the rest is its partner's.
    var share: Float
  }
}

extension Augmentation {
  /// Each transform as a run's key names it.
  var keyLines: [String] { transforms.map { $0.id ?? $0.name } }

  /// The fixed transforms, as a run's key names them: what the model takes for granted.
  var fixedLines: [String] { transforms.filter(\.isFixed).map { $0.id ?? $0.name } }

  /// Why a run with it cannot be kept, as a sentence.
  var reasonAgainstKeeping: String? {
    guard let unknown = transforms.first(where: { $0.id == nil }) else { return nil }
    return "Not kept: the transform \(unknown.name) has no id to tell it by. Add one, such as "
      + "CustomTransform(id: \"darker by half\") { … }."
  }

  /// Throws an error that names the first setting that makes no sense for images of this shape.
  func check(imageShape: [Int]) throws(ModelError) {
    for transform in transforms { try transform.check(imageShape: imageShape) }
    guard transforms.count(where: { $0 is MixUp }) <= 1 else {
      throw .invalidSetting(of: "augmented", setting: "MixUp", value: "twice", requirement: "in the list once at most")
    }
  }

  /// Reads an image and changes it as training does.
  ///
  /// - Parameters:
  ///   - image: receives the result.
  ///   - other: for the image that is mixed in.
  ///   - leavingOutFixed: for pictures, which normalized pixels are not.
  /// - Returns: what was mixed in, if anything.
  func read(
    _ sample: Int, of data: any LabeledImages, into image: inout TrainingImage, other: inout TrainingImage,
    random: StepRandomness, leavingOutFixed: Bool = false
  ) -> Mixture? {
    data.copyPixels(at: sample, to: image.start)
    guard let (place, mixUp) = mixing else {
      apply(0..<transforms.count, to: &image, sample, random, leavingOutFixed)
      return nil
    }
    apply(0..<place, to: &image, sample, random, leavingOutFixed)
    var draw = ImageRandom(seed: random.seed, epoch: random.epoch, sample: sample, place: place)
    let mixture = mixUp.mixture(count: data.count, random: &draw)
    data.copyPixels(at: mixture.partner, to: other.start)
    apply(0..<place, to: &other, mixture.partner, random, leavingOutFixed)
    image.blend(with: other, share: mixture.share)
    apply(place + 1..<transforms.count, to: &image, sample, random, leavingOutFixed)
    return mixture
  }

  /// Makes the fixed changes to an image that was read: what validation, evaluation and prediction see.
  func applyFixed(to image: inout TrainingImage) {
    for transform in transforms where transform.isFixed {
      var unused = ImageRandom(seed: 0, epoch: 0, sample: 0, place: 0)
      transform.apply(to: &image, random: &unused)
    }
  }

  private func apply(
    _ places: Range<Int>, to image: inout TrainingImage, _ sample: Int, _ random: StepRandomness,
    _ leavingOutFixed: Bool
  ) {
    for place in places where !(leavingOutFixed && transforms[place].isFixed) {
      var draw = ImageRandom(seed: random.seed, epoch: random.epoch, sample: sample, place: place)
      transforms[place].apply(to: &image, random: &draw)
    }
  }
}

/// Lists transforms in braces, with `if`, `else`, `switch` and `for` among them.
@resultBuilder
public enum AugmentationBuilder {
  public static func buildExpression(_ transform: some ImageTransform) -> [any ImageTransform] { [transform] }
  public static func buildExpression(_ transform: any ImageTransform) -> [any ImageTransform] { [transform] }
  public static func buildExpression(_ transforms: [any ImageTransform]) -> [any ImageTransform] { transforms }
  public static func buildBlock(_ parts: [any ImageTransform]...) -> [any ImageTransform] { parts.flatMap { $0 } }
  public static func buildOptional(_ part: [any ImageTransform]?) -> [any ImageTransform] { part ?? [] }
  public static func buildEither(first part: [any ImageTransform]) -> [any ImageTransform] { part }
  public static func buildEither(second part: [any ImageTransform]) -> [any ImageTransform] { part }
  public static func buildArray(_ parts: [[any ImageTransform]]) -> [any ImageTransform] { parts.flatMap { $0 } }
  public static func buildLimitedAvailability(_ part: [any ImageTransform]) -> [any ImageTransform] { part }
}

/// An image as training sees it, to be shown.
package struct AugmentedPicture {
  /// `[height, width, channels]` in row-major order, values 0...1 but where a transform leaves them.
  package var pixels: [Float]
  /// The image that was mixed in, by its place in the data, and how large the image's own part is, 0.5...1.
  package var mixedWith: (partner: Int, share: Double)?
}

extension LabeledImages {
  /// One image as training with `seed` sees it in an epoch; fixed transforms, which make no pictures, are left out.
  ///
  /// - Parameter epoch: 0-based.
  /// - Throws: `ModelError` where a transform's setting makes no sense.
  package func augmentedPicture(at sample: Int, seed: UInt64, epoch: Int) throws(ModelError) -> AugmentedPicture {
    try augmentation?.check(imageShape: imageShape)
    let count = imageShape.reduce(1, *)
    let memory = UnsafeMutablePointer<Float>.allocate(capacity: 4 * count)
    memory.initialize(repeating: 0, count: 4 * count)
    defer { memory.deallocate() }
    var image = TrainingImage(shape: imageShape, memory: memory)
    var other = TrainingImage(shape: imageShape, memory: memory + 2 * count)
    let mixture = (augmentation ?? Augmentation([])).read(
      sample, of: self, into: &image, other: &other, random: StepRandomness(seed: seed, epoch: epoch),
      leavingOutFixed: true)
    return AugmentedPicture(
      pixels: Array(image.pixels), mixedWith: mixture.map { ($0.partner, Double($0.share)) })
  }
}
