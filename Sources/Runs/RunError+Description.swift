// Every sentence a user reads about a damaged or unwritable run is here.

extension RunError: CustomStringConvertible {
  public var description: String { "\(file): \(sentence)" }

  /// The file or folder that an error is about.
  public var file: String {
    switch self {
    case .cannotRead(let path, _), .cannotWrite(let path, _), .safetensors(let path, _), .digestMismatch(let path),
      .notACheckpoint(let path, _), .notAsWritten(let path), .newerFormat(let path, _, _):
      path
    case .noLocks(let folder, _), .beingTrained(let folder, _), .noSuchRun(let folder, _): folder
    }
  }

  /// What is wrong with it.
  public var sentence: String {
    switch self {
    case .cannotRead(_, let reason): "cannot be read: \(reason)."
    case .cannotWrite(_, let reason): "cannot be written: \(reason)."
    case .safetensors(_, let fault): "not a sound safetensors file: \(fault)."
    case .digestMismatch: "the file was changed or damaged since it was written."
    case .notACheckpoint(_, let reason): "not a checkpoint of this run: \(reason)."
    case .notAsWritten: "the file was changed or damaged since it was written; it is written anew from the checkpoint."
    case .noLocks(_, let reason):
      "the file system has no locks (\(reason)). Two renders at the same time may train the same run."
    case .beingTrained(_, let process):
      "is being trained by \(process.map { "process \($0)" } ?? "another process")."
    case .noSuchRun(_, let name): "has no run \(name)."
    case .newerFormat(_, let version, let supported):
      "has format \(version), written by a newer Cahier; this one reads up to \(supported)."
    }
  }
}

extension SafetensorsFault: CustomStringConvertible {
  public var description: String {
    switch self {
    case .tooShort(let bytes):
      return "\(bytes) bytes are too few for a header"
    case .headerLength(let length, let limit):
      return "a header of \(length) bytes is beyond the limit of \(limit)"
    case .headerBeyondFile(let length, let bytes):
      return "a header of \(length) bytes does not fit in a file of \(bytes)"
    case .headerSyntax(let offset, let expected):
      return "the header has no \(expected) at byte \(offset)"
    case .tooManyTensors(let limit):
      return "the header names more than \(limit) tensors"
    case .duplicateName(let name):
      return "the header has '\(printable(name))' twice"
    case .unsupportedType(let type, let tensor):
      return "tensor '\(printable(tensor))' has type \(printable(type)); only F32 is read"
    case .shapeOverflow(let tensor):
      return "the shape of tensor '\(printable(tensor))' is beyond all memory"
    case .sizeMismatch(let tensor, let shape, let bytes):
      return "tensor '\(printable(tensor))' of shape \(shape) has \(bytes) bytes"
    case .misaligned(let tensor, let offset):
      return "tensor '\(printable(tensor))' starts at offset \(offset), no multiple of 4"
    case .gapOrOverlap(let tensor, let expected, let offset):
      return "tensor '\(printable(tensor))' starts at offset \(offset) instead of \(expected)"
    case .dataLength(let expected, let actual):
      return "the tensors take \(expected) bytes and the file has \(actual) for them"
    }
  }

  /// A name from an untrusted file: one line, and not too long.
  private func printable(_ name: String) -> String {
    let text = name.unicodeScalars.prefix(80).map {
      $0.properties.generalCategory == .control ? "\u{FFFD}" : Character($0)
    }
    return String(text) + (name.unicodeScalars.count > 80 ? "…" : "")
  }
}
