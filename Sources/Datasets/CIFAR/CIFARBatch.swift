/// One file of a CIFAR set: its labels, and where its pixels lie.
struct CIFARBatch {
  let labels: [Int]
  let pixels: PixelStorage.Segment

  init(labels: [Int], pixels: PixelStorage.Segment) {
    (self.labels, self.pixels) = (labels, pixels)
  }

  /// Reads a file of either layout. `region`: its bytes; `path` is for messages; `images`: in a binary file.
  init(
    _ region: ByteRegion, path: String, variant: CIFARVariant, layout: CIFARLayout, images: Int
  ) throws(DatasetError) {
    switch layout {
    case .binary: try self.init(binary: region, path: path, variant: variant, images: images)
    case .pickle: try self.init(pickle: region, path: path, variant: variant)
    }
  }

  /// `images` records of one or two label bytes and the red, green and blue plane, row by row.
  private init(binary region: ByteRegion, path: String, variant: CIFARVariant, images: Int) throws(DatasetError) {
    let record = variant.labelBytes + CIFARImage.bytes
    guard region.bytes.count == images * record else {
      throw .wrongSize(file: path, expected: images * record, actual: region.bytes.count)
    }
    labels = (0..<images).map { Int(region.bytes[$0 * record + variant.labelByte]) }
    pixels = .init(region: region, offset: variant.labelBytes, stride: record, count: images)
    try checkLabels(file: path, variant) { $0 * record + variant.labelByte }
  }

  /// A pickled dictionary with labels and `data`, an array of bytes `[images, 3072]`.
  private init(pickle region: ByteRegion, path: String, variant: CIFARVariant) throws(DatasetError) {
    do {
      let content = try CIFARPickle(region.bytes, labelKey: variant.labelKey)
      labels = content.labels
      pixels = .init(region: region, offset: content.pixels, stride: CIFARImage.bytes, count: content.labels.count)
      try checkLabels(file: path, variant) { content.labelOffsets[$0] }
    } catch let problem as PickleProblem {
      throw .pickle(file: path, offset: problem.offset, fault: problem.fault)
    } catch let error as DatasetError {
      throw error
    } catch {
      throw .unreadable(file: path, reason: "\(error)")
    }
  }

  private func checkLabels(file: String, _ variant: CIFARVariant, offset: (Int) -> Int) throws(DatasetError) {
    let classes = variant.classNames.count
    for (image, label) in labels.enumerated() where label < 0 || label >= classes {
      throw .labelOutOfRange(
        file: file, label: label, image: image, offset: offset(image), classes: classes, set: variant.name)
    }
  }
}
