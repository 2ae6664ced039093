extension ImageDataset {
  /// The images of this set, then those of another.
  ///
  /// The pixels of both are shared, not copied, unless their bytes lie in different orders. Augmentation is this set's.
  ///
  /// - Throws: `DatasetError.inconsistent` where shapes or class names differ, or the other set has another augmentation.
  public func concatenated(with other: ImageDataset) throws(DatasetError) -> ImageDataset {
    guard imageShape == other.imageShape else {
      throw .inconsistent(
        "\(name) has images of \(imageShape), \(other.name) of \(other.imageShape); a data set needs one size")
    }
    guard classNames == other.classNames else {
      throw .inconsistent(
        "\(name) has the classes \(classNames.joined(separator: ", ")), \(other.name) has "
          + "\(other.classNames.joined(separator: ", ")); to be concatenated they need the same in the same order")
    }
    guard other.augmentation == nil || other.augmentation?.transforms.map(\.id) == augmentation?.transforms.map(\.id)
    else {
      throw .inconsistent(
        "\(name) and \(other.name) are augmented in different ways; say .augmented { … } after concatenating")
    }
    return ImageDataset(
      name: name == other.name ? name : "\(name) + \(other.name)",
      origin: origin == other.origin ? origin : "\(origin); \(other.origin)",
      licenceNote: licenceNote == other.licenceNote || other.licenceNote.isEmpty
        ? licenceNote : licenceNote.isEmpty ? other.licenceNote : "\(licenceNote) \(other.licenceNote)",
      classNames: classNames, labels: labels + other.labels, storage: storage.joined(with: other.storage),
      order: (order ?? Array(0..<count)) + (other.order ?? Array(0..<other.count)).map { $0 + storage.count },
      augmentation: augmentation)
  }
}

extension PixelStorage {
  /// The images of this storage, then those of another of the same shape.
  fileprivate func joined(with other: PixelStorage) -> PixelStorage {
    let other = other.layout == layout || channels == 1 ? other : other.laidOut(as: layout)
    return PixelStorage(
      layout: layout, height: height, width: width, channels: channels, segments: segments + other.segments)
  }

  /// A copy whose bytes lie in another order.
  private func laidOut(as layout: Layout) -> PixelStorage {
    let (size, pixels, channels) = (bytesPerImage, height * width, channels)
    let region = ByteRegion(count: size * count) { memory in
      for image in 0..<count {
        withBytes(ofImage: image) { bytes in
          for pixel in 0..<pixels {
            for channel in 0..<channels {
              let (planar, interleaved) = (channel * pixels + pixel, pixel * channels + channel)
              let (from, to) = layout == .planar ? (interleaved, planar) : (planar, interleaved)
              memory[image * size + to] = bytes[from]
            }
          }
        }
      }
    }
    return PixelStorage(
      layout: layout, height: height, width: width, channels: channels,
      segments: [.init(region: region, offset: 0, stride: size, count: count)])
  }
}
