/// Changes an image's brightness, contrast, saturation and hue a little.
///
/// Factors are drawn from `1 - amount...1 + amount`. One after the other: brightness multiplies all values, contrast
/// spreads them around the image's mean grey, saturation spreads each pixel's around its own grey (grey is
/// 0.299 R + 0.587 G + 0.114 B), hue turns colours round the grey axis by up to `hue` of a full turn. The result is cut to
/// 0...1. Images of other than three channels have no saturation and no hue.
///
/// - Errors: a `ModelError` for an amount outside 0...1, or a hue outside 0...0.5.
public struct ColorJitter: ImageTransform {
  let brightness, contrast, saturation, hue: Double

  public init(brightness: Double = 0, contrast: Double = 0, saturation: Double = 0, hue: Double = 0) {
    self.brightness = brightness
    self.contrast = contrast
    self.saturation = saturation
    self.hue = hue
  }

  public var id: String? {
    "ColorJitter(brightness: \(brightness), contrast: \(contrast), saturation: \(saturation), hue: \(hue))"
  }

  public func check(imageShape: [Int]) throws(ModelError) {
    for (name, amount) in [("brightness", brightness), ("contrast", contrast), ("saturation", saturation)] {
      try check(name, amount, (0...1).contains(amount), "in 0...1")
    }
    try check("hue", hue, (0...0.5).contains(hue), "in 0...0.5")
  }

  public func apply(to image: inout TrainingImage, random: inout ImageRandom) {
    func factor(_ amount: Double) -> Float {
      random.uniform(in: Float(1 - amount)...Float(1 + amount))
    }
    let (brightness, contrast, saturation) = (factor(brightness), factor(contrast), factor(saturation))
    let turn = random.uniform(in: Float(-hue)...Float(hue))
    if image.channels == 3 {
      change(image, brightness, contrast, saturation, turn)
    } else {
      let mean = contrast == 1 ? 0 : Self.mean(image, channel: 0) * brightness
      let (factor, offset) = (brightness * contrast, (1 - contrast) * mean)
      for place in image.pixels.indices { image.start[place] = Self.cut(image.start[place] * factor + offset) }
    }
  }

  private static let grey = SIMD3<Float>(0.299, 0.587, 0.114)

  /// All four as one matrix for the three channels of a pixel, and an offset.
  private func change(
    _ image: TrainingImage, _ brightness: Float, _ contrast: Float, _ saturation: Float, _ turn: Float
  ) {
    let grey = Self.grey
    var offset: Float = 0
    if contrast != 1 {
      let means = SIMD3(Self.mean(image, channel: 0), Self.mean(image, channel: 1), Self.mean(image, channel: 2))
      offset = (1 - contrast) * brightness * (means.x * grey.x + means.y * grey.y + means.z * grey.z)
    }
    // Saturation leaves grey, and so the offset, as it is; so does the turn round the grey axis.
    let scale = brightness * contrast
    let (cosine, sine) = (Float(ExactMath.cosine(turns: Double(turn))), Float(ExactMath.sine(turns: Double(turn))))
    let (same, next) = ((1 - cosine) / 3, sine * 0.57735027)
    func row(_ hue: SIMD3<Float>) -> SIMD3<Float> { scale * (saturation * hue + (1 - saturation) * grey) }
    let red = row(SIMD3(cosine + same, same - next, same + next))
    let green = row(SIMD3(same + next, cosine + same, same - next))
    let blue = row(SIMD3(same - next, same + next, cosine + same))
    var pixel = image.start
    let end = pixel + image.pixels.count
    while pixel < end {
      let (r, g, b) = (pixel[0], pixel[1], pixel[2])
      pixel[0] = Self.cut(red.x * r + red.y * g + red.z * b + offset)
      pixel[1] = Self.cut(green.x * r + green.y * g + green.z * b + offset)
      pixel[2] = Self.cut(blue.x * r + blue.y * g + blue.z * b + offset)
      pixel += 3
    }
  }

  private static func cut(_ value: Float) -> Float { min(max(value, 0), 1) }

  /// Four sums, for one would wait on the addition's latency.
  private static func mean(_ image: TrainingImage, channel: Int) -> Float {
    // An image of two channels, or four, is measured by its first.
    let (pixels, step) = (image.start + channel, image.channels)
    let count = image.height * image.width
    var sums = SIMD4<Float>()
    var place = 0
    while place + 4 <= count {
      sums += SIMD4(
        pixels[place * step], pixels[(place + 1) * step], pixels[(place + 2) * step], pixels[(place + 3) * step])
      place += 4
    }
    while place < count {
      sums.x += pixels[place * step]
      place += 1
    }
    return ((sums.x + sums.y) + (sums.z + sums.w)) / Float(count)
  }
}
