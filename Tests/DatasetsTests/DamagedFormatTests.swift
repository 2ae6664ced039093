import Foundation
import TestSupport
import Testing

@testable import Datasets

/// Files that lie about themselves: each is one line, and nothing large is made of them.
@Suite struct DamagedFormatTests {
  private func fixture(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: #require(Bundle.module.url(forResource: "Fixtures/" + name, withExtension: nil))))
  }

  /// What `read` says of a file with these bytes, without its folder; `nil` where it is content.
  private func fault(_ bytes: some Sequence<UInt8>, _ read: (String) throws -> Void) throws -> String? {
    try withTemporaryFolder { folder in
      try Data(bytes).write(to: URL(filePath: folder + "/file"))
      do {
        try read(folder + "/file")
        return nil
      } catch let error as DatasetError {
        let line = "\(error)".replacing(folder + "/", with: "")
        #expect(!line.contains("\n") && line.hasPrefix("file"))
        return line
      }
    }
  }

  private func idx(_ bytes: some Sequence<UInt8>) throws -> String? { try fault(bytes) { _ = try IDXFile($0) } }

  @Test("IDX files that are cut off, too long, of another type or larger than themselves")
  func idxFiles() throws {
    let sound = PackedFiles.idx([2, 3], [1, 2, 3, 4, 5, 6])
    #expect(try idx(sound) == nil && idx(PackedFiles.deflate(sound)) == nil)
    #expect(try idx(sound + [0]) == "file: is too long: 19 bytes instead of 18. Make or download it again.")
    #expect(
      try idx(sound.dropLast())?.contains("declares the shape [2, 3], which its 17 bytes cannot hold at byte 4.")
        == true)
    #expect(try idx(PackedFiles.idx([60_000, 60_000, 60_000], []))?.contains("cannot hold") == true)
    #expect(
      try idx([0, 0, 13, 1, 0, 0, 0, 1, 0])?.hasPrefix("file: holds values of type 0xd, which is not read at byte 2.")
        == true)
    #expect(try idx(Array("<html>".utf8)) == "file: is not an IDX file at byte 0. Make or download it again.")
    #expect(try idx([0, 0, 8, 200])?.contains("is cut off") == true)
    #expect(try idx([]) != nil)
    // Packed: cut off, longer and shorter than declared, and twice packed.
    #expect(
      try idx(PackedFiles.deflate(sound).dropLast(9))?.contains("cannot be unpacked: the data are cut off") == true)
    #expect(try idx(PackedFiles.deflate(sound + [0]))?.contains("goes on after its 18 unpacked bytes") == true)
    #expect(try idx(PackedFiles.deflate(sound.dropLast()))?.contains("is cut off: 17 bytes instead of 18") == true)
    #expect(try idx(PackedFiles.deflate(PackedFiles.deflate(sound)))?.contains("is not an IDX file") == true)
    #expect(try idx(PackedFiles.deflate(sound) + Array("more".utf8))?.contains("something else follows") == true)
    #expect(try idx(PackedFiles.deflate(PackedFiles.idx([1 << 20, 1 << 20], [])))?.contains("cannot hold") == true)
  }

  @Test("Labels that are no classes are named by their place")
  func labels() throws {
    try withTemporaryFolder { folder in
      try PackedFiles.writeMNIST(to: folder, images: 3, gzipped: false)
      try Data(PackedFiles.idx([3], [1, 10, 2])).write(to: URL(filePath: folder + "/t10k-labels-idx1-ubyte"))
      let error = #expect(throws: DatasetError.self) { try MNIST(at: folder) }
      #expect(
        "\(try #require(error))"
          == "\(folder)/t10k-labels-idx1-ubyte: image 1 has label 10 at byte 9, but labels go from 0 to 9. The file is "
          + "damaged or not of MNIST, test images.")
      try Data(PackedFiles.idx([2], [1, 2])).write(to: URL(filePath: folder + "/t10k-labels-idx1-ubyte"))
      #expect(
        "\(try #require(#expect(throws: DatasetError.self) { try MNIST(at: folder) }))".contains(
          "2 labels for the 3 images"))
    }
  }

  private func npy(_ bytes: some Sequence<UInt8>) throws -> String? {
    try fault(bytes) { path in _ = try NPYArray(ByteRegion(mapping: path), file: path).images() }
  }

  private func npy(header: String, values: Int = 0) throws -> String? {
    let text = Array((header + "\n").utf8)
    let start: [UInt8] = [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(text.count & 0xFF), UInt8(text.count >> 8)]
    return try npy(start + text + [UInt8](repeating: 0, count: values))
  }

  @Test("NumPy files of other types, orders and shapes, or larger than themselves")
  func numpyFiles() throws {
    #expect(try npy(fixture("grey.npy")) == nil)
    #expect(try npy(header: "{'descr': '|u1', 'fortran_order': False, 'shape': (1, 2, 2)}", values: 4) == nil)
    let huge = try npy(header: "{'descr': '|u1', 'fortran_order': False, 'shape': (65536, 65536), }")
    #expect(huge?.contains("declares the shape [65536, 65536], which its") == true)
    #expect(try npy(header: "{'descr': '|u1', 'fortran_order': False, 'shape': (9999999999999999999, 9), }") != nil)
    #expect(try npy(fixture("objects.npy"))?.contains("holds values of type '|O', which is not read") == true)
    #expect(try npy(fixture("fractions.npy"))?.contains("holds values of type '<f4', which is not read") == true)
    #expect(try npy(fixture("columns.npy"))?.contains("numpy.ascontiguousarray") == true)
    #expect(try npy(fixture("labels.npy"))?.contains("images of type '<i8'") == true)
    #expect(try npy(fixture("grey.npy").dropLast(1))?.contains("cannot hold") == true)
    #expect(try npy(fixture("grey.npy") + [0])?.contains("is too long") == true)
    #expect(try npy(Array("PK".utf8))?.contains("is not a NumPy file") == true)
    for header in ["{'descr': __import__('os')}", "{", "", "{'shape': (1,", "[" + String(repeating: "(", count: 5000)] {
      #expect(try npy(header: header) != nil)
    }
    let bytes = try fixture("grey.npy")
    for length in 0..<128 { #expect(try npy(bytes[..<length]) != nil) }
  }

  private func npz(_ bytes: some Sequence<UInt8>) throws -> String? {
    try fault(bytes) { _ = try ImageDataset(npz: $0) }
  }

  @Test("Archives that are cut off, changed or unpack to more than they can")
  func archives() throws {
    for name in ["stored.npz", "deflated.npz"] {
      let bytes = try fixture(name)
      #expect(try npz(bytes) == nil)
      for length in stride(from: 0, to: bytes.count, by: 7) { #expect(try npz(bytes[..<length]) != nil) }
      // The unpacked size in the list of members: its field stands 24 bytes into each entry.
      let entry = try #require(bytes.indices.first { bytes[$0...].starts(with: [0x50, 0x4B, 1, 2]) })
      var bomb = bytes
      bomb.replaceSubrange(entry + 24..<entry + 28, with: [0xFF, 0xFF, 0xFF, 0x7F])
      #expect(try npz(bomb) != nil)
      var random = SeededGenerator(5)
      for _ in 0..<300 {
        var mutated = bytes
        for _ in 0..<2 {
          mutated[Int.random(in: 0..<bytes.count, using: &random)] = .random(in: 0...255, using: &random)
        }
        _ = try? npz(mutated)
      }
    }
  }

  @Test("Tar archives with damaged headers or sizes, and those that are none")
  func tar() throws {
    func read(_ bytes: [UInt8]) throws -> String? {
      try fault(bytes) { path in
        let region = try ByteRegion(mapping: path)
        let found = try region.withBytes { try TarReader(gzipped: $0, file: path).regions(of: ["a", "b"]) }
        #expect(found.count == 2)
      }
    }
    let members = [PackedFiles.Member(name: "a", content: [1]), .init(name: "b", content: [2])]
    let sound = PackedFiles.tar(members)
    #expect(try read(PackedFiles.deflate(sound)) == nil)
    #expect(try read(sound)?.contains("is not a gzipped tar archive") == true)
    var changed = sound
    changed[3] = 7
    #expect(try read(PackedFiles.deflate(changed))?.contains("damaged tar header") == true)
    #expect(try read(PackedFiles.deflate(Array(sound[..<700])))?.contains("the archive is cut off") == true)
    let large = PackedFiles.tar([.init(name: "a", size: "77777777777")])
    #expect(try read(PackedFiles.deflate(large))?.contains("unpacks to more than 1073741824 bytes") == true)
  }
}
