extension Image {
  /// Which samples the pixels of a picture have; Keras's name and choices.
  public enum ColorMode: String, Hashable, Sendable, CaseIterable {
    case grayscale
    case rgb
    case rgba

    /// Samples a pixel.
    public var channels: Int {
      switch self {
      case .grayscale: 1
      case .rgb: 3
      case .rgba: 4
      }
    }
  }

  /// The picture in another colour mode.
  ///
  /// Grey is made by the weights of ITU-R BT.601, as in Pillow: 0.299 red, 0.587 green, 0.114 blue. Where alpha is
  /// dropped, the picture is laid on white: what hides behind transparent pixels stays hidden.
  public func converted(to mode: ColorMode) -> Image {
    guard channels != mode.channels else { return self }
    let pixels = height * width
    let result = [UInt8](unsafeUninitializedCapacity: pixels * mode.channels) { target, count in
      for pixel in 0..<pixels {
        let source = pixel * channels
        var (red, green, blue, alpha) = (Int(bytes[source]), 0, 0, 255)
        (green, blue) = channels == 1 ? (red, red) : (Int(bytes[source + 1]), Int(bytes[source + 2]))
        if channels == 4 { alpha = Int(bytes[source + 3]) }
        if mode != .rgba, alpha < 255 {
          (red, green, blue) = (Self.onWhite(red, alpha), Self.onWhite(green, alpha), Self.onWhite(blue, alpha))
        }
        let place = pixel * mode.channels
        switch mode {
        case .grayscale:
          target[place] =
            channels == 1 ? UInt8(red) : UInt8((red * 19595 + green * 38470 + blue * 7471 + 0x8000) >> 16)
        case .rgb, .rgba:
          (target[place], target[place + 1], target[place + 2]) = (UInt8(red), UInt8(green), UInt8(blue))
          if mode == .rgba { target[place + 3] = UInt8(alpha) }
        }
      }
      count = pixels * mode.channels
    }
    return Image(height: height, width: width, channels: mode.channels, bytes: result)
  }

  private static func onWhite(_ value: Int, _ alpha: Int) -> Int { 255 + ((value - 255) * alpha - 127) / 255 }
}
