/// Images with one class label each: what a model is trained, evaluated and asked on.
///
/// `Learning` knows neither files nor formats; a data set conforms to this protocol and the engine reads its pixels
/// image by image while it fills a batch.
public protocol LabeledImages: Sendable {
  /// How many images there are.
  var count: Int { get }

  /// `[height, width, channels]` of every image.
  var imageShape: [Int] { get }

  /// The classes' names; a label is an index into them.
  var classNames: [String] { get }

  /// SHA-256 over pixels, labels and class names, in hexadecimal: equal for equal content, wherever it was loaded from.
  var fingerprint: String { get }

  /// The class of one image.
  func label(at index: Int) -> Int

  /// Writes one image, `[height, width, channels]` in row-major order, values 0...1, to `destination`.
  func copyPixels(at index: Int, to destination: UnsafeMutablePointer<Float>)

  /// What training does to each image; `nil` where it sees them as they are.
  ///
  /// `copyPixels` gives images without it.
  var augmentation: Augmentation? { get }
}

extension LabeledImages {
  public var augmentation: Augmentation? { nil }

  /// The fixed transforms that a model is to take for granted.
  var fixedTransforms: [String] { augmentation?.fixedLines ?? [] }

  /// Equal for data that evaluation sees alike; `nil` where that is not known.
  var evaluationFingerprint: String? {
    guard let augmentation, !fixedTransforms.isEmpty else { return fingerprint }
    guard augmentation.transforms.allSatisfy({ !$0.isFixed || $0.id != nil }) else { return nil }
    return fingerprint + fixedTransforms.map { " \($0)" }.joined()
  }
}
