// Every sentence a user reads about a damaged or unwritable run is here.

extension RunError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .cannotRead(let path, let reason):
      return "\(path): cannot be read: \(reason)."
    case .cannotWrite(let path, let reason):
      return "\(path): cannot be written: \(reason). Training goes on, but this progress is not kept."
    case .safetensors(let path, let fault):
      return "\(path): not a sound safetensors file: \(fault)."
    case .digestMismatch(let path):
      return "\(path): the file was changed or damaged since it was written."
    case .notACheckpoint(let path, let reason):
      return "\(path): not a checkpoint of this run: \(reason)."
    case .newerFormat(let path, let version, let supported):
      return "\(path): has format \(version), written by a newer Cahier; this one reads up to \(supported)."
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
