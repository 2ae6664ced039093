/// Mirrors an image left to right, half of the time: a cat is a cat from either side.
///
/// - Errors: a `ModelError` for a probability outside 0...1.
public struct HorizontalFlip: ImageTransform {
  let probability: Double

  public init(probability: Double = 0.5) {
    self.probability = probability
  }

  public var id: String? { "HorizontalFlip(probability: \(probability))" }

  public func check(imageShape: [Int]) throws(ModelError) {
    try check("probability", probability, (0...1).contains(probability), "in 0...1")
  }

  public func apply(to image: inout TrainingImage, random: inout ImageRandom) {
    guard random.chance(Float(probability)) else { return }
    let channels = image.channels
    for row in 0..<image.height {
      var left = image.start + row * image.width * channels
      var right = left + (image.width - 1) * channels
      while left < right {
        for channel in 0..<channels { swap(&left[channel], &right[channel]) }
        left += channels
        right -= channels
      }
    }
  }
}
