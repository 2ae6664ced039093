public import CellOutput
import Foundation

extension Notebook {
  /// Reads and parses the notebook at `path`; `overrides` are the command line's `-P name:value`.
  public init(contentsOf path: String, overriding overrides: [String: String] = [:]) throws(Problem) {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw NotebookError.missingFile.problem(in: path)
    }
    if isFolder.boolValue { throw NotebookError.isFolder.problem(in: path) }
    let data: Data
    do {
      data = try Data(contentsOf: URL(fileURLWithPath: path))
    } catch {
      throw NotebookError.unreadable(reason: systemReason(error)).problem(in: path)
    }
    guard let source = String(validating: data, as: UTF8.self) else {
      throw NotebookError.notUTF8(offset: firstInvalidByte(in: data)).problem(
        in: path, line: lineOfInvalidByte(in: data))
    }
    try self.init(source: source, path: path, overriding: overrides)
  }

  /// Parses `source`; messages name `path`.
  public init(source: String, path: String, overriding overrides: [String: String] = [:]) throws(Problem) {
    self = try NotebookParser(file: path).parse(source, overriding: overrides)
  }
}

/// The 0-based offset of the first byte that is not part of valid UTF-8.
private func firstInvalidByte(in data: Data) -> Int {
  var decoder = UTF8()
  var bytes = data.makeIterator()
  var offset = 0
  while case .scalarValue(let scalar) = decoder.decode(&bytes) { offset += UTF8.width(scalar) }
  return offset
}

private func lineOfInvalidByte(in data: Data) -> Int {
  data.prefix(firstInvalidByte(in: data)).count { $0 == UInt8(ascii: "\n") } + 1
}
