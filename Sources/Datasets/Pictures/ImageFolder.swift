public import Imaging

/// Pictures in folders that are named for their classes: `photos/cat/1.jpg`, PNG or JPEG, of any sizes.
///
/// Where the folder has `train`, and `val` or `test`, with classes in them, those are the parts; else parts are drawn
/// from all pictures, class by class. Pictures are turned upright as their EXIF data say, laid on white where they are
/// transparent, and resized with a filter that looks at every pixel. What was decoded is kept in the cache, and read
/// again only where a file has changed.
///
///     let photos = try ImageFolder("photos", size: 64)
///     photos.train.imageShape   // [64, 64, 3]
///     photos.skipped.count      // with damaged: .skip
public struct ImageFolder: Sendable {
  /// Every picture, in the order of the classes' and the files' names.
  public let all: ImageDataset
  public let train: ImageDataset
  /// Without images where the folder has no part for it.
  public let validation: ImageDataset
  public let test: ImageDataset
  /// Pictures that could not be read and were left out.
  public let skipped: [SkippedPicture]

  /// Reads a folder of pictures.
  ///
  /// - Parameters:
  ///   - size: height and width of every image; `nil`: the pictures have one size, and keep it.
  ///   - resizing: what happens to other proportions.
  ///   - validationSplit: the share of pictures, 0...1, to validate with, where the folder itself has no parts.
  ///   - testSplit: the share to test with.
  ///   - seed: who goes where.
  /// - Throws: `DatasetError`.
  public init(
    _ path: String, size: Int? = nil, colorMode: Image.ColorMode = .rgb, resizing: Resizing = .crop,
    validationSplit: Double = 0.1, testSplit: Double = 0.1, seed: UInt64 = 0, damaged: DamagedPictures = .fail,
    licenceNote: String = ""
  ) throws(DatasetError) {
    try self.init(
      path, options: .init(size: size.map { [$0, $0] }, colorMode: colorMode, resizing: resizing, damaged: damaged),
      shares: (validationSplit, testSplit), seed: seed, licenceNote: licenceNote, cache: DataStore.current.pixels)
  }

  /// Reads a folder of pictures into images that are no squares.
  public init(
    _ path: String, height: Int, width: Int, colorMode: Image.ColorMode = .rgb, resizing: Resizing = .crop,
    validationSplit: Double = 0.1, testSplit: Double = 0.1, seed: UInt64 = 0, damaged: DamagedPictures = .fail,
    licenceNote: String = ""
  ) throws(DatasetError) {
    try self.init(
      path, options: .init(size: [height, width], colorMode: colorMode, resizing: resizing, damaged: damaged),
      shares: (validationSplit, testSplit), seed: seed, licenceNote: licenceNote, cache: DataStore.current.pixels)
  }

  init(
    _ path: String, options: PictureOptions, shares: (validation: Double, test: Double), seed: UInt64,
    licenceNote: String, cache: PixelCache?
  ) throws(DatasetError) {
    requireArgument(
      options.size?.allSatisfy { $0 > 0 && $0 <= 1 << 13 } ?? true, "ImageFolder: a size lies in 1...8192 pixels")
    requireArgument(
      shares.validation >= 0 && shares.test >= 0 && shares.validation + shares.test <= 1,
      "ImageFolder: validationSplit and testSplit lie in 0...1, and their sum too")
    let folder = DataFolders.expandingTilde(path)
    guard OperatingSystem.exists(folder) else { throw .missingFolder(folder) }
    guard OperatingSystem.isFolder(folder) else { throw .unreadable(file: folder, reason: "not a folder") }
    let place = folder.split(separator: "/").last.map(String.init) ?? folder
    let parts = Self.parts(folder)
    var tree = try PictureTree(Array((parts?.train ?? folder).utf8))
    var bounds = [tree.files.count]
    for part in [parts?.validation, parts?.test] {
      if let part {
        let more = try PictureTree(Array(part.utf8), known: tree.classNames, split: "train")
        tree.append(more)
      }
      bounds.append(tree.files.count)
    }
    let loaded = try PictureLoader(options: options, cache: cache).load(tree.files, of: folder)
    skipped = loaded.skipped
    let all = ImageDataset(
      name: place, origin: folder, licenceNote: licenceNote, classNames: tree.classNames,
      labels: loaded.kept.map { tree.labels[$0] }, storage: loaded.storage,
      order: loaded.kept.count == tree.files.count ? nil : loaded.kept)
    self.all = all
    func named(_ set: ImageDataset, _ part: String) -> ImageDataset { set.described(name: "\(place), \(part) images") }
    if parts != nil {
      func part(_ first: Int, _ last: Int) -> ImageDataset {
        all.subset(loaded.kept.indices.filter { loaded.kept[$0] >= first && loaded.kept[$0] < last })
      }
      train = named(part(0, bounds[0]), "training")
      validation = named(part(bounds[0], bounds[1]), "validation")
      test = named(part(bounds[1], bounds[2]), "test")
    } else {
      let (tested, rest) = all.stratifiedSplit(fraction: shares.test, seed: seed)
      let share = shares.test < 1 ? min(shares.validation / (1 - shares.test), 1) : 0
      let (validated, trained) = rest.stratifiedSplit(fraction: share, seed: seed &+ 1)
      (train, validation, test) = (named(trained, "training"), named(validated, "validation"), named(tested, "test"))
    }
  }

  /// The folders of the parts, where `folder` has `train` and another one.
  private static func parts(_ folder: String) -> (train: String, validation: String?, test: String?)? {
    func first(_ names: [String]) -> String? { names.map { folder + "/" + $0 }.first(where: OperatingSystem.isFolder) }
    guard let train = first(["train", "training"]) else { return nil }
    let (validation, test) = (first(["val", "valid", "validation"]), first(["test", "testing"]))
    return validation == nil && test == nil ? nil : (train, validation, test)
  }
}
