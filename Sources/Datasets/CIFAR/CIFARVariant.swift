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
}
