/// An array of NumPy's: a file of its own or a member of an archive.
struct NPYArray {
  let file: String
  let header: NPYHeader
  let region: ByteRegion

  /// `file` is for messages.
  init(_ region: ByteRegion, file: String) throws(DatasetError) {
    self.file = file
    self.region = region
    header = try NPYHeader(region.bytes, available: region.bytes.count, file: file)
    guard !header.isFortranOrder || header.shape.count < 2 else {
      throw unsupported("an array stored column by column", "Save numpy.ascontiguousarray of it.")
    }
  }

  private func unsupported(_ what: String, _ remedy: String) -> DatasetError {
    .file(file, offset: nil, .unsupported(what, remedy: remedy))
  }

  /// As images: bytes of `[images, height, width]`, with channels last or, where only that fits, second.
  func images() throws(DatasetError) -> PixelStorage {
    let shape = header.shape
    guard header.type.hasSuffix("u1") else {
      throw unsupported("images of type '\(header.type)'", "Save them as uint8, 0 to 255.")
    }
    let channels: Int
    let layout: PixelStorage.Layout
    switch shape.count {
    case 3: (channels, layout) = (1, .interleaved)
    case 4 where [1, 3, 4].contains(shape[3]): (channels, layout) = (shape[3], .interleaved)
    case 4 where [1, 3, 4].contains(shape[1]): (channels, layout) = (shape[1], .planar)
    default:
      throw unsupported("images of shape \(shape)", "Give them [images, height, width, channels], 1, 3 or 4 channels.")
    }
    guard shape.allSatisfy({ $0 > 0 }) else { throw unsupported("no images, but the shape \(shape)", "Save some.") }
    let (height, width) = layout == .planar ? (shape[2], shape[3]) : (shape[1], shape[2])
    return PixelStorage(
      layout: layout, height: height, width: width, channels: channels,
      segments: [.init(region: region, offset: header.offset, stride: height * width * channels, count: shape[0])])
  }

  /// As labels: whole numbers of shape `[images]` or `[images, 1]`.
  func labels() throws(DatasetError) -> [Int] {
    let shape = header.shape
    guard shape.count == 1 || shape.count == 2 && shape[1] == 1, let size = header.valueBytes else {
      throw unsupported("labels of shape \(shape)", "Give one number for each image: [images].")
    }
    let bytes = region.bytes
    return (0..<shape[0]).map { index in
      let value = bytes[header.offset + index * size..<header.offset + (index + 1) * size]
      let bits =
        header.isBigEndian
        ? value.reduce(UInt64(0)) { $0 << 8 | UInt64($1) } : value.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      // Signs are carried to 64 bits.
      let unused = 64 - 8 * size
      return header.isSigned ? Int(Int64(bitPattern: bits << unused) >> unused) : Int(truncatingIfNeeded: bits)
    }
  }
}

extension ImageDataset {
  /// Reads images and labels from two files of `numpy.save`.
  ///
  /// - Parameters:
  ///   - images: `uint8`, `[images, height, width]` or with 1, 3 or 4 channels, last or second.
  ///   - labels: whole numbers, `[images]` or `[images, 1]`.
  ///   - classNames: a name for each label; the labels' numbers where there are none.
  public init(
    npy images: String, labels: String, classNames: [String]? = nil, name: String? = nil, licenceNote: String = ""
  ) throws(DatasetError) {
    let (images, labels) = (DataFolders.expandingTilde(images), DataFolders.expandingTilde(labels))
    try self.init(
      NPYArray(ByteRegion(mapping: images), file: images), NPYArray(ByteRegion(mapping: labels), file: labels),
      classNames: classNames, name: name ?? images, origin: images, licenceNote: licenceNote)
  }

  /// Reads images and labels from an archive of `numpy.savez` or `numpy.savez_compressed`.
  ///
  ///     let train = try ImageDataset(npz: "mnist.npz", images: "x_train", labels: "y_train")
  ///
  /// - Parameters:
  ///   - images: the name under which the archive has them, as for `npy`.
  ///   - labels: the name of the labels.
  public init(
    npz path: String, images: String = "x_train", labels: String = "y_train", classNames: [String]? = nil,
    name: String? = nil, licenceNote: String = ""
  ) throws(DatasetError) {
    let path = DataFolders.expandingTilde(path)
    let archive = try ZipReader(path)
    try self.init(
      NPYArray(archive.member(images + ".npy"), file: "\(path):\(images)"),
      NPYArray(archive.member(labels + ".npy"), file: "\(path):\(labels)"), classNames: classNames,
      name: name ?? "\(path), \(images)", origin: path, licenceNote: licenceNote)
  }

  private init(
    _ images: NPYArray, _ labels: NPYArray, classNames: [String]?, name: String, origin: String, licenceNote: String
  ) throws(DatasetError) {
    let storage = try images.images()
    let values = try labels.labels()
    guard values.count == storage.count else {
      throw .inconsistent("\(labels.file) has \(values.count) labels for the \(storage.count) images of \(images.file)")
    }
    // Labels without names are the names; more of them than images would be no classes.
    let largest = values.max() ?? 0
    let names = classNames ?? (largest < 1 << 16 && largest >= 0 ? (0...largest).map(String.init) : [])
    for (image, label) in values.enumerated() where !names.indices.contains(label) {
      throw .labelOutOfRange(
        file: labels.file, label: label, image: image,
        offset: labels.header.offset + image * (labels.header.valueBytes ?? 1),
        classes: max(names.count, 1), set: "this set")
    }
    self.init(
      name: name, origin: origin, licenceNote: licenceNote, classNames: names, labels: values, storage: storage)
  }
}
