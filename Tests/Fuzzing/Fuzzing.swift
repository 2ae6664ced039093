// What libFuzzer calls with bytes that it makes up: each reader in turn must give a value or throw, whatever they are.
// Built and run by scripts/fuzz; CAHIER_FUZZ_READER names the reader.

import Foundation
import Imaging

private let readers: [String: @Sendable (UnsafeRawBufferPointer) throws -> Void] = [
  "png": { _ = try Image(png: $0) },
  "jpeg": { _ = try Image(picture: $0) },
  "gzip": { bytes in
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
    defer { memory.deallocate() }
    let inflater = try Inflater(bytes, format: .gzip, file: "file")
    while try inflater.read(into: memory) == memory.count {}
  },
  "tar": { bytes in
    // Most of what a fuzzer packs is damaged gzip: it makes the archive, and this packs it as stored blocks.
    try packed(bytes).withUnsafeBytes { _ = try TarReader(gzipped: $0, file: "file").regions(of: ["a", "b/c"]) }
  },
  "idx": { bytes in try withFile(bytes) { _ = try IDXFile($0) } },
  "npy": { bytes in
    try withFile(bytes) { path in
      let array = try NPYArray(ByteRegion(mapping: path), file: path)
      _ = try? array.images()
      _ = try array.labels()
    }
  },
  "npz": { bytes in try withFile(bytes) { _ = try ZipReader($0).member("x.npy") } },
  "pickle": { _ = try CIFARPickle($0, labelKey: "labels") },
  "csv": { bytes in try withFile(bytes) { _ = try PictureTable($0, pathColumn: "path", labelColumn: "label").classNames } },
]

private let reader: @Sendable (UnsafeRawBufferPointer) throws -> Void = {
  let name = ProcessInfo.processInfo.environment["CAHIER_FUZZ_READER"] ?? ""
  guard let reader = readers[name] else { fatalError("CAHIER_FUZZ_READER is none of \(readers.keys.sorted())") }
  return reader
}()

private let file = NSTemporaryDirectory() + "cahier-fuzz-\(ProcessInfo.processInfo.processIdentifier)"

private func withFile(_ bytes: UnsafeRawBufferPointer, _ body: (String) throws -> Void) throws {
  // A file of its own each time: one that is mapped must not be shortened.
  try? FileManager.default.removeItem(atPath: file)
  try Data(bytes).write(to: URL(fileURLWithPath: file))
  defer { try? FileManager.default.removeItem(atPath: file) }
  try body(file)
}

/// Bytes as gzip's stored blocks, without compression; the checksum is left wrong, and comes after everything of interest.
private func packed(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
  var result: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]
  var rest = bytes[...]
  repeat {
    let block = rest.prefix(0xFFFF)
    rest = rest.dropFirst(0xFFFF)
    let length = UInt16(block.count)
    result += [rest.isEmpty ? 1 : 0, UInt8(length & 0xFF), UInt8(length >> 8), UInt8(~length & 0xFF), UInt8(~length >> 8)]
    result += block
  } while !rest.isEmpty
  return result + [0, 0, 0, 0, 0, 0, 0, 0]
}

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
  try? reader(UnsafeRawBufferPointer(start: data, count: size))
  return 0
}
