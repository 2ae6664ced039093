internal import Dispatch
internal import Synchronization

/// The pictures below a folder with a folder for each class.
struct PictureTree {
  /// How many folders may lie in each other.
  static let maximumDepth = 16
  private static let endings: [[UInt8]] = [".png", ".jpg", ".jpeg"].map { Array($0.utf8) }

  private(set) var files = PictureFiles()
  /// The class of each file, an index into `classNames`.
  private(set) var labels: [Int] = []
  private(set) var classNames: [String] = []

  /// Lists `path`, whose folders are the classes, in the order of their names.
  ///
  /// - Parameter known: the classes that there may be; their order holds. `split` is what `path` is called.
  init(_ path: [UInt8], known: [String]? = nil, split: String = "train") throws(DatasetError) {
    let text = String(decoding: path, as: UTF8.self)
    let listing = try FolderListing(path)
    try Self.requireTargets(listing)
    let folders = listing.entries.filter { $0.kind == .folder }
    guard !folders.isEmpty else { throw .folder(text, .noClasses) }
    classNames = known ?? folders.map { String(decoding: listing.name(of: $0), as: UTF8.self) }
    let listed = Mutex([Result<PictureFiles, DatasetError>?](repeating: nil, count: folders.count))
    // The operating system takes most of the time, and is asked on all cores.
    DispatchQueue.concurrentPerform(iterations: folders.count) { number in
      let result = Result { () throws(DatasetError) in
        try Self.pictures(listing.path(of: folders[number]), above: [folders[number].stamp])
      }
      listed.withLock { $0[number] = result }
    }
    for (folder, result) in zip(folders, listed.withLock { $0 }) {
      let name = String(decoding: listing.name(of: folder), as: UTF8.self)
      guard let label = classNames.firstIndex(of: name) else { throw .folder(text, .strayClass(name, split: split)) }
      let pictures = try result?.get() ?? PictureFiles()
      guard pictures.count > 0 else { throw .folder(listing.text(of: folder), .emptyClass) }
      files.append(pictures)
      labels += repeatElement(label, count: pictures.count)
    }
  }

  /// Adds the pictures of another part of the same classes.
  mutating func append(_ other: PictureTree) {
    files.append(other.files)
    labels += other.labels
  }

  /// The pictures in a folder and in those below it.
  private static func pictures(_ path: [UInt8], above: [FileStamp]) throws(DatasetError) -> PictureFiles {
    guard above.count <= maximumDepth else {
      throw .folder(String(decoding: path, as: UTF8.self), .tooDeep(limit: maximumDepth))
    }
    var files = PictureFiles()
    let listing = try FolderListing(path)
    try requireTargets(listing)
    for entry in listing.entries {
      if entry.kind == .folder {
        guard !above.contains(where: entry.stamp.isSame) else { throw .folder(listing.text(of: entry), .loop) }
        files.append(try pictures(listing.path(of: entry), above: above + [entry.stamp]))
      } else if isPicture(listing.name(of: entry)) {
        // Also links that lead nowhere: a picture that cannot be read.
        files.append(path, listing.name(of: entry), entry.stamp)
      }
    }
    return files
  }

  /// A link that leads nowhere may have been a folder of pictures, which must not be missing in silence.
  private static func requireTargets(_ listing: FolderListing) throws(DatasetError) {
    if let entry = listing.entries.first(where: { $0.kind == .nothing && !isPicture(listing.name(of: $0)) }) {
      throw .unreadable(file: listing.text(of: entry), reason: "the link leads nowhere")
    }
  }

  static func isPicture(_ name: some BidirectionalCollection<UInt8>) -> Bool {
    endings.contains { ending in
      name.count > ending.count && zip(name.suffix(ending.count), ending).allSatisfy { $0 | 0x20 == $1 || $0 == $1 }
    }
  }
}
