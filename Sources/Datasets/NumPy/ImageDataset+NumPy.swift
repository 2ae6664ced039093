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
