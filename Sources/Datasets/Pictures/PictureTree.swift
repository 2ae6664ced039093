/// The pictures below a folder with a folder for each class.
struct PictureTree {
  /// How many folders may lie in each other.
  static let maximumDepth = 16
  private static let endings: [[UInt8]] = [".png", ".jpg", ".jpeg"].map { Array($0.utf8) }

  private(set) var files: [PictureFile] = []
  /// The class of each file, an index into `classNames`.
  private(set) var labels: [Int] = []
  private(set) var classNames: [String] = []

  /// Lists `path`, whose folders are the classes, in the order of their names.
  ///
  /// - Parameter known: the classes that there may be; their order holds. `split` is what `path` is called.
  init(_ path: [UInt8], known: [String]? = nil, split: String = "train") throws(DatasetError) {
    let text = String(decoding: path, as: UTF8.self)
    let folders = try FolderListing(path).folders
    guard !folders.isEmpty else { throw .folder(text, .noClasses) }
    classNames = known ?? folders.map { String(decoding: $0.name, as: UTF8.self) }
    for folder in folders {
      let name = String(decoding: folder.name, as: UTF8.self)
      guard let label = classNames.firstIndex(of: name) else { throw .folder(text, .strayClass(name, split: split)) }
      let before = files.count
      let place = path + [UInt8(ascii: "/")] + folder.name
      try add(place, above: [folder.stamp.identity])
      guard files.count > before else { throw .folder(String(decoding: place, as: UTF8.self), .emptyClass) }
      labels += Array(repeating: label, count: files.count - before)
    }
  }

  /// Adds the pictures of another part of the same classes.
  mutating func append(_ other: PictureTree) {
    files += other.files
    labels += other.labels
  }

  /// Adds the pictures in a folder and in those below it.
  private mutating func add(_ path: [UInt8], above: [[Int64]]) throws(DatasetError) {
    guard above.count <= Self.maximumDepth else {
      throw .folder(String(decoding: path, as: UTF8.self), .tooDeep(limit: Self.maximumDepth))
    }
    for entry in try FolderListing(path).entries {
      let place = path + [UInt8(ascii: "/")] + entry.name
      if entry.isFolder {
        let identity = entry.stamp.identity
        guard !above.contains(identity) else { throw .folder(String(decoding: place, as: UTF8.self), .loop) }
        try add(place, above: above + [identity])
      } else if Self.isPicture(entry.name) {
        files.append(PictureFile(path: place, stamp: entry.stamp))
      }
    }
  }

  static func isPicture(_ name: [UInt8]) -> Bool {
    endings.contains { ending in
      name.count > ending.count && zip(name.suffix(ending.count), ending).allSatisfy { $0 | 0x20 == $1 || $0 == $1 }
    }
  }
}

extension FileStamp {
  /// Device and inode: two names of one folder have the same.
  var identity: [Int64] { Array(numbers.prefix(2)) }
}
