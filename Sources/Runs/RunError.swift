/// What can be wrong with stored runs and weights.
public enum RunError: Error, Hashable, Sendable {
  case cannotRead(path: String, reason: String)
  case cannotWrite(path: String, reason: String)
  case safetensors(path: String, fault: SafetensorsFault)
  /// The bytes are not those that were written.
  case digestMismatch(path: String)
  /// The file is sound but holds something else than a training state of the run it lies with.
  case notACheckpoint(path: String, reason: String)
  /// A file beside the checkpoints is not what they say; it is written anew.
  case notAsWritten(path: String)
  /// The file system of the store has no locks.
  case noLocks(folder: String, reason: String)
  case beingTrained(folder: String, process: Int?)
  case noSuchRun(folder: String, name: String)
  /// Written by a later version of Cahier.
  case newerFormat(path: String, version: Int, supported: Int)
}

/// Why a safetensors file was not read.
public enum SafetensorsFault: Error, Hashable, Sendable {
  case tooShort(bytes: Int)
  case headerLength(UInt64, limit: Int)
  case headerBeyondFile(length: Int, bytes: Int)
  /// `offset`: in bytes from the file's start.
  case headerSyntax(offset: Int, expected: String)
  case tooManyTensors(limit: Int)
  case duplicateName(String)
  case unsupportedType(String, tensor: String)
  case shapeOverflow(tensor: String)
  /// The range's length is not the shape's.
  case sizeMismatch(tensor: String, shape: [Int], bytes: Int)
  case misaligned(tensor: String, offset: Int)
  /// Ranges must follow each other without gap or overlap.
  case gapOrOverlap(tensor: String, expected: Int, offset: Int)
  case dataLength(expected: Int, actual: Int)
}
