/// Which folder holds a complete CIFAR set, and in which layout.
struct CIFARFiles {
  let variant: CIFARVariant
  let folder: String
  let layout: CIFARLayout

  /// Looks in `path` itself and in the folders that the official archives unpack to.
  init(_ variant: CIFARVariant, at path: String, layouts: [CIFARLayout]) throws(DatasetError) {
    guard OperatingSystem.exists(path) else { throw .missingFolder(path) }
    guard OperatingSystem.isFolder(path) else { throw .unreadable(file: path, reason: "not a folder") }
    guard let found = try Self.find(variant, in: path, layouts: layouts) else {
      let first = variant.trainingFiles[0]
      throw .noBatches(
        folder: path, set: variant.name,
        expected: "\(first).bin (binary layout) or \(first) (Python layout) in it, in \(variant.binaryFolder) or in "
          + variant.pickleFolder)
    }
    self = found
  }

  /// Looks in each of `folders` in turn; a complete set counts more than an incomplete one found earlier.
  ///
  /// `nil` where there is no trace of one.
  init?(_ variant: CIFARVariant, searching folders: DataFolders, layouts: [CIFARLayout]) throws(DatasetError) {
    var incomplete: DatasetError?
    for folder in folders.searched {
      do {
        if let found = try Self.find(variant, in: folder, layouts: layouts) {
          self = found
          return
        }
      } catch {
        incomplete = incomplete ?? error
      }
    }
    if let incomplete { throw incomplete }
    return nil
  }

  private init(variant: CIFARVariant, folder: String, layout: CIFARLayout) {
    (self.variant, self.folder, self.layout) = (variant, folder, layout)
  }

  /// Opens all files, the training ones first. `images`: how many each binary file holds, where not the official
  /// number.
  func batches(images: Int? = nil) throws(DatasetError) -> [CIFARBatch] {
    var batches: [CIFARBatch] = []
    for name in variant.trainingFiles + [variant.testFile] {
      let path = folder + "/" + variant.fileName(name, layout)
      let official = name == variant.testFile ? variant.imagesPerTestFile : variant.imagesPerTrainingFile
      batches.append(
        try CIFARBatch(
          ByteRegion(mapping: path), path: path, variant: variant, layout: layout, images: images ?? official))
    }
    return batches
  }

  /// The first complete one of `layouts` in or just below `path`; `nil` where there is no trace of one.
  ///
  /// - Throws: `missingBatches` where there are traces only.
  private static func find(
    _ variant: CIFARVariant, in path: String, layouts: [CIFARLayout]
  ) throws(DatasetError) -> CIFARFiles? {
    var incomplete: DatasetError?
    for layout in layouts {
      for folder in [path, path + "/" + variant.folder(layout)] {
        let names = variant.fileNames(layout)
        // CIFAR-100's pickles are called `train` and `test`, as the folders of an image folder are: those do not count
        // in a folder that is searched. A damaged set may have a folder in a file's place all the same.
        let isNamedForSet = folder != path || path.hasSuffix(variant.folder(layout))
        let missing = names.filter { name in
          let file = folder + "/" + name
          return !OperatingSystem.exists(file) || !isNamedForSet && names.count == 2 && OperatingSystem.isFolder(file)
        }
        if missing.isEmpty { return CIFARFiles(variant: variant, folder: folder, layout: layout) }
        if missing.count < names.count, incomplete == nil {
          incomplete = .missingBatches(folder: folder, files: missing)
        }
      }
    }
    if let incomplete { throw incomplete }
    return nil
  }
}
