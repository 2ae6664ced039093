/// The training and test images of a CIFAR set, wherever its files were found.
struct CIFARSet {
  let train: ImageDataset
  let test: ImageDataset
  let origin: String
  let layout: CIFARLayout

  init(_ files: CIFARFiles, images: Int? = nil) throws(DatasetError) {
    self.init(try files.batches(images: images), files.variant, origin: files.folder, layout: files.layout)
  }

  /// `batches`: the last one holds the test images.
  private init(_ batches: [CIFARBatch], _ variant: CIFARVariant, origin: String, layout: CIFARLayout) {
    func dataset(_ part: String, _ batches: [CIFARBatch]) -> ImageDataset {
      ImageDataset(
        name: "\(variant.name), \(part) images", origin: origin,
        licenceNote: "\(variant.name) \(CIFARVariant.licenceNote)", classNames: variant.classNames,
        labels: batches.flatMap(\.labels),
        storage: PixelStorage(
          layout: .planar, height: CIFARImage.side, width: CIFARImage.side, channels: CIFARImage.channels,
          segments: batches.map(\.pixels)))
    }
    train = dataset("training", batches.dropLast())
    test = dataset("test", batches.suffix(1))
    (self.origin, self.layout) = (origin, layout)
  }

  /// Finds the set unpacked, then as an archive, then fetches the archive of the first of `layouts`.
  static func located(
    _ variant: CIFARVariant, layouts: [CIFARLayout], store: DataStore = .current
  ) async throws(DatasetError) -> CIFARSet {
    if let files = try CIFARFiles(variant, searching: store.folders, layouts: layouts) { return try CIFARSet(files) }
    let path: String
    let layout: CIFARLayout
    if let found = layouts.lazy.compactMap({ layout in store.find(variant.archive(layout)).map { ($0, layout) } }).first
    {
      (path, layout) = found
    } else {
      layout = layouts[0]
      path = try await store.fetch(variant.archive(layout), for: variant.missing)
    }
    let batches = try CIFARArchive(variant: variant, layout: layout, path: path)
      .batches(cache: store.pixels) { () throws(DatasetError) in try store.verify(path, variant.archive(layout)) }
    return CIFARSet(batches, variant, origin: path, layout: layout)
  }
}
