internal import Dispatch
internal import Imaging
internal import Synchronization

/// Decodes many picture files on all threads into the pixels of one set, or finds them decoded.
struct PictureLoader {
  let options: PictureOptions
  let cache: PixelCache?

  struct Result {
    var storage: PixelStorage
    /// Which of the files are images of the set, in order.
    var kept: [Int]
    var skipped: [SkippedPicture]
  }

  /// `files`: at least one; `source`: the folder or table that has them.
  func load(_ files: PictureFiles, of source: String) throws(DatasetError) -> Result {
    let purpose = "pictures 1 \(options.size ?? []) \(options.colorMode) \(options.resizing) \(options.damaged)"
    let key = PixelCache.Key(source: source, purpose: purpose, files: files.stamps)
    if let kept = cache?.load(key), kept.shape.count == files.count {
      return result(kept, files)
    }
    let (height, width) = try size(files)
    let shape = PixelCache.Shape(
      count: files.count, height: height, width: width, channels: options.colorMode.channels, layout: .interleaved)
    func fill(_ pixels: UnsafeMutableRawBufferPointer) throws(DatasetError) -> [UInt8] {
      try decode(files, height: height, width: width, to: pixels)
    }
    if let cache { return result(try cache.keep(key, shape, fill), files) }
    var note: [UInt8] = []
    let region = try ByteRegion(count: shape.bytes) { memory throws(DatasetError) in note = try fill(memory) }
    return result(CachedPixels(shape: shape, region: region, offset: 0, note: note), files)
  }

  /// The size of all images: the one asked for, or that of the first picture that can be read.
  private func size(_ files: PictureFiles) throws(DatasetError) -> (height: Int, width: Int) {
    if let size = options.size { return (size[0], size[1]) }
    var reader = FileReader()
    var failure: DatasetError?
    for file in 0..<files.count {
      do {
        let image = try Self.image(files, file, &reader)
        return (image.height, image.width)
      } catch {
        if options.damaged == .fail { throw error }
        failure = failure ?? error
      }
    }
    throw failure ?? .inconsistent("a data set needs at least one image")
  }

  private static func image(
    _ files: PictureFiles, _ index: Int, _ reader: inout FileReader
  ) throws(DatasetError) -> Image {
    let result = try reader.read(files.path(index)) { bytes in
      Swift.Result { () throws(ImagingError) in try Image(picture: bytes) }
    }
    do { return try result.get() } catch { throw .file(files.text(index), offset: nil, .picture(error)) }
  }

  /// Writes all images; returns the numbers and reasons of those left out, one a line.
  ///
  /// Whoever decodes which picture, the error is that of the first damaged one.
  private func decode(
    _ files: PictureFiles, height: Int, width: Int, to pixels: UnsafeMutableRawBufferPointer
  ) throws(DatasetError) -> [UInt8] {
    let size = height * width * options.colorMode.channels
    let blockLength = 64
    let faults = Mutex<[(index: Int, error: DatasetError)]>([])
    nonisolated(unsafe) let pixels = pixels
    DispatchQueue.concurrentPerform(iterations: (files.count + blockLength - 1) / blockLength) { block in
      if options.damaged == .fail, faults.withLock({ $0.contains { $0.index < block * blockLength } }) { return }
      var reader = FileReader()
      for index in block * blockLength..<min((block + 1) * blockLength, files.count) {
        let target = UnsafeMutableRawBufferPointer(rebasing: pixels[index * size..<(index + 1) * size])
        do {
          let image = options.prepared(try Self.image(files, index, &reader))
          guard image.height == height, image.width == width else {
            throw DatasetError.file(
              files.text(index), offset: nil, .otherSize([image.height, image.width], first: [height, width]))
          }
          target.copyBytes(from: image.bytes)
        } catch {
          let error = error as? DatasetError ?? .unreadable(file: files.text(index), reason: "\(error)")
          faults.withLock { $0.append((index, error)) }
          if options.damaged == .fail { return }
          target.initializeMemory(as: UInt8.self, repeating: 0)
        }
      }
    }
    let found = faults.withLock { $0 }.sorted { $0.index < $1.index }
    if let first = found.first, options.damaged == .fail || found.count == files.count { throw first.error }
    return Array(found.map { "\($0.index)\t\($0.error)\n" }.joined().utf8)
  }

  private func result(_ kept: CachedPixels, _ files: PictureFiles) -> Result {
    var skipped: [SkippedPicture] = []
    var isSkipped = Set<Int>()
    for line in String(decoding: kept.note, as: UTF8.self).split(separator: "\n") {
      let parts = line.split(separator: "\t", maxSplits: 1)
      guard parts.count == 2, let index = Int(parts[0]), index < files.count else { continue }
      isSkipped.insert(index)
      skipped.append(SkippedPicture(path: files.text(index), reason: String(parts[1])))
    }
    return Result(
      storage: kept.storage,
      kept: isSkipped.isEmpty ? Array(0..<files.count) : (0..<files.count).filter { !isSkipped.contains($0) },
      skipped: skipped)
  }
}
