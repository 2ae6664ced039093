import Foundation
import TestSupport
import Testing

@testable import Datasets

@Suite struct CIFAR10Tests {
  private func open(_ path: String, _ layout: CIFAR10.Layout? = nil, images: Int = 3) throws -> CIFAR10 {
    try CIFAR10(
      files: CIFARFiles(.cifar10, at: path, layouts: layout.map { [$0] } ?? CIFAR10.Layout.allCases),
      imagesPerBinaryBatch: images)
  }

  @Test("Both layouts of the same images give the same set")
  func layoutsAgree() throws {
    try withTemporaryFolder { folder in
      try BatchFiles.write(to: folder + "/cifar-10-batches-bin", suffix: ".bin") {
        BatchFiles.binary(file: $0, images: 3)
      }
      try BatchFiles.write(to: folder + "/cifar-10-batches-py", suffix: "") { BatchFiles.pickle(file: $0, images: 3) }
      let binary = try open(folder, .binary)
      let pickle = try open(folder, .pickle)
      #expect(binary.layout == .binary && pickle.layout == .pickle)
      #expect(binary.train.count == 15 && binary.test.count == 3)
      #expect(binary.train.labels == pickle.train.labels)
      #expect(binary.train.fingerprint == pickle.train.fingerprint)
      #expect(binary.test.fingerprint == pickle.test.fingerprint)
      #expect(binary.train.fingerprint != binary.test.fingerprint)

      let (label, pixels) = BatchFiles.image(1, file: 2)
      for set in [binary.train, pickle.train] {
        #expect(set.label(at: 7) == label)
        #expect(set[7][3, 4, 2] == pixels[2 * 1024 + 3 * 32 + 4])
      }
    }
  }

  @Test("The folder itself and the one above it both do, and binary files come first")
  func folders() throws {
    try withTemporaryFolder { folder in
      try BatchFiles.write(to: folder + "/cifar-10-batches-py", suffix: "") { BatchFiles.pickle(file: $0, images: 1) }
      #expect(try open(folder, images: 1).layout == .pickle)
      #expect(try open(folder + "/cifar-10-batches-py").folder == folder + "/cifar-10-batches-py")
      try BatchFiles.write(to: folder + "/cifar-10-batches-bin", suffix: ".bin") {
        BatchFiles.binary(file: $0, images: 1)
      }
      #expect(try open(folder, images: 1).layout == .binary)
      try FileManager.default.removeItem(atPath: folder + "/cifar-10-batches-bin/test_batch.bin")
      #expect(try open(folder, images: 1).layout == .pickle)
    }
  }

  @Test("The set is looked for in CAHIER_DATA, then in the cache")
  func searchOrder() throws {
    func folders(_ environment: [String: String]) -> DataFolders { DataFolders { environment[$0] } }
    #expect(folders(["HOME": "/h"]).searched == ["/h/.cache/cahier"])
    #expect(folders(["HOME": "/h", "XDG_CACHE_HOME": "/x"]).searched == ["/x/cahier"])
    #expect(folders(["HOME": "/h", "XDG_CACHE_HOME": "/x", "CAHIER_CACHE": "~/c"]).searched == ["/h/c"])
    #expect(folders(["HOME": "/h", "CAHIER_DATA": "/d"]).searched == ["/d", "/h/.cache/cahier"])

    try withTemporaryFolder { folder in
      let there = folders(["CAHIER_DATA": folder + "/nothing", "CAHIER_CACHE": folder])
      try BatchFiles.write(to: folder + "/cifar-10-batches-py", suffix: "") { BatchFiles.pickle(file: $0, images: 1) }
      #expect(
        try CIFARFiles(.cifar10, searching: there, layouts: [.binary, .pickle])?.folder == folder
          + "/cifar-10-batches-py")

      // Half a set in the first place does not hide the whole one in the second.
      try FileManager.default.createDirectory(atPath: folder + "/nothing", withIntermediateDirectories: false)
      try Data().write(to: URL(filePath: folder + "/nothing/data_batch_1"))
      #expect(try CIFARFiles(.cifar10, searching: there, layouts: [.pickle])?.folder == folder + "/cifar-10-batches-py")
      try FileManager.default.removeItem(atPath: folder + "/cifar-10-batches-py")
      let missing = Array(BatchFiles.names.dropFirst())
      #expect(throws: DatasetError.missingBatches(folder: folder + "/nothing", files: missing)) {
        try CIFARFiles(.cifar10, searching: there, layouts: [.pickle])
      }
    }
  }
}
