import Foundation
import Imaging
import TestSupport
import Testing

@testable import Datasets

/// IDX, NumPy's files and archives as their own programs write them.
@Suite struct FormatTests {
  private func fixture(_ name: String) throws -> String {
    try #require(Bundle.module.url(forResource: "Fixtures/" + name, withExtension: nil)).path
  }

  private func sample(_ image: Int, _ place: Int) -> UInt8 { UInt8((image * 31 + place * 7) % 256) }

  @Test("MNIST's files give the same set gzipped or not")
  func mnist() throws {
    try withTemporaryFolder { folder in
      try PackedFiles.writeMNIST(to: folder + "/plain", images: 12, gzipped: false)
      try PackedFiles.writeMNIST(to: folder + "/packed", images: 12, gzipped: true)
      let (plain, packed) = (try MNIST(at: folder + "/plain"), try MNIST(at: folder + "/packed"))
      #expect(plain.train.imageShape == [28, 28, 1] && plain.train.count == 12)
      #expect(plain.train.fingerprint == packed.train.fingerprint)
      #expect(plain.test.fingerprint == packed.test.fingerprint)
      #expect(plain.test.labels == (0..<12).map { ($0 + 1) % 10 })
      #expect(plain.train[1][2, 3, 0] == UInt8(truncatingIfNeeded: (784 + 59) / 5))
      #expect(try FashionMNIST(at: folder + "/packed").train.classNames[8] == "bag")
      #expect(plain.train.licenceNote.contains("CC BY-SA"))
    }
  }

  @Test("NumPy's images are read with channels last, second or not at all")
  func numpy() throws {
    let labels = try fixture("labels.npy")
    let grey = try ImageDataset(npy: fixture("grey.npy"), labels: labels)
    #expect(grey.imageShape == [4, 6, 1] && grey.labels == [0, 2, 1, 2, 0] && grey.classNames == ["0", "1", "2"])
    #expect(grey[3][2, 5, 0] == sample(3, 17))
    let colour = try ImageDataset(npy: fixture("colour.npy"), labels: fixture("labels-big-endian.npy"))
    #expect(colour.imageShape == [4, 6, 3] && colour.labels == grey.labels)
    #expect(colour[4][1, 2, 1] == sample(4, 25))
    let planar = try ImageDataset(npy: fixture("planar.npy"), labels: labels, classNames: ["a", "b", "c"])
    #expect(planar.imageShape == [4, 6, 3])
    #expect(planar[4][1, 2, 1] == sample(4, 24 + 8))
  }

  @Test("Archives of numpy.savez are read stored and deflated", arguments: ["stored.npz", "deflated.npz"])
  func archives(name: String) throws {
    let set = try ImageDataset(npz: fixture(name))
    let plain = try ImageDataset(npy: fixture("grey.npy"), labels: fixture("labels.npy"))
    #expect(set.fingerprint == plain.fingerprint)
    let error = #expect(throws: DatasetError.self) { try ImageDataset(npz: fixture(name), images: "x_test") }
    #expect("\(try #require(error))".hasSuffix("has no member 'x_test'. It has x_train, y_train."))
  }

  @Test("CIFAR-100 has fine and coarse labels, and both layouts agree")
  func cifar100() throws {
    try withTemporaryFolder { folder in
      let pixels = (0..<3 * 3072).map { UInt8(truncatingIfNeeded: $0 / 9) }
      let records = (0..<3).flatMap { image -> [UInt8] in
        let labels: [UInt8] = [UInt8(image + 17), UInt8(image + 90)]
        return labels + Array(pixels[image * 3072..<(image + 1) * 3072])
      }
      try FileManager.default.createDirectory(atPath: folder + "/cifar-100-binary", withIntermediateDirectories: true)
      for name in ["train", "test"] {
        try Data(records).write(to: URL(filePath: "\(folder)/cifar-100-binary/\(name).bin"))
      }
      func open(_ labels: CIFAR100.Labels) throws -> CIFAR100 {
        let files = try CIFARFiles(.cifar100(labels), at: folder, layouts: [.binary])
        return try CIFAR100(files: files, labels: labels, imagesPerBinaryFile: 3)
      }
      let (fine, coarse) = (try open(.fine), try open(.coarse))
      #expect(fine.train.labels == [90, 91, 92] && coarse.train.labels == [17, 18, 19])
      #expect(fine.train.classNames.count == 100 && coarse.train.classNames.count == 20)
      #expect(fine.train.classNames[90] == "train" && coarse.train.classNames[19] == "vehicles 2")
      #expect(fine.train[1] == coarse.train[1])
      #expect(fine.train[2][1, 0, 1] == pixels[2 * 3072 + 1024 + 32])

      let pickle = BatchFiles.pickle(labels: [90, 91, 92], pixels: pixels).replacing(
        Array("U\u{6}labels".utf8), with: Array("U\u{b}fine_labels".utf8))
      try FileManager.default.createDirectory(atPath: folder + "/cifar-100-python", withIntermediateDirectories: true)
      for name in ["train", "test"] {
        try Data(pickle).write(to: URL(filePath: "\(folder)/cifar-100-python/\(name)"))
      }
      let python = try CIFAR100(files: CIFARFiles(.cifar100(.fine), at: folder, layouts: [.pickle]), labels: .fine)
      #expect(python.train.fingerprint == fine.train.fingerprint)
    }
  }

  @Test("An archive is read from its stream, and only what is wanted of it; then its pixels are kept")
  func archive() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/cifar-10-binary.tar.gz"
      let strange = ["../../evil", "/etc/evil", "cifar-10-batches-bin/readme.html"]
      let members =
        strange.map { PackedFiles.Member(name: $0, content: [1, 2, 3]) }
        + [
          .init(name: "cifar-10-batches-bin/data_batch_1.bin", type: "2"), .init(name: "dev", type: "3"),
          .init(name: "cifar-10-batches-bin", type: "5"),
        ]
        + BatchFiles.names.enumerated().map {
          .init(name: "cifar-10-batches-bin/\($1).bin", content: BatchFiles.binary(file: $0, images: 2))
        }
      try Data(PackedFiles.deflate(PackedFiles.tar(members))).write(to: URL(filePath: path))
      var archive = CIFARArchive(variant: .cifar10, layout: .binary, path: path)
      archive.imagesPerBinaryFile = 2
      let cache = PixelCache(in: folder + "/cache")
      let first = try archive.batches(cache: cache)
      #expect(first.map(\.labels) == (0..<6).map { file in (0..<2).map { BatchFiles.image($0, file: file).label } })
      #expect(try FileManager.default.subpathsOfDirectory(atPath: folder).count == 4)
      // The second time nothing is unpacked, so that nothing has to be verified.
      let second = try archive.batches(cache: cache) { () throws(DatasetError) in throw .missingFolder("") }
      #expect(second.map(\.labels) == first.map(\.labels))
      func secondImage(_ batch: CIFARBatch) -> [UInt8] {
        let start = batch.pixels.offset + batch.pixels.stride
        return Array(batch.pixels.region.bytes[start..<start + 3072])
      }
      #expect(second.map(secondImage) == (0..<6).map { BatchFiles.image(1, file: $0).pixels })
      // A kept file that is cut off is made again.
      let kept = try #require(FileManager.default.subpaths(atPath: folder + "/cache/decoded")?.first)
      let handle = try FileHandle(forWritingTo: URL(filePath: folder + "/cache/decoded/" + kept))
      try handle.truncate(atOffset: 5000)
      try handle.close()
      #expect(try archive.batches(cache: cache).map(\.labels) == first.map(\.labels))
    }
  }
}
