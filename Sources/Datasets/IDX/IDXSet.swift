/// A set of four IDX files with MNIST's names.
struct IDXSet: Sendable {
  let name: String
  let classNames: [String]
  let licenceNote: String
  /// Folders below one of data sets that may hold it; the first is the cache's own.
  let folders: [String]
  let address: String
  let files: [RemoteFile]

  /// Training images and labels, test images and labels.
  static let fileNames = [
    "train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte",
  ]

  static let mnist = IDXSet(
    name: "MNIST", classNames: MNIST.classNames,
    licenceNote:
      "MNIST by Yann LeCun, Corinna Cortes and Christopher J. C. Burges, from NIST's Special Databases 1 and 3; "
      + "CC BY-SA 3.0.",
    folders: ["mnist", "MNIST/raw", "MNIST"], address: "https://ossci-datasets.s3.amazonaws.com/mnist/",
    files: RemoteFile.mnist)
  static let fashionMNIST = IDXSet(
    name: "Fashion-MNIST", classNames: FashionMNIST.classNames,
    licenceNote: "Fashion-MNIST by Zalando Research, https://github.com/zalandoresearch/fashion-mnist; MIT licence.",
    folders: ["fashion-mnist", "FashionMNIST/raw", "FashionMNIST"],
    address: "https://github.com/zalandoresearch/fashion-mnist", files: RemoteFile.fashionMNIST)

  var missing: MissingSet {
    MissingSet(
      name: name, files: files.map(\.name).joined(separator: ", "), address: address,
      content: "the folder \(folders[0]) with them")
  }

  /// Opens the set where it is kept, or fetches it.
  func located(store: DataStore = .current) async throws(DatasetError) -> (ImageDataset, ImageDataset) {
    for folder in store.folders.searched {
      for below in folders where Self.paths(in: folder + "/" + below).contains(where: { $0 != nil }) {
        return try opened(at: folder + "/" + below)
      }
    }
    var paths: [String] = []
    for file in files { paths.append(try await store.fetch(file, for: missing)) }
    return try read(paths, origin: store.folders.cache + "/" + folders[0])
  }

  /// Opens the set in a folder.
  func opened(at folder: String) throws(DatasetError) -> (ImageDataset, ImageDataset) {
    guard OperatingSystem.exists(folder) else { throw .missingFolder(folder) }
    guard OperatingSystem.isFolder(folder) else { throw .unreadable(file: folder, reason: "not a folder") }
    let paths = Self.paths(in: folder)
    let missing = zip(Self.fileNames, paths).compactMap { $1 == nil ? $0 : nil }
    guard missing.count < paths.count else {
      throw .noBatches(folder: folder, set: name, expected: Self.fileNames.joined(separator: ", ") + ", gzipped or not")
    }
    guard missing.isEmpty else { throw .missingBatches(folder: folder, files: missing) }
    return try read(paths.compactMap(\.self), origin: folder)
  }

  private func read(_ paths: [String], origin: String) throws(DatasetError) -> (ImageDataset, ImageDataset) {
    func part(_ part: String, _ images: String, _ labels: String) throws(DatasetError) -> ImageDataset {
      let set = try ImageDataset(
        idx: images, labels: labels, classNames: classNames, name: "\(name), \(part) images", licenceNote: licenceNote)
      return set.described(origin: origin)
    }
    return (try part("training", paths[0], paths[1]), try part("test", paths[2], paths[3]))
  }

  /// Where each of the four files is, if it is there, under any of the names they are given out by.
  private static func paths(in folder: String) -> [String?] {
    fileNames.map { name in
      let dotted = name.replacing("-idx", with: ".idx")
      return [name, name + ".gz", dotted, dotted + ".gz"].map { folder + "/" + $0 }.first { OperatingSystem.exists($0) }
    }
  }
}
