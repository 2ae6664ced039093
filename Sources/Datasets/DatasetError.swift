/// What can be wrong with the files of a data set.
public enum DatasetError: Error, Hashable, Sendable {
  /// CIFAR-10 is in none of the folders searched; `target` is where to unpack it.
  case cifar10NotFound(searched: [String], target: String)
  case missingFolder(String)
  /// The folder holds none of the set's files.
  case noBatches(folder: String)
  /// Some of the set's files are there and these are not.
  case missingBatches(folder: String, files: [String])
  case unreadable(file: String, reason: String)
  /// A file of fixed size has another one; sizes in bytes.
  case wrongSize(file: String, expected: Int, actual: Int)
  /// `image`: 0-based in the file; `offset`: of the label, in bytes.
  case labelOutOfRange(file: String, label: Int, image: Int, offset: Int, classes: Int)
  /// `offset`: of the instruction at fault, in bytes.
  case pickle(file: String, offset: Int, fault: PickleFault)
  /// Images, labels and class names given by a program do not fit together.
  case inconsistent(String)
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
