@testable import Learning

/// Small images drawn from a seed: noise, plus a pattern by which the class can be learned.
struct TestImages: LabeledImages {
  let imageShape: [Int]
  let classNames: [String]
  let labels: [Int]
  let pixels: [Float]
  let fingerprint: String
  var augmentation: Augmentation?

  init(_ count: Int, shape: [Int] = [6, 5, 3], classes: Int = 4, seed: UInt64 = 1) {
    imageShape = shape
    classNames = (0..<classes).map { "class \($0)" }
    let size = shape.reduce(1, *)
    let stream = RandomStream(seed: seed, purpose: .data, index: 0)
    let labels = (0..<count).map { Int(stream.bits($0) % UInt32(classes)) }
    let noise = RandomStream(seed: seed, purpose: .data, index: 1).uniform(count: count * size, limit: 0.5)
    let patterns = RandomStream(seed: 99, purpose: .data, index: 2).uniform(count: classes * size, limit: 0.5)
    pixels = (0..<count * size).map { 0.5 + 0.6 * noise[$0] + 0.4 * patterns[labels[$0 / size] * size + $0 % size] }
    self.labels = labels
    fingerprint = "test images \(count) \(shape) \(classes) \(seed)"
  }

  init(imageShape: [Int], classNames: [String], labels: [Int], pixels: [Float]) {
    self.imageShape = imageShape
    self.classNames = classNames
    self.labels = labels
    self.pixels = pixels
    fingerprint = "given"
  }

  var count: Int { labels.count }

  func label(at index: Int) -> Int { labels[index] }

  func copyPixels(at index: Int, to destination: UnsafeMutablePointer<Float>) {
    let size = imageShape.reduce(1, *)
    for place in 0..<size { destination[place] = pixels[index * size + place] }
  }

  func augmented(@AugmentationBuilder _ transforms: () -> [any ImageTransform]) -> TestImages {
    var copy = self
    copy.augmentation = Augmentation(transforms())
    return copy
  }

  func first(_ count: Int) -> TestImages {
    TestImages(
      imageShape: imageShape, classNames: classNames, labels: Array(labels.prefix(count)),
      pixels: Array(pixels.prefix(count * imageShape.reduce(1, *))))
  }

  /// Some of the images, as the reference takes them.
  func volume<Scalar: BinaryFloatingPoint>(_ indices: some Sequence<Int>) -> Volume<Scalar> {
    let size = imageShape.reduce(1, *)
    let indices = Array(indices)
    return Volume(
      images: indices.count, shape: imageShape,
      indices.flatMap { pixels[$0 * size..<($0 + 1) * size].map { Scalar($0) } })
  }
}
