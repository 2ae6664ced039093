public import Imaging

extension ImageDataset {
  /// How often each sample value, 0...255, stands in each channel: `[channel][value]`.
  public var channelHistograms: [[Int]] {
    let (channels, pixels) = (storage.channels, storage.height * storage.width)
    let (plane, step) = storage.layout == .planar ? (pixels, 1) : (1, channels)
    var counts = [[Int]](repeating: [Int](repeating: 0, count: 256), count: channels)
    for index in 0..<count {
      storage.withBytes(ofImage: order?[index] ?? index) { bytes in
        for channel in 0..<channels {
          counts[channel].withUnsafeMutableBufferPointer { counts in
            for pixel in 0..<pixels { counts[Int(bytes[channel &* plane &+ pixel &* step])] &+= 1 }
          }
        }
      }
    }
    return counts
  }

  /// The mean of all images of one class, pixel by pixel; `nil` where there is none.
  ///
  /// - Parameter label: an index into `classNames`.
  public func meanImage(ofClass label: Int) -> Image? {
    let members = labels.indices.filter { labels[$0] == label }
    guard !members.isEmpty else { return nil }
    let (channels, pixels) = (storage.channels, storage.height * storage.width)
    var sums = [Int](repeating: 0, count: channels * pixels)
    for index in members {
      storage.withBytes(ofImage: order?[index] ?? index) { bytes in
        for place in sums.indices { sums[place] &+= Int(bytes[place]) }
      }
    }
    let means = sums.map { UInt8(($0 + members.count / 2) / members.count) }
    let interleaved =
      storage.layout == .planar ? (0..<means.count).map { means[$0 % channels * pixels + $0 / channels] } : means
    return Image(height: storage.height, width: storage.width, channels: channels, bytes: interleaved)
  }
}
