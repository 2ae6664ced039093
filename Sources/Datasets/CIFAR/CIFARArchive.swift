/// A CIFAR set in its official archive, `….tar.gz`: streamed, never unpacked to disk.
struct CIFARArchive {
  let variant: CIFARVariant
  let layout: CIFARLayout
  let path: String
  var imagesPerBinaryFile: Int?

  /// Labels and pixels of all files, from `cache` where they are kept from the last time.
  ///
  /// - Parameter verify: is called before the archive is read, and never where the pixels are in the cache.
  func batches(
    cache: PixelCache, verifying verify: () throws(DatasetError) -> Void = {}
  ) throws(DatasetError) -> [CIFARBatch] {
    let key = PixelCache.Key(
      source: path, purpose: Self.purpose(variant, layout), files: [try FileStamp(path)])
    if let kept = cache.load(key), let batches = Self.batches(kept, files: variant.trainingFiles.count + 1) {
      return batches
    }
    try verify()
    let batches = try read()
    let images = batches.reduce(0) { $0 + $1.labels.count }
    let shape = PixelCache.Shape(
      count: images, height: CIFARImage.side, width: CIFARImage.side, channels: CIFARImage.channels, layout: .planar)
    let kept = try cache.keep(key, shape) { pixels throws(DatasetError) in
      var position = 0
      for batch in batches {
        for image in 0..<batch.labels.count {
          let start = batch.pixels.offset + image * batch.pixels.stride
          let source = UnsafeRawBufferPointer(
            rebasing: batch.pixels.region.bytes[start..<start + CIFARImage.bytes])
          UnsafeMutableRawBufferPointer(rebasing: pixels[position...]).copyMemory(from: source)
          position += CIFARImage.bytes
        }
      }
      // How many images each file has, then every label: one line.
      return Array(
        (batches.map(\.labels.count) + batches.flatMap(\.labels)).map(String.init).joined(separator: " ").utf8)
    }
    return Self.batches(kept, files: batches.count) ?? batches
  }

  /// Under which name the pixels are kept.
  static func purpose(_ variant: CIFARVariant, _ layout: CIFARLayout) -> String {
    "\(variant.name) \(variant.labelKey) \(layout)"
  }

  private static func batches(_ kept: CachedPixels, files: Int) -> [CIFARBatch]? {
    let numbers = String(decoding: kept.note, as: UTF8.self).split(separator: " ").compactMap { Int($0) }
    guard numbers.count == files + kept.shape.count else { return nil }
    var (first, batches): (Int, [CIFARBatch]) = (0, [])
    for count in numbers.prefix(files) {
      guard count > 0, first + count <= kept.shape.count else { return nil }
      batches.append(
        CIFARBatch(
          labels: Array(numbers[files + first..<files + first + count]),
          pixels: .init(
            region: kept.region, offset: kept.offset + first * CIFARImage.bytes,
            stride: CIFARImage.bytes, count: count)))
      first += count
    }
    return batches
  }

  /// Reads the wanted members of the archive, whatever else is in it.
  private func read() throws(DatasetError) -> [CIFARBatch] {
    let names = variant.fileNames(layout)
    let members = names.map { variant.folder(layout) + "/" + $0 }
    let archive = try ByteRegion(mapping: path)
    let regions = try archive.withBytes { bytes throws(DatasetError) in
      try TarReader(gzipped: bytes, file: path).regions(of: members)
    }
    var batches: [CIFARBatch] = []
    for (name, member) in zip(variant.trainingFiles + [variant.testFile], members) {
      guard let region = regions[member] else {
        throw .file(path, offset: nil, .missingMember(member, has: regions.keys.sorted()))
      }
      let official = name == variant.testFile ? variant.imagesPerTestFile : variant.imagesPerTrainingFile
      batches.append(
        try CIFARBatch(
          region, path: path + ":" + member, variant: variant, layout: layout, images: imagesPerBinaryFile ?? official))
    }
    return batches
  }
}
