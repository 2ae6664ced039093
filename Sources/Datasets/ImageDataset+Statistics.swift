public import Learning

extension ImageDataset {
  /// How many images each class has, in the order of `classNames`.
  public var classCounts: [Int] {
    labels.reduce(into: [Int](repeating: 0, count: classNames.count)) { $0[$1] += 1 }
  }

  /// The labels as `[count, classes]`, one 1 a row.
  public var oneHotLabels: Tensor {
    var tensor = Tensor(shape: [count, classNames.count], repeating: 0)
    for (index, label) in labels.enumerated() { tensor.scalars[index * classNames.count + label] = 1 }
    return tensor
  }

  /// The mean of each channel over all pixels of all images, 0...1.
  public var channelMeans: [Double] { channelSums.map { Double($0.sum) / 255 / max(samplesPerChannel, 1) } }

  /// The standard deviation of each channel over all pixels of all images (divided by their number, not by one less).
  public var channelDeviations: [Double] {
    channelSums.map { sums in
      let mean = Double(sums.sum) / max(samplesPerChannel, 1)
      let meanSquare = Double(sums.squares) / max(samplesPerChannel, 1)
      return max(meanSquare - mean * mean, 0).squareRoot() / 255
    }
  }

  private var samplesPerChannel: Double { Double(count) * Double(storage.height * storage.width) }

  /// Sums of the samples as bytes and of their squares: in whole numbers, so that no order of adding matters.
  private var channelSums: [ChannelSums] { lazyChannelSums.value { sumChannels() } }

  private func sumChannels() -> [ChannelSums] {
    let channels = storage.channels
    let pixels = storage.height * storage.width
    // From a channel's first sample and from one sample to the next.
    let (plane, step) = storage.layout == .planar ? (pixels, 1) : (1, channels)
    var sums = [ChannelSums](repeating: ChannelSums(), count: channels)
    for index in 0..<count {
      storage.withBytes(ofImage: order?[index] ?? index) { bytes in
        for channel in 0..<channels {
          let samples = bytes.baseAddress.unsafelyUnwrapped + channel * plane
          var (sum, squares) = (UInt64(0), UInt64(0))
          for pixel in 0..<pixels {
            let value = UInt64(samples[pixel &* step])
            sum &+= value
            squares &+= value &* value
          }
          sums[channel].sum += sum
          sums[channel].squares += squares
        }
      }
    }
    return sums
  }
}

/// What means and deviations are made of: both are asked for together, and each image is looked at once.
struct ChannelSums: Sendable {
  var sum: UInt64 = 0
  var squares: UInt64 = 0
}
