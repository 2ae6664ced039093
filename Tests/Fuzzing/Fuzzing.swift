// What libFuzzer calls with bytes that it makes up: each reader in turn must give a value or throw, whatever they are.
// Built and run by scripts/fuzz; CAHIER_FUZZ_READER names the reader.

import Foundation
import Imaging

private let readers: [String: @Sendable (UnsafeRawBufferPointer) throws -> Void] = [
  "png": { _ = try Image(png: withSoundChecksums(png: $0)) },
  "jpeg": { _ = try Image(picture: $0) },
  "gzip": { bytes in
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
    defer { memory.deallocate() }
    let inflater = try Inflater(bytes, format: .gzip, file: "file")
    while try inflater.read(into: memory) == memory.count {}
  },
  "tar": { bytes in
    // Most of what a fuzzer packs is damaged gzip: it makes the archive, and this packs it as stored blocks.
    try packed(withSoundChecksums(tar: bytes)).withUnsafeBytes {
      _ = try TarReader(gzipped: $0, file: "file").regions(of: ["a", "b/c"])
    }
  },
  "idx": { _ = try IDXFile(region($0), path: "file") },
  "npy": { bytes in
    let array = try NPYArray(region(bytes), file: "file")
    _ = try? array.images()
    _ = try array.labels()
  },
  "npz": { _ = try ZipReader(region($0), path: "file").member("x.npy") },
  "cifar": { bytes in
    // As many images as fit, so that labels are read at all.
    let images = bytes.count / (smallVariant.labelBytes + CIFARImage.bytes)
    for layout in CIFARLayout.allCases {
      _ = try? CIFARBatch(region(bytes), path: "file", variant: smallVariant, layout: layout, images: images)
    }
  },
  "pickle": { _ = try CIFARPickle($0, labelKey: "labels") },
  "csv": { bytes in
    _ = try PictureTable(region(bytes), file: "file", pathColumn: "path", labelColumn: "label").classNames
  },
]

/// Two label bytes, of which the second counts: as in CIFAR-100.
private let smallVariant = CIFARVariant(
  name: "set", classNames: ["a", "b", "c"], labelBytes: 2, labelByte: 1, labelKey: "labels", binaryFolder: "bin",
  pickleFolder: "py", trainingFiles: ["train"], testFile: "test", imagesPerTrainingFile: 2, imagesPerTestFile: 2,
  binaryArchive: noArchive, pickleArchive: noArchive)
private let noArchive = RemoteFile(path: "archive", mirrors: [], bytes: 0, md5: "")

private let reader: @Sendable (UnsafeRawBufferPointer) throws -> Void = {
  let name = ProcessInfo.processInfo.environment["CAHIER_FUZZ_READER"] ?? ""
  guard let reader = readers[name] else { fatalError("CAHIER_FUZZ_READER is none of \(readers.keys.sorted())") }
  return reader
}()

/// A copy of its own, at whose end the address sanitizer stands.
private func region(_ bytes: UnsafeRawBufferPointer) -> ByteRegion {
  ByteRegion(count: bytes.count) { $0.copyMemory(from: bytes) }
}

/// A PNG file whose chunks all have their right checksums: libpng looks at nothing behind a wrong one.
private func withSoundChecksums(png bytes: UnsafeRawBufferPointer) -> [UInt8] {
  var result = Array(bytes)
  var position = 8
  while position + 12 <= result.count {
    let length = result[position..<position + 4].reduce(0) { $0 << 8 | Int($1) }
    guard length <= result.count - position - 12 else { break }
    let end = position + 8 + length
    let checksum = result.withUnsafeBytes { Inflater.checksum(.init(rebasing: $0[position + 4..<end])) }
    for place in 0..<4 { result[end + place] = UInt8(truncatingIfNeeded: checksum >> (24 - 8 * place)) }
    position = end + 4
  }
  return result
}

/// A tar archive whose headers all have their right sums.
private func withSoundChecksums(tar bytes: UnsafeRawBufferPointer) -> [UInt8] {
  var result = Array(bytes)
  for start in stride(from: 0, to: result.count - 511, by: 512) {
    guard result[start + 257..<start + 262].elementsEqual("ustar".utf8) else { continue }
    for place in start + 148..<start + 156 { result[place] = UInt8(ascii: " ") }
    let sum = String(result[start..<start + 512].reduce(0) { $0 + Int($1) }, radix: 8)
    result.replaceSubrange(start + 148..<start + 148 + sum.utf8.count, with: Array(sum.utf8))
    result[start + 148 + sum.utf8.count] = 0
  }
  return result
}

/// Bytes as gzip's stored blocks; the checksum is wrong, but comes after everything of interest.
private func packed(_ bytes: [UInt8]) -> [UInt8] {
  var result: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]
  var rest = bytes[...]
  repeat {
    let block = rest.prefix(0xFFFF)
    rest = rest.dropFirst(0xFFFF)
    let length = UInt16(block.count)
    let (low, high) = (UInt8(length & 0xFF), UInt8(length >> 8))
    result += [rest.isEmpty ? 1 : 0, low, high, ~low, ~high]
    result += block
  } while !rest.isEmpty
  return result + [0, 0, 0, 0, 0, 0, 0, 0]
}

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
  try? reader(UnsafeRawBufferPointer(start: data, count: size))
  return 0
}
