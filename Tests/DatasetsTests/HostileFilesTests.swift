import Foundation
import Imaging
import TestSupport
import Testing

@testable import Datasets

/// Files that nobody may read, links that lead nowhere or in circles, and files made to take memory or time.
@Suite struct HostileFilesTests {
  /// What opening says, without the folder's path; `nil` where nothing is wrong.
  private func line(_ folder: String, _ open: () throws -> Void) throws -> String? {
    do {
      try open()
      return nil
    } catch let error as DatasetError {
      let line = "\(error)".replacing(folder, with: "FOLDER")
      #expect(line.unicodeScalars.allSatisfy { $0.value >= 32 }, "more than one line")
      return line
    }
  }

  private func photos(
    _ folder: String, damaged: DamagedPictures = .fail, size: [Int]? = nil
  ) throws -> ImageFolder {
    try ImageFolder(
      folder, options: .init(size: size, colorMode: .rgb, resizing: .crop, damaged: damaged), shares: (0, 0), seed: 0,
      licenceNote: "", cache: nil)
  }

  private func write(_ bytes: some Sequence<UInt8>, _ path: String) throws {
    let place = URL(filePath: path)
    try FileManager.default.createDirectory(at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: place)
  }

  private func picture(_ channels: Int, side: Int = 4) throws -> [UInt8] {
    try Image(
      height: side, width: side, channels: channels,
      bytes: [UInt8](repeating: 200, count: side * side * channels)
    ).pngBytes()
  }

  /// Does `body` as somebody who may read only what all may: root may read everything. For this thread alone.
  private func asNobody(in folder: String, _ body: () throws -> Void) rethrows {
    chmod(folder, 0o755)
    // `sys/fsuid.h` is in no module of Swift's.
    typealias Function = @convention(c) (UInt32) -> Int32
    let become = unsafeBitCast(dlsym(nil, "setfsuid"), to: Function.self)
    let me = become(65534)
    defer { _ = become(UInt32(me)) }
    try body()
  }

  static let readers: [(name: String, read: @Sendable (String) throws -> Void)] = [
    ("images.npy", { _ = try ImageDataset(npy: $0, labels: $0) }),
    ("arrays.npz", { _ = try ImageDataset(npz: $0) }),
    ("images-idx3-ubyte", { _ = try ImageDataset(idx: $0, labels: $0) }),
    ("table.csv", { _ = try ImageDataset(csv: $0) }),
    (
      "cifar-10-binary.tar.gz",
      { path in
        let cache = PixelCache(in: path + ".cache")
        _ = try CIFARArchive(variant: .cifar10, layout: .binary, path: path).batches(cache: cache)
      }
    ),
  ]

