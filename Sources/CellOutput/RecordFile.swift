import Foundation

/// Reads and writes records as JSON files.
extension Record {
  /// Reads the record at `path`; throws a `Problem` that names the file where there is none or it cannot be read.
  public static func load(from path: String) throws(Problem) -> Record {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw Problem(
        kind: .notebook, file: path, summary: "There is no record to draw from.",
        remedy: "Render the notebook once with its cells executed.")
    }
    struct Header: Decodable { var format: Int }
    let decoder = CellMessage.decoder
    if let header = try? decoder.decode(Header.self, from: data), header.format > currentFormat {
      throw Problem(
        kind: .notebook, file: path,
        summary: "The record has format \(header.format); this version reads up to \(currentFormat).",
        remedy: "Update Cahier, or render the notebook again with this version.")
    }
    do {
      return try decoder.decode(Record.self, from: data)
    } catch {
      throw Problem(
        kind: .notebook, file: path, summary: "The record is damaged.", remedy: "Render the notebook again.",
        detail: String(describing: error))
    }
  }

  /// Replaces the file at `path` in one step: a reader sees the old record or the new one, never a part.
  public func save(to path: String) throws {
    try CellMessage.encoder.encode(self).write(to: URL(fileURLWithPath: path), options: .atomic)
  }
}
