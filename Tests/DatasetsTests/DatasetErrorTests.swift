import Foundation
import TestSupport
import Testing

@testable import Datasets

/// Every way a batch can be broken, with the line a user reads. `FOLDER` stands for the set's folder.
@Suite struct DatasetErrorTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var layout: CIFAR10.Layout = .pickle
    /// Breaks a sound set of two images a file.
    var damage: @Sendable (_ folder: String) throws -> Void
    var message: String
  }

  static let cases: [Case] = [
    Case(
      testDescription: "truncated batch", layout: .binary,
      damage: { try replace("data_batch_3.bin", in: $0, with: BatchFiles.binary(file: 0, images: 2).dropLast(1000)) },
      message: "FOLDER/data_batch_3.bin: is cut off: 5146 bytes instead of 6146. Unpack or download it again."),
    Case(
      testDescription: "over-long batch", layout: .binary,
      damage: { try replace("test_batch.bin", in: $0, with: BatchFiles.binary(file: 0, images: 3)) },
      message: "FOLDER/test_batch.bin: is too long: 9219 bytes instead of 6146. Unpack or download it again."),
    Case(
      testDescription: "empty batch", layout: .binary,
      damage: { try replace("data_batch_1.bin", in: $0, with: [UInt8]()) },
      message: "FOLDER/data_batch_1.bin: is cut off: 0 bytes instead of 6146. Unpack or download it again."),
    Case(
      testDescription: "label 255", layout: .binary,
      damage: { folder in
        var bytes = BatchFiles.binary(file: 0, images: 2)
        bytes[3073] = 255
        try replace("data_batch_2.bin", in: folder, with: bytes)
      },
      message: "FOLDER/data_batch_2.bin: image 1 has label 255 at byte 3073, but labels go from 0 to 9. The file is "
        + "damaged or not of CIFAR-10."),
    Case(
      testDescription: "label 255 in a pickle",
      damage: { try replace("data_batch_2", in: $0, with: BatchFiles.pickle(labels: [3, 255], pixels: zeros(2))) },
      message:
        "FOLDER/data_batch_2: image 1 has label 255 at byte 61, but labels go from 0 to 9. The file is damaged or "
        + "not of CIFAR-10."),
    Case(
      testDescription: "missing files",
      damage: { folder in
        for name in ["data_batch_4", "test_batch"] { try FileManager.default.removeItem(atPath: folder + "/" + name) }
      },
      message: "FOLDER: data_batch_4, test_batch are missing. Unpack the archive again."),
    Case(
      testDescription: "empty folder",
      damage: { folder in
        for name in BatchFiles.names { try FileManager.default.removeItem(atPath: folder + "/" + name) }
      },
      message: "FOLDER: holds nothing of CIFAR-10. Expected data_batch_1.bin (binary layout) or data_batch_1 (Python "
        + "layout) in it, in cifar-10-batches-bin or in cifar-10-batches-py."),
    Case(
      testDescription: "missing folder",
      damage: { try FileManager.default.removeItem(atPath: $0) },
      message: "FOLDER: there is no such folder. Give the folder that holds the data."),
    Case(
      testDescription: "a folder in a file's place",
      damage: { folder in
        try FileManager.default.removeItem(atPath: folder + "/data_batch_1")
        try FileManager.default.createDirectory(atPath: folder + "/data_batch_1", withIntermediateDirectories: false)
      },
      message: "FOLDER/data_batch_1: cannot be read: not a regular file."),
    Case(
      testDescription: "os.system",
      damage: { folder in
        let bytes = BatchFiles.pickle(labels: [1], pixels: zeros(1), function: "cos\nsystem\n")
        try replace("data_batch_1", in: folder, with: bytes)
      },
      message:
        "FOLDER/data_batch_1: the pickle asks for os.system, which is never looked up or called, at byte 70. Only "
        + "the official batches are read; unpack or download the file again."),
    Case(
      testDescription: "unknown instruction",
      damage: { try replace("data_batch_1", in: $0, with: Array("\u{2}i".utf8)) },
      message: "FOLDER/data_batch_1: the pickle has instruction 0x02, which plain batches do not use, at byte 0. Only "
        + "the official batches are read; unpack or download the file again."),
    Case(
      testDescription: "another protocol",
      damage: { try replace("data_batch_1", in: $0, with: [0x80, 4, 0x95]) },
      message: "FOLDER/data_batch_1: the pickle has protocol 4 instead of 2 at byte 0. Only the official batches are "
        + "read; unpack or download the file again."),
    Case(
      testDescription: "truncated pickle",
      damage: { try replace("data_batch_1", in: $0, with: BatchFiles.pickle(file: 0, images: 2).dropLast(7)) },
      message:
        "FOLDER/data_batch_1: the pickle is cut off at byte 198. Only the official batches are read; unpack or "
        + "download the file again."),
    Case(
      testDescription: "empty pickle",
      damage: { try replace("data_batch_1", in: $0, with: [UInt8]()) },
      message: "FOLDER/data_batch_1: the pickle is cut off at byte 0. Only the official batches are read; unpack or "
        + "download the file again."),
    Case(
      testDescription: "wrong shape",
      damage: { folder in
        let bytes = BatchFiles.pickle(labels: [1], pixels: zeros(1), shape: [3, 1024])
        try replace("data_batch_1", in: folder, with: bytes)
      },
      message:
        "FOLDER/data_batch_1: the pickle's array has shape [3, 1024] instead of [images, 3072] at byte 132. Only "
        + "the official batches are read; unpack or download the file again."),
    Case(
      testDescription: "more images than bytes",
      damage: { folder in
        let bytes = BatchFiles.pickle(labels: [1], pixels: zeros(1), shape: [2, 3072])
        try replace("data_batch_1", in: folder, with: bytes)
      },
      message:
        "FOLDER/data_batch_1: the pickle's array of shape [2, 3072] has 3072 bytes at byte 132. Only the official "
        + "batches are read; unpack or download the file again."),
    Case(
      testDescription: "wrong type",
      damage: { folder in
        let bytes = BatchFiles.pickle(labels: [1], pixels: zeros(1), type: "f8")
        try replace("data_batch_1", in: folder, with: bytes)
      },
      message:
        "FOLDER/data_batch_1: the pickle's array has type f8 instead of u1 at byte 132. Only the official batches "
        + "are read; unpack or download the file again."),
    Case(
      testDescription: "fewer labels than images",
      damage: { folder in
        let bytes = BatchFiles.pickle(labels: [1], pixels: zeros(2), shape: [2, 3072])
        try replace("data_batch_1", in: folder, with: bytes)
      },
      message: "FOLDER/data_batch_1: the pickle has 1 labels for 2 images at byte 132. Only the official batches are "
        + "read; unpack or download the file again."),
    Case(
      testDescription: "no dictionary",
      damage: { try replace("data_batch_1", in: $0, with: [0x80, 2] + Array("].".utf8)) },
      message: "FOLDER/data_batch_1: the pickle holds no dictionary at byte 2. Only the official batches are read; "
        + "unpack or download the file again."),
  ]

  @Test("A damaged set is one clear line", arguments: cases)
  func message(_ example: Case) throws {
    try withTemporaryFolder { parent in
      let folder = parent + "/set"
      let suffix = example.layout == .binary ? ".bin" : ""
      try BatchFiles.write(to: folder, suffix: suffix) { file in
        example.layout == .binary ? BatchFiles.binary(file: file, images: 2) : BatchFiles.pickle(file: file, images: 2)
      }
      try example.damage(folder)
      let error = #expect(throws: DatasetError.self) {
        try CIFAR10(files: CIFARFiles(.cifar10, at: folder, layouts: [.binary, .pickle]), imagesPerBinaryBatch: 2)
      }
      #expect(error.map { "\($0)" }?.replacing(folder, with: "FOLDER") == example.message)
    }
  }

  @Test("A missing set says what to download and where to put it")
  func notFound() async throws {
    let store = DataStore(
      folders: DataFolders { ["CAHIER_DATA": "/no/data", "CAHIER_CACHE": "/no/cache"][$0] }, isOffline: true)
    let error = await #expect(throws: DatasetError.self) {
      _ = try await CIFARSet.located(.cifar10, layouts: [.binary], store: store)
    }
    let expected =
      "CIFAR-10 is not in /no/data, /no/cache, and nothing is fetched offline. Download cifar-10-binary.tar.gz (170 "
      + "MB, MD5 c32a1d4ab5d03f1284b67883e8d87530) or cifar-10-python.tar.gz (170 MB, MD5 "
      + "c58f30108f718f92721af3b95e74349a) from https://www.cs.toronto.edu/~kriz/cifar.html into /no/cache, or set "
      + "CAHIER_DATA to the folder that contains cifar-10-batches-bin or cifar-10-batches-py."
    #expect(error.map { "\($0)" } == expected)
  }

  @Test("A control character in a path does not break the line")
  func controlCharacters() {
    #expect("\(DatasetError.missingFolder("/a\nb"))".hasPrefix("/a\u{FFFD}b: there is no such folder."))
  }

  private static func replace(_ name: String, in folder: String, with bytes: some Sequence<UInt8>) throws {
    try Data(bytes).write(to: URL(filePath: folder + "/" + name))
  }

  private static func zeros(_ images: Int) -> [UInt8] { Array(repeating: 0, count: images * 3072) }
}
