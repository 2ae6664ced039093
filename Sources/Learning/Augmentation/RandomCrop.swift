/// Pads an image on all sides and cuts its own size out again somewhere: the picture moves by up to `padding` pixels.
///
/// He et al., "Deep residual learning for image recognition", 2016, section 4.2.
///
/// - Errors: a `ModelError` for a padding below 0, or one to be mirrored that is not smaller than the image.
public struct RandomCrop: ImageTransform {
  /// What stands around the image.
  public enum Fill: String, Hashable, Sendable {
    case zeros
    /// The image mirrored at its outermost pixels, which are not repeated.
    case reflect
  }

  let padding: Int
  let fill: Fill

  /// - Parameter padding: in pixels, on each side.
  public init(padding: Int, fill: Fill = .zeros) {
    self.padding = padding
    self.fill = fill
  }

  public var id: String? { "RandomCrop(padding: \(padding), fill: \(fill))" }

  public func check(imageShape: [Int]) throws(ModelError) {
    try check("padding", padding, padding >= 0, SettingRange.notNegative.rawValue)
    let side = min(imageShape[0], imageShape[1])
    guard fill == .reflect else { return }
    try check("padding", padding, padding < side, "smaller than the image's shorter side, \(side)")
  }

  public func apply(to image: inout TrainingImage, random: inout ImageRandom) {
    let down = random.next(below: 2 * padding + 1) - padding
    let right = random.next(below: 2 * padding + 1) - padding
    guard down != 0 || right != 0 else { return }
    let (height, width, channels) = (image.height, image.width, image.channels)
    // Columns of the result that the image itself reaches.
    let inside = min(max(0, -right), width)..<max(min(width, width - right), min(max(0, -right), width))
    for row in 0..<height {
      let to = image.spareStart + row * width * channels
      let source = fill == .reflect ? Self.reflected(row + down, height) : row + down
      guard source >= 0 && source < height else {
        to.update(repeating: 0, count: width * channels)
        continue
      }
      let from = image.start + source * width * channels
      (to + inside.lowerBound * channels).update(
        from: from + (inside.lowerBound + right) * channels, count: inside.count * channels)
      for column in 0..<width where !inside.contains(column) {
        let source = Self.reflected(column + right, width)
        for channel in 0..<channels {
          to[column * channels + channel] = fill == .reflect ? from[source * channels + channel] : 0
        }
      }
    }
    image.exchange()
  }

  /// The place that mirrors `place` at the ends of `0..<count`.
  private static func reflected(_ place: Int, _ count: Int) -> Int {
    place < 0 ? -place : place >= count ? 2 * (count - 1) - place : place
  }
}
