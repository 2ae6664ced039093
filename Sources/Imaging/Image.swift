/// A small picture: 8-bit samples, `[height, width, channels]` in row-major order.
///
/// 1 channel is grey, 3 are RGB and 4 are RGB with alpha (not premultiplied); samples are sRGB, 0...255.
public struct Image: Hashable, Sendable {
  public let height: Int
  public let width: Int
  public let channels: Int
  /// `height * width * channels` samples, channels fastest.
  public var bytes: [UInt8]

  /// Makes an image of its samples.
  ///
  /// The sizes must be positive, `channels` 1, 3 or 4, and `bytes` exactly as long as they say.
  public init(height: Int, width: Int, channels: Int, bytes: [UInt8]) {
    precondition(height > 0 && width > 0, "an image has at least one pixel")
    precondition([1, 3, 4].contains(channels), "an image has 1, 3 or 4 channels, not \(channels)")
    precondition(bytes.count == height * width * channels, "\(bytes.count) bytes do not fill the image")
    self.height = height
    self.width = width
    self.channels = channels
    self.bytes = bytes
  }

  /// Reads or writes one sample.
  public subscript(row: Int, column: Int, channel: Int) -> UInt8 {
    get { bytes[(row * width + column) * channels + channel] }
    set { bytes[(row * width + column) * channels + channel] = newValue }
  }

  /// Enlarges the picture so that each pixel becomes a crisp square, `factor` pixels wide.
  public func enlarged(by factor: Int) -> Image {
    precondition(factor > 0, "a picture can be enlarged by 1 or more, not by \(factor)")
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count * factor * factor)
    for row in 0..<height {
      let start = result.count
      for column in 0..<width {
        let pixel = (row * width + column) * channels
        for _ in 0..<factor { result.append(contentsOf: bytes[pixel..<pixel + channels]) }
      }
      let line = result[start...]
      for _ in 1..<factor { result.append(contentsOf: line) }
    }
    return Image(height: height * factor, width: width * factor, channels: channels, bytes: result)
  }
}
