internal import Foundation

/// `run.json`: a summary with the digest of its own text, so that a changed byte is noticed.
struct SummaryFile: Codable {
  private var format = RunStore.formatVersion
  private var summary: RunSummary
  private var sha256: String

  init(_ summary: RunSummary) throws {
    self.summary = summary
    sha256 = try Self.digest(of: summary)
  }

  /// Reads the file's bytes. `nil` where they are not what was written, or of an earlier format.
  static func read(_ bytes: [UInt8], path: String) throws(RunError) -> RunSummary? {
    struct Header: Decodable { var format: Int }
    let decoder = JSON.decoder()
    if let header = try? decoder.decode(Header.self, from: Data(bytes)), header.format > RunStore.formatVersion {
      throw .newerFormat(path: path, version: header.format, supported: RunStore.formatVersion)
    }
    guard let file = try? decoder.decode(Self.self, from: Data(bytes)),
      (try? Self.digest(of: file.summary)) == file.sha256
    else { return nil }
    return file.summary
  }

  private static func digest(of summary: RunSummary) throws -> String {
    Digest.sha256(of: Array(try JSON.encoder().encode(summary)))
  }
}
