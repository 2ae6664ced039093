/// One of CIFAR-10's six files: its labels, and where its pixels lie.
struct CIFAR10Batch {
  static let side = 32
  static let channels = 3
  static let bytesPerImage = side * side * channels

  let labels: [Int]
  let pixels: PixelStorage.Segment

  /// Opens `data_batch_N.bin`: `images` records of one label byte and the red, green and blue plane, row by row.
  init(binary path: String, images: Int) throws(DatasetError) {
    let record = 1 + Self.bytesPerImage
    let region = try ByteRegion(mapping: path)
    guard region.bytes.count == images * record else {
      throw .wrongSize(file: path, expected: images * record, actual: region.bytes.count)
    }
    labels = (0..<images).map { Int(region.bytes[$0 * record]) }
    pixels = .init(region: region, offset: 1, stride: record, count: images)
    try checkLabels(file: path) { $0 * record }
  }

  /// Opens `data_batch_N`, a pickled dictionary with the keys `labels` and `data`, an array of bytes `[images, 3072]`.
  init(pickle path: String) throws(DatasetError) {
    let region = try ByteRegion(mapping: path)
    do {
      let content = try CIFAR10Pickle(region.bytes)
      labels = content.labels
      pixels = .init(region: region, offset: content.pixels, stride: Self.bytesPerImage, count: content.labels.count)
      try checkLabels(file: path) { content.labelOffsets[$0] }
    } catch let problem as PickleProblem {
      throw .pickle(file: path, offset: problem.offset, fault: problem.fault)
    } catch let error as DatasetError {
      throw error
    } catch {
      throw .unreadable(file: path, reason: "\(error)")
    }
  }

  private func checkLabels(file: String, offset: (Int) -> Int) throws(DatasetError) {
    let classes = CIFAR10.classNames.count
    for (image, label) in labels.enumerated() where label < 0 || label >= classes {
      throw .labelOutOfRange(file: file, label: label, image: image, offset: offset(image), classes: classes)
    }
  }
}
