/// Takes each channel's mean from its values and divides by its deviation.
///
/// It is fixed: the model takes it for granted, so the data that it is validated and evaluated on must carry it too.
/// `fit` and `evaluate` say so where they do not.
///
/// ```swift
/// let normalize = Normalize(mean: train.channelMeans, deviation: train.channelDeviations)
/// let (learning, checking) = (train.augmented { HorizontalFlip(); normalize }, test.augmented { normalize })
/// ```
///
/// - Errors: a `ModelError` where there is not one number a channel, or a deviation is not greater than 0.
public struct Normalize: ImageTransform {
  let mean: [Double]
  let deviation: [Double]

  /// - Parameters: one number a channel each, in the units of the pixels, 0...1.
  public init(mean: [Double], deviation: [Double]) {
    self.mean = mean
    self.deviation = deviation
  }

  public var id: String? { "Normalize(mean: \(mean), deviation: \(deviation))" }
  public var isFixed: Bool { true }

  public func check(imageShape: [Int]) throws(ModelError) {
    let channels = imageShape[2]
    let needed = "\(channels == 1 ? "1 number" : "\(channels) numbers"), one for each channel"
    try check("mean", mean, mean.count == channels && mean.allSatisfy(\.isFinite), needed)
    try check("deviation", deviation, deviation.count == channels, needed)
    try check("deviation", deviation, deviation.allSatisfy(SettingRange.positive.contains), "greater than 0")
  }

  public func apply(to image: inout TrainingImage, random: inout ImageRandom) {
    let (pixels, channels) = (image.start, image.channels)
    for channel in 0..<channels {
      let (mean, factor) = (Float(mean[channel]), Float(1 / deviation[channel]))
      for place in stride(from: channel, to: image.pixels.count, by: channels) {
        pixels[place] = (pixels[place] - mean) * factor
      }
    }
  }
}
