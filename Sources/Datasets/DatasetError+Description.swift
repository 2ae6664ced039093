// Every sentence a user reads about broken or missing data is here.

extension DatasetError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .cifar10NotFound(let searched, let target):
      let places = searched.map(printable).joined(separator: ", ")
      return "CIFAR-10 is not in \(places). Download cifar-10-binary.tar.gz (162 MB, MD5 "
        + "c32a1d4ab5d03f1284b67883e8d87530) or cifar-10-python.tar.gz (MD5 c58f30108f718f92721af3b95e74349a) from "
        + "https://www.cs.toronto.edu/~kriz/cifar.html and unpack it in \(printable(target)), or set CAHIER_DATA to the "
        + "folder that contains cifar-10-batches-bin or cifar-10-batches-py."
    case .missingFolder(let folder):
      return "\(printable(folder)): there is no such folder. Give the folder that holds CIFAR-10's batches."
    case .noBatches(let folder):
      return "\(printable(folder)): holds no CIFAR-10 batches. Expected data_batch_1.bin (binary layout) or "
        + "data_batch_1 (Python layout) in it, in cifar-10-batches-bin or in cifar-10-batches-py."
    case .missingBatches(let folder, let files):
      return "\(printable(folder)): \(files.joined(separator: ", ")) \(files.count == 1 ? "is" : "are") missing. "
        + "Unpack the archive again."
    case .unreadable(let file, let reason):
      return "\(printable(file)): cannot be read: \(reason)."
    case .wrongSize(let file, let expected, let actual):
      let state = actual < expected ? "is cut off" : "is too long"
      return "\(printable(file)): \(state): \(actual) bytes instead of \(expected). Unpack or download it again."
    case .labelOutOfRange(let file, let label, let image, let offset, let classes):
      return "\(printable(file)): image \(image) has label \(label) at byte \(offset), but labels go from 0 to "
        + "\(classes - 1). The file is damaged or not a CIFAR-10 batch."
    case .pickle(let file, let offset, let fault):
      return "\(printable(file)): \(fault) at byte \(offset). Only CIFAR-10's own batches are read; unpack or download "
        + "the file again."
    case .inconsistent(let sentence):
      return sentence + "."
    }
  }

  /// A path as it is, but for control characters: a message stays one line whatever a file is called.
  private func printable(_ path: String) -> String {
    String(path.unicodeScalars.map { $0.properties.generalCategory == .control ? "\u{FFFD}" : Character($0) })
  }
}

extension PickleFault: CustomStringConvertible {
  public var description: String {
    switch self {
    case .truncated:
      return "the pickle is cut off"
    case .unsupportedVersion(let version):
      return "the pickle has protocol \(version) instead of 2"
    case .unknownInstruction(let code):
      let hexadecimal = String(code, radix: 16, uppercase: true)
      return "the pickle has instruction 0x\(code < 16 ? "0" : "")\(hexadecimal), which plain batches do not use,"
    case .foreignGlobal(let name):
      return "the pickle asks for \(name), which is never looked up or called,"
    case .tooManyInstructions(let limit):
      return "the pickle has more than \(limit) instructions"
    case .malformed(let sentence):
      return sentence
    }
  }
}