  @Test("A file that may not be read is named, whatever was to be read from it", arguments: readers.map(\.name))
  func unreadableFile(name: String) throws {
    try withTemporaryFolder { folder in
      let reader = try #require(Self.readers.first { $0.name == name })
      let path = folder + "/" + name
      try write([1, 2, 3], path)
      chmod(path, 0)
      try asNobody(in: folder) {
        try #expect(
          line(folder) { try reader.read(path) } == "FOLDER/\(name): cannot be read: Permission denied.")
      }
      // A folder, a pipe and a link to itself in its place.
      try FileManager.default.removeItem(atPath: path)
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
      #expect(try line(folder) { try reader.read(path) } == "FOLDER/\(name): cannot be read: not a regular file.")
      try FileManager.default.removeItem(atPath: path)
      mkfifo(path, 0o600)
      #expect(try line(folder) { try reader.read(path) } == "FOLDER/\(name): cannot be read: not a regular file.")
      try FileManager.default.removeItem(atPath: path)
      symlink(name, path)
      #expect(
        try line(folder) { try reader.read(path) }
          == "FOLDER/\(name): cannot be read: Too many levels of symbolic links.")
    }
  }

  @Test("A batch, a picture or a class that may not be read is named; a picture can be skipped")
  func unreadableFolders() throws {
    try withTemporaryFolder { folder in
      try BatchFiles.write(to: folder + "/set", suffix: ".bin") { BatchFiles.binary(file: $0, images: 2) }
      chmod(folder + "/set/data_batch_2.bin", 0)
      for number in 0..<3 { try write(picture(3), "\(folder)/photos/cat/\(number).png") }
      // One class a folder: with several, other threads list them, which are not nobody's.
      try write(picture(3), folder + "/pets/dog/1.png")
      chmod(folder + "/photos/cat/1.png", 0)
      try asNobody(in: folder) {
        try #expect(
          line(folder) {
            _ = try CIFAR10(
              files: CIFARFiles(.cifar10, at: folder + "/set", layouts: [.binary]), imagesPerBinaryBatch: 2)
          } == "FOLDER/set/data_batch_2.bin: cannot be read: Permission denied.")
        try #expect(
          line(folder) { _ = try photos(folder + "/photos") }
            == "FOLDER/photos/cat/1.png: cannot be read: Permission denied.")
        let some = try photos(folder + "/photos", damaged: .skip)
        #expect(some.all.count == 2 && some.skipped.map(\.path) == [folder + "/photos/cat/1.png"])
      }
      chmod(folder + "/pets/dog", 0o644)
      try asNobody(in: folder) {
        try #expect(
          line(folder) { _ = try photos(folder + "/pets", damaged: .skip) }
            == "FOLDER/pets/dog/1.png: cannot be read: Permission denied.")
      }
      chmod(folder + "/pets/dog", 0)
      try asNobody(in: folder) {
        try #expect(
          line(folder) { _ = try photos(folder + "/pets") }
            == "FOLDER/pets/dog: cannot be read: Permission denied.")
      }
      chmod(folder + "/pets/dog", 0o755)
    }
  }

  @Test("Links that lead nowhere, in circles or to devices are no silent gaps")
  func links() throws {
    try withTemporaryFolder { folder in
      let photos = folder + "/photos"
      try write(picture(3), photos + "/cat/1.png")
      func says(_ target: String, at name: String) throws -> String? {
        symlink(target, photos + "/" + name)
        defer { unlink(photos + "/" + name) }
        return try line(folder) { _ = try self.photos(photos) }
      }
      #expect(
        try says("gone.png", at: "cat/2.png")?.hasSuffix("cat/2.png: cannot be read: No such file or directory.")
          == true)
      #expect(try says("gone", at: "dog") == "FOLDER/photos/dog: cannot be read: the link leads nowhere.")
      #expect(try says("gone", at: "cat/more") == "FOLDER/photos/cat/more: cannot be read: the link leads nowhere.")
      let loop = "is a link that leads back to a folder above it. Remove it."
      #expect(try says("..", at: "cat/up") == "FOLDER/photos/cat/up/cat: \(loop)")
      #expect(try says(".", at: "cat/here") == "FOLDER/photos/cat/here: \(loop)")
      symlink("second", photos + "/first")
      #expect(try says("first", at: "second") == "FOLDER/photos/first: \(loop)")
      unlink(photos + "/first")
      // What is no file is no picture, and never opened.
      #expect(try says("/dev/zero", at: "cat/zero.png") == nil)
      mkfifo(photos + "/cat/pipe.png", 0o600)
      #expect(try self.photos(photos).all.count == 1)
      // Claims to be a file of no bytes, and fails when it is read.
      #expect(try says("/proc/self/mem", at: "cat/3.png")?.hasPrefix("FOLDER/photos/cat/3.png: ") == true)
    }
  }

  @Test("Pictures that would take memory or time are refused at their place, or skipped")
  func bombs() throws {
    try withTemporaryFolder { folder in
      try write(picture(3), folder + "/a/0.png")
      // The size stands 16 bytes into the file, the checksum of its chunk 29.
      var huge = try picture(1)
      huge.replaceSubrange(16..<24, with: [0, 0, 0xEA, 0x60, 0, 0, 0xEA, 0x60])
      let checksum = huge.withUnsafeBytes { Inflater.checksum(.init(rebasing: $0[12..<29])) }
      huge.replaceSubrange(29..<33, with: (0..<4).map { UInt8(truncatingIfNeeded: checksum >> (24 - 8 * $0)) })
      try write(huge, folder + "/a/1.png")
      #expect(
        try line(folder) { _ = try photos(folder) }
          == "FOLDER/a/1.png: the picture has 60000x60000 pixels; up to 67108864 in all are read. Repair or remove it, or "
          + "skip damaged pictures with 'damaged: .skip'.")
      // A sparse file of 1 TB, of which nothing is read.
      try write([], folder + "/a/2.png")
      truncate(folder + "/a/2.png", 1 << 40)
      let set = try photos(folder, damaged: .skip)
      #expect(set.all.count == 1 && set.skipped.count == 2)
      #expect(set.skipped[1].reason == "\(folder)/a/2.png: cannot be read: it has more than 268435456 bytes.")
    }
  }

  @Test("Grey, coloured and transparent pictures in one folder become what was asked for")
  func mixedChannels() throws {
    try withTemporaryFolder { folder in
      for channels in [1, 3, 4] { try write(picture(channels), "\(folder)/a/\(channels).png") }
      let set = try photos(folder).all
      #expect(set.imageShape == [4, 4, 3])
      #expect(set[0].bytes == [UInt8](repeating: 200, count: 48) && set[1] == set[0])
      // 200 with alpha 200, on white.
      #expect(set[2].bytes == [UInt8](repeating: 212, count: 48))
      let images = try [1, 3].map { try Image(png: picture($0)) }
      let error = #expect(throws: DatasetError.self) {
        try ImageDataset(name: "set", images: images, labels: [0, 0], classNames: ["a"])
      }
      #expect(
        "\(try #require(error))" == "image 1 is 4x4x3, the first is 4x4x1; a data set needs one size.")
    }
  }

  @Test("Members of an archive that are links, devices or lie outside of it do not count")
  func archiveMembers() throws {
    try withTemporaryFolder { folder in
      let wanted = "cifar-10-batches-bin/data_batch_1.bin"
      for member in [
        PackedFiles.Member(name: wanted, type: "1"), .init(name: wanted, type: "2"), .init(name: wanted, type: "3"),
        .init(name: wanted, type: "5"), .init(name: "../" + wanted, content: [1]),
        .init(name: "/" + wanted, content: [1]),
      ] {
        let path = folder + "/set.tar.gz"
        try write(PackedFiles.deflate(PackedFiles.tar([member])), path)
        let cache = PixelCache(in: folder + "/cache")
        #expect(
          try line(folder) {
            _ = try CIFARArchive(variant: .cifar10, layout: .binary, path: path).batches(cache: cache)
          } == "FOLDER/set.tar.gz: has no member '\(wanted)'. It is empty.")
      }
      #expect(try FileManager.default.subpathsOfDirectory(atPath: folder) == ["set.tar.gz"])
    }
  }

  @Test("Packed data that unpack to far more than they declare end where that is noticed")
  func packedBombs() throws {
    try withTemporaryFolder { folder in
      let zeros = [UInt8](repeating: 0, count: 20_000_000)
      try write(PackedFiles.deflate(PackedFiles.idx([1, 2, 2], []) + zeros), folder + "/images")
      #expect(
        try line(folder) { _ = try IDXFile(folder + "/images") }
          == "FOLDER/images: goes on after its 20 unpacked bytes. Make or download it again.")
      try write(PackedFiles.deflate(zeros), folder + "/set.tar.gz")
      #expect(
        try line(folder) {
          _ = try CIFARArchive(variant: .cifar10, layout: .binary, path: folder + "/set.tar.gz")
            .batches(cache: PixelCache(in: folder))
        }?.hasPrefix("FOLDER/set.tar.gz: has no member ") == true)
    }
  }

  @Test("Classes may be called anything, and a message about them stays one line")
  func strangeClasses() throws {
    try withTemporaryFolder { folder in
      let name = "new\nline\u{1B}[31m\u{7}"
      try write(picture(3), "\(folder)/\(name)/1.png")
      #expect(try photos(folder).all.classNames == [name])
      try write(picture(3, side: 5), "\(folder)/\(name)/2.png")
      #expect(
        try line(folder) { _ = try photos(folder) }?.hasPrefix(
          "FOLDER/new\u{FFFD}line\u{FFFD}[31m\u{FFFD}/2.png: has 5x5 pixels, the first picture 4x4.") == true)
      try FileManager.default.createDirectory(atPath: "\(folder)/x\ny", withIntermediateDirectories: false)
      #expect(
        try line(folder) { _ = try photos(folder, size: [4, 4]) }?.hasPrefix("FOLDER/x\u{FFFD}y: holds no PNG") == true)
    }
  }
}
