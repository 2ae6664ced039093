import CellOutput
import Figures
import Foundation

/// A record as lines of text that a person can compare: without volatile values, and with pixels as digests.
struct RecordText {
  let lines: [String]

  init(_ record: Record) throws {
    var record = record.withoutVolatileValues
    for cell in record.cells.indices {
      record.cells[cell].outputs = record.cells[cell].outputs.map(Self.withDigests)
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
    lines = String(decoding: try encoder.encode(record), as: UTF8.self).components(separatedBy: "\n")
  }

  init(contentsOf file: URL) throws {
    lines = Array(try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n").dropLast())
  }

  /// The first few lines in which the two differ; empty where they are equal.
  func differences(from other: RecordText) -> [String] {
    if lines == other.lines { return [] }
    var found = lines.count == other.lines.count ? [] : ["\(lines.count) lines instead of \(other.lines.count)"]
    for (number, (mine, theirs)) in zip(lines, other.lines).enumerated() where mine != theirs {
      found.append("line \(number + 1): \(mine) instead of \(theirs)")
      if found.count == 10 { break }
    }
    return found
  }

  private static func withDigests(_ output: CellOutput) -> CellOutput {
    guard case .figure(.imageGrid(var grid)) = output else { return output }
    for cell in grid.cells.indices { grid.cells[cell].pixels.bytes = digest(grid.cells[cell].pixels.bytes) }
    return .figure(.imageGrid(grid))
  }

  /// FNV-1a, 64 bits: enough to notice a changed pixel.
  private static func digest(_ data: Data) -> Data {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in data { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return withUnsafeBytes(of: hash.bigEndian) { Data($0) }
  }
}
