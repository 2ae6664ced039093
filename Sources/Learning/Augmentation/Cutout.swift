/// Blanks a square somewhere in an image, so that no single part of it decides.
///
/// The square's centre lies anywhere in the image: at a border less of it is blanked. DeVries & Taylor, "Improved
/// regularization of convolutional neural networks with cutout", 2017. Placed after `Normalize`, 0 is the mean colour.
///
/// - Errors: a `ModelError` for a size below 0 or a value that is not finite.
public struct Cutout: ImageTransform {
  let size: Int
  let value: Double

  /// - Parameters:
  ///   - size: the square's side in pixels.
  ///   - value: what is put there.
  public init(_ size: Int, value: Double = 0) {
    self.size = size
    self.value = value
  }

  public var id: String? { "Cutout(\(size), value: \(value))" }

  public func check(imageShape: [Int]) throws(ModelError) {
    try check("size", size, size >= 0, SettingRange.notNegative.rawValue)
    try check("value", value, value.isFinite, "a finite number")
  }

  public func apply(to image: inout TrainingImage, random: inout ImageRandom) {
    let top = random.next(below: image.height) - size / 2
    let left = random.next(below: image.width) - size / 2
    let rows = max(0, top)..<max(0, min(image.height, top + size))
    let columns = max(0, left)..<max(0, min(image.width, left + size))
    for row in rows {
      (image.start + (row * image.width + columns.lowerBound) * image.channels)
        .update(repeating: Float(value), count: columns.count * image.channels)
    }
  }
}
