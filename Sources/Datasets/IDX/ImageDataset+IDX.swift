extension ImageDataset {
  /// Reads images and labels from two IDX files, MNIST's format, gzipped or not.
  ///
  ///     let letters = try ImageDataset(idx: "emnist-images-idx3-ubyte.gz", labels: "emnist-labels-idx1-ubyte.gz")
  ///
  /// - Parameters:
  ///   - images: a file of shape `[images, height, width]`, or with 1, 3 or 4 channels as a fourth dimension.
  ///   - labels: a file of shape `[images]`.
  ///   - classNames: a name for each label; the labels' numbers where there are none.
  public init(
    idx images: String, labels: String, classNames: [String]? = nil, name: String? = nil, licenceNote: String = ""
  ) throws(DatasetError) {
    let images = try IDXFile(DataFolders.expandingTilde(images))
    let labelFile = try IDXFile(DataFolders.expandingTilde(labels))
    guard images.shape.count == 3 || images.shape.count == 4 && [1, 3, 4].contains(images.shape[3]) else {
      throw .file(
        images.path, offset: 4,
        .unsupported("the shape \(images.shape)", remedy: "Images have [images, height, width] or with channels."))
    }
    guard labelFile.shape.count == 1 else {
      throw .file(
        labelFile.path, offset: 4, .unsupported("the shape \(labelFile.shape)", remedy: "Labels have [images]."))
    }
    let count = images.shape[0]
    guard labelFile.shape[0] == count else {
      throw .inconsistent(
        "\(labelFile.path) has \(labelFile.shape[0]) labels for the \(count) images of \(images.path)")
    }
    let values = labelFile.region.withBytes { $0[labelFile.offset...].map { Int($0) } }
    let names = classNames ?? (0...(values.max() ?? 0)).map(String.init)
    for (image, label) in values.enumerated() where label >= names.count {
      throw .labelOutOfRange(
        file: labelFile.path, label: label, image: image, offset: labelFile.offset + image, classes: names.count,
        set: name ?? "this set")
    }
    let shape = Array(images.shape[1...]) + (images.shape.count == 3 ? [1] : [])
    self.init(
      name: name ?? images.path, origin: images.path, licenceNote: licenceNote, classNames: names, labels: values,
      storage: PixelStorage(
        layout: .interleaved, height: shape[0], width: shape[1], channels: shape[2],
        segments: [
          .init(region: images.region, offset: images.offset, stride: shape.reduce(1, *), count: count)
        ]))
  }
}
