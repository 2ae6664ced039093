public import Imaging

/// What can be wrong with the files of a data set.
public enum DatasetError: Error, Hashable, Sendable {
  /// The set is in none of the folders searched; `target` is where its files may be put by hand.
  case notFound(MissingSet, searched: [String], target: String, obstacle: String?)
  case missingFolder(String)
  /// The folder holds none of the set's files, such as those `expected`.
  case noBatches(folder: String, set: String, expected: String)
  /// Some of the set's files are there and these are not.
  case missingBatches(folder: String, files: [String])
  case unreadable(file: String, reason: String)
  /// A file of fixed size has another one; sizes in bytes.
  case wrongSize(file: String, expected: Int, actual: Int)
  /// `image`: 0-based in the file; `offset`: of the label, in bytes; `set`: what the file should be a part of.
  case labelOutOfRange(file: String, label: Int, image: Int, offset: Int, classes: Int, set: String)
  /// `offset`: of the instruction at fault, in bytes.
  case pickle(file: String, offset: Int, fault: PickleFault)
  /// `offset`: where in the file, in bytes, where that is known.
  case file(String, offset: Int?, FileFault)
  /// `line`: 1-based.
  case table(file: String, line: Int, TableFault)
  case folder(String, FolderFault)
  /// The cache's folder, and what decoded pictures would take in it, in bytes.
  case noRoom(folder: String, bytes: Int)
  /// A file could not be fetched from any of its addresses.
  case notFetched(file: String, attempts: [FailedAttempt], target: String)
  /// Images, labels and class names given by a program do not fit together.
  case inconsistent(String)
}

/// What a set is called and what to get by hand where it is missing.
public struct MissingSet: Hashable, Sendable {
  public var name: String
  /// The files, with sizes and digests as far as they help.
  public var files: String
  public var address: String
  /// The folder or files that `CAHIER_DATA` may point to.
  public var content: String
}

/// An address that a file was not fetched from, and why.
public struct FailedAttempt: Hashable, Sendable {
  public var address: String
  public var reason: String
}

/// Why a file was not read.
public enum FileFault: Hashable, Sendable {
  /// Sizes in bytes.
  case wrongLength(expected: Int, actual: Int)
  /// The file is none of the kind expected, such as `an IDX file`.
  case otherKind(String)
  /// It declares more, such as `60000 images of 28x28`, than so many bytes can hold.
  case impossible(declared: String, bytes: Int)
  /// It unpacks to more than is read, in bytes.
  case unpacksTooLarge(limit: Int)
  /// In the words of zlib, or what else is wrong with packed data.
  case packing(String)
  /// It holds what is not read, and this is what to do instead.
  case unsupported(String, remedy: String)
  case missingMember(String, has: [String])
  case malformed(String)
  case picture(ImagingError)
  /// A picture of another size than the first, with nothing said about resizing; `[height, width]`.
  case otherSize([Int], first: [Int])
  case wrongDigest(algorithm: String, expected: String, actual: String)
}

/// What is wrong with a table of paths and labels.
public enum TableFault: Hashable, Sendable {
  case noColumn(String, has: [String])
  case missingField(String)
  case openQuote
  case noRows
  case missingPicture(String)
}

/// What is wrong with a folder of pictures.
public enum FolderFault: Hashable, Sendable {
  case noClasses
  case emptyClass
  case strayClass(String, split: String)
  case loop
  case tooDeep(limit: Int)
}

/// Why a pickle was not read.
public enum PickleFault: Hashable, Sendable {
  case truncated
  case unsupportedVersion(Int)
  case unknownInstruction(UInt8)
  /// The pickle asks for a Python function or type that plain batches do not need.
  case foreignGlobal(String)
  case tooManyInstructions(limit: Int)
  case malformed(String)
}
