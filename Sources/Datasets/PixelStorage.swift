/// The samples of equally large images, wherever their bytes lie: one region or several, one after the other.
struct PixelStorage: Sendable {
  /// How one image's bytes are ordered.
  enum Layout: Sendable {
    /// `[channels, height, width]`: one plane after the other, as CIFAR-10's files have it.
    case planar
    /// `[height, width, channels]`: a pixel's samples side by side.
    case interleaved
  }

  /// Images that lie in one region at a fixed distance from each other.
  struct Segment: Sendable {
    var region: ByteRegion
    /// Where the first image starts, in bytes from the region's start.
    var offset: Int
    /// From one image's start to the next one's.
    var stride: Int
    var count: Int
  }

  let layout: Layout
  let height: Int
  let width: Int
  let channels: Int
  let count: Int
  let segments: [Segment]
  /// The number of each segment's first image.
  private let firstImages: [Int]

  /// Puts segments in a row; each must lie within its region.
  init(layout: Layout, height: Int, width: Int, channels: Int, segments: [Segment]) {
    self.layout = layout
    self.height = height
    self.width = width
    self.channels = channels
    self.segments = segments
    var firstImages: [Int] = []
    var count = 0
    for segment in segments {
      let end = segment.offset + (segment.count - 1) * segment.stride + height * width * channels
      precondition(segment.count > 0 && end <= segment.region.bytes.count, "a segment reaches beyond its region")
      firstImages.append(count)
      count += segment.count
    }
    self.firstImages = firstImages
    self.count = count
  }

  var bytesPerImage: Int { height * width * channels }

  /// Lends the bytes of one image, in `layout`'s order.
  func withBytes<Result>(ofImage index: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    precondition(index >= 0 && index < count, "image index out of range")
    var number = segments.count - 1
    while firstImages[number] > index { number -= 1 }
    let start = segments[number].offset + (index - firstImages[number]) * segments[number].stride
    segments[number].region.willNeed(start..<start + bytesPerImage)
    return segments[number].region.bytes.withMemoryRebound(to: UInt8.self) { bytes in
      body(UnsafeBufferPointer(rebasing: bytes[start..<start + bytesPerImage]))
    }
  }

  /// Writes one image as `[height, width, channels]`, values 0...1.
  func copy(image index: Int, to destination: UnsafeMutablePointer<Float>) {
    let pixels = height * width
    withBytes(ofImage: index) { bytes in
      let source = bytes.baseAddress.unsafelyUnwrapped
      let scale = Self.unitValues
      switch (layout, channels) {
      case (.planar, 3):
        let (red, green, blue) = (source, source + pixels, source + 2 * pixels)
        for pixel in 0..<pixels {
          let target = destination + 3 &* pixel
          target[0] = scale[Int(red[pixel])]
          target[1] = scale[Int(green[pixel])]
          target[2] = scale[Int(blue[pixel])]
        }
      case (.planar, _):
        for channel in 0..<channels {
          for pixel in 0..<pixels {
            destination[pixel &* channels &+ channel] = scale[Int(source[channel &* pixels &+ pixel])]
          }
        }
      case (.interleaved, _):
        for sample in 0..<pixels * channels { destination[sample] = scale[Int(source[sample])] }
      }
    }
  }

  /// `Float(byte) / 255` for every byte: looked up, because a division costs more than a load.
  nonisolated(unsafe) private static let unitValues: UnsafePointer<Float> = {
    let table = UnsafeMutablePointer<Float>.allocate(capacity: 256)
    for byte in 0..<256 { table[byte] = Float(byte) / 255 }
    return UnsafePointer(table)
  }()
}
