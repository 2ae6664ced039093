// Every sentence a user reads about broken or missing data is here.

extension DatasetError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .notFound(let set, let searched, let target, let obstacle):
      let places = searched.map(printable).joined(separator: ", ")
      let why = obstacle.map { ", and " + $0 } ?? ""
      return "\(set.name) is not in \(places)\(why). Download \(set.files) from \(set.address) into "
        + "\(printable(target)), or set CAHIER_DATA to the folder that contains \(set.content)."
    case .missingFolder(let folder):
      return "\(printable(folder)): there is no such folder. Give the folder that holds the data."
    case .noBatches(let folder, let set, let expected):
      return "\(printable(folder)): holds nothing of \(set). Expected \(expected)."
    case .missingBatches(let folder, let files):
      return "\(printable(folder)): \(files.joined(separator: ", ")) \(files.count == 1 ? "is" : "are") missing. "
        + "Unpack the archive again."
    case .unreadable(let file, let reason):
      return "\(printable(file)): cannot be read: \(reason)."
    case .wrongSize(let file, let expected, let actual):
      let state = actual < expected ? "is cut off" : "is too long"
      return "\(printable(file)): \(state): \(actual) bytes instead of \(expected). Unpack or download it again."
    case .labelOutOfRange(let file, let label, let image, let offset, let classes, let set):
      return "\(printable(file)): image \(image) has label \(label) at byte \(offset), but labels go from 0 to "
        + "\(classes - 1). The file is damaged or not of \(set)."
    case .pickle(let file, let offset, let fault):
      return "\(printable(file)): \(fault) at byte \(offset). Only the official batches are read; unpack or download "
        + "the file again."
    case .file(let file, let offset, let fault):
      let place = offset.map { " at byte \($0)" } ?? ""
      return "\(printable(file)): \(printable(fault.reason))\(place). \(printable(fault.remedy))"
    case .table(let file, let line, let fault):
      return "\(printable(file)):\(line): \(printable("\(fault)"))"
    case .folder(let folder, let fault):
      return "\(printable(folder)): \(printable("\(fault)"))"
    case .noRoom(let folder, let bytes):
      return "\(printable(folder)): has no room for the \((bytes + 999_999) / 1_000_000) MB of these pictures' pixels, "
        + "which memory is too small for. Free some room, set CAHIER_CACHE to a folder on a larger disk or ask for a "
        + "smaller size."
    case .notFetched(let file, let attempts, let target):
      let reasons = attempts.map { "\($0.address): \($0.reason)" }.joined(separator: "; ")
      return printable(
        "\(file) could not be fetched: \(reasons). Try again, or put the file into \(target) by hand.")
    case .inconsistent(let sentence):
      return sentence + "."
    }
  }

  /// A path as it is, but for control characters: a message stays one line whatever a file is called.
  private func printable(_ path: String) -> String {
    String(path.unicodeScalars.map { $0.properties.generalCategory == .control ? "\u{FFFD}" : Character($0) })
  }
}

extension FileFault {
  var reason: String {
    switch self {
    case .wrongLength(let expected, let actual):
      "\(actual < expected ? "is cut off" : "is too long"): \(actual) bytes instead of \(expected)"
    case .otherKind(let kind): "is not \(kind)"
    case .impossible(let declared, let bytes): "declares \(declared), which its \(bytes) bytes cannot hold"
    case .unpacksTooLarge(let limit): "unpacks to more than \(limit) bytes"
    case .packing(let words): "cannot be unpacked: \(words)"
    case .unsupported(let what, _): "holds \(what), which is not read"
    case .missingMember(let name, _): "has no member '\(name)'"
    case .malformed(let sentence): sentence
    case .picture(let error): "\(error)".prefix(1).lowercased() + "\(error)".dropFirst().trimmingSuffix(".")
    case .otherSize(let size, let first):
      "has \(size[1])x\(size[0]) pixels, the first picture \(first[1])x\(first[0])"
    case .wrongDigest(let algorithm, let expected, let actual):
      "has the \(algorithm) \(actual) instead of \(expected)"
    }
  }

  var remedy: String {
    switch self {
    case .otherKind, .packing, .wrongLength, .malformed: "Make or download it again."
    case .impossible: "The file is cut off or no honest one."
    case .unpacksTooLarge: "Unpack it yourself where that is what you want."
    case .unsupported(_, let remedy): remedy
    case .missingMember(_, let has): has.isEmpty ? "It is empty." : "It has \(has.joined(separator: ", "))."
    case .picture: "Repair or remove it, or skip damaged pictures with 'damaged: .skip'."
    case .otherSize: "Give a size to bring all pictures to, such as 'size: \(sizeExample)'."
    case .wrongDigest: "Remove it and fetch it again."
    }
  }

  private var sizeExample: Int {
    if case .otherSize(_, let first) = self { first.min() ?? 32 } else { 32 }
  }
}

extension StringProtocol {
  fileprivate func trimmingSuffix(_ suffix: String) -> String {
    hasSuffix(suffix) ? String(dropLast(suffix.count)) : String(self)
  }
}

extension TableFault: CustomStringConvertible {
  public var description: String {
    switch self {
    case .noColumn(let name, let has):
      "there is no column '\(name)'. The first line names \(has.joined(separator: ", "))."
    case .missingField(let column): "nothing stands in the column '\(column)'. Fill it in or remove the line."
    case .openQuote: "a quotation mark is opened and never closed. Close it, or double one that is meant as text."
    case .noRows: "the table has no rows. Write one line for each picture: path,label."
    case .missingPicture(let path): "there is no file \(path). Paths start at the table's folder."
    }
  }
}

extension FolderFault: CustomStringConvertible {
  public var description: String {
    switch self {
    case .noClasses:
      "holds no folders of pictures. Expected a folder for each class with PNG or JPEG files in it, or folders "
        + "train, val and test that hold such folders."
    case .emptyClass: "holds no PNG or JPEG file. Put pictures into this class's folder or remove it."
    case .strayClass(let name, let split):
      "has a class '\(name)' that \(split) has not. Classes must be those of the training pictures."
    case .loop: "is a link that leads back to a folder above it. Remove it."
    case .tooDeep(let limit): "lies more than \(limit) folders deep. Move its pictures up."
    }
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
