/// Which of the two official archives a CIFAR set comes from.
public enum CIFARLayout: String, Hashable, Sendable, CaseIterable {
  /// Such as `cifar-10-batches-bin`: records of a label, or two, and 3,072 samples.
  case binary
  /// Such as `cifar-10-batches-py`: Python pickles.
  case pickle

  /// The preferred one first.
  static func ordered(from preferred: CIFARLayout) -> [CIFARLayout] {
    [preferred] + allCases.filter { $0 != preferred }
  }
}

/// What tells CIFAR-10's files from those of CIFAR-100.
struct CIFARVariant: Sendable {
  var name: String
  var classNames: [String]
  /// Label bytes before each image of the binary layout, and which of them counts.
  var labelBytes: Int
  var labelByte: Int
  /// The labels' key in the pickled dictionaries.
  var labelKey: String
  var binaryFolder: String
  var pickleFolder: String
  /// File names without the binary layout's suffix.
  var trainingFiles: [String]
  var testFile: String
  /// Images in one binary file.
  var imagesPerTrainingFile: Int
  var imagesPerTestFile: Int
  var binaryArchive: RemoteFile
  var pickleArchive: RemoteFile

  static let licenceNote =
    "by Alex Krizhevsky, Vinod Nair and Geoffrey Hinton, https://www.cs.toronto.edu/~kriz/cifar.html. The authors ask "
    + "to cite Krizhevsky 2009, Learning multiple layers of features from tiny images."

  func fileName(_ base: String, _ layout: CIFARLayout) -> String { layout == .binary ? base + ".bin" : base }
  func fileNames(_ layout: CIFARLayout) -> [String] { (trainingFiles + [testFile]).map { fileName($0, layout) } }
  func folder(_ layout: CIFARLayout) -> String { layout == .binary ? binaryFolder : pickleFolder }
  func archive(_ layout: CIFARLayout) -> RemoteFile { layout == .binary ? binaryArchive : pickleArchive }

  var missing: MissingSet {
    MissingSet(
      name: name,
      files: "\(binaryArchive.name) (\(binaryArchive.megabytes) MB, MD5 \(binaryArchive.md5)) or \(pickleArchive.name) "
        + "(\(pickleArchive.megabytes) MB, MD5 \(pickleArchive.md5))",
      address: "https://www.cs.toronto.edu/~kriz/cifar.html", content: "\(binaryFolder) or \(pickleFolder)")
  }

  static let cifar10 = CIFARVariant(
    name: "CIFAR-10", classNames: CIFAR10.classNames, labelBytes: 1, labelByte: 0, labelKey: "labels",
    binaryFolder: "cifar-10-batches-bin", pickleFolder: "cifar-10-batches-py",
    trainingFiles: (1...5).map { "data_batch_\($0)" }, testFile: "test_batch", imagesPerTrainingFile: 10_000,
    imagesPerTestFile: 10_000, binaryArchive: .cifar10Binary, pickleArchive: .cifar10Pickle)

  static func cifar100(_ labels: CIFAR100.Labels) -> CIFARVariant {
    CIFARVariant(
      name: "CIFAR-100", classNames: labels == .fine ? CIFAR100.fineClassNames : CIFAR100.coarseClassNames,
      labelBytes: 2, labelByte: labels == .fine ? 1 : 0, labelKey: labels == .fine ? "fine_labels" : "coarse_labels",
      binaryFolder: "cifar-100-binary", pickleFolder: "cifar-100-python", trainingFiles: ["train"], testFile: "test",
      imagesPerTrainingFile: 50_000, imagesPerTestFile: 10_000, binaryArchive: .cifar100Binary,
      pickleArchive: .cifar100Pickle)
  }
}
