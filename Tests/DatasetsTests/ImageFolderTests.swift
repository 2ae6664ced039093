import Foundation
import Imaging
import TestSupport
import Testing

@testable import Datasets

@Suite struct ImageFolderTests {
  private func picture(_ number: Int, height: Int = 6, width: Int = 9, channels: Int = 3) -> Image {
    Image(
      height: height, width: width, channels: channels,
      bytes: (0..<height * width * channels).map { UInt8(truncatingIfNeeded: $0 &* 5 &+ number &* 40) })
  }

  private func write(_ image: Image, _ path: String) throws {
    let place = URL(filePath: path)
    try FileManager.default.createDirectory(at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(image.pngBytes()).write(to: place)
  }

  private func open(
    _ path: String, size: [Int]? = nil, colorMode: Image.ColorMode = .rgb, resizing: Resizing = .crop,
    damaged: DamagedPictures = .fail, cache: PixelCache? = nil, shares: (Double, Double) = (0.1, 0.1)
  ) throws -> ImageFolder {
    try ImageFolder(
      path, options: .init(size: size, colorMode: colorMode, resizing: resizing, damaged: damaged), shares: shares,
      seed: 1, licenceNote: "", cache: cache)
  }

  /// A folder of two classes with ten pictures each.
  private func writeClasses(_ folder: String) throws {
    for (label, name) in ["dog", "cat"].enumerated() {
      for number in 0..<10 { try write(picture(number + 10 * label), "\(folder)/\(name)/\(number).png") }
    }
  }

  @Test("A folder for each class, in the order of names; parts are drawn class by class")
  func flat() throws {
    try withTemporaryFolder { folder in
      try writeClasses(folder)
      try Data("notes".utf8).write(to: URL(filePath: folder + "/cat/notes.txt"))
      try Data("hidden".utf8).write(to: URL(filePath: folder + "/cat/.9.png"))
      let set = try open(folder, shares: (0.2, 0.3))
      #expect(set.all.classNames == ["cat", "dog"] && set.all.classCounts == [10, 10])
      #expect(set.all[0] == picture(10) && set.all[13] == picture(3))
      #expect(set.test.classCounts == [3, 3] && set.validation.classCounts == [2, 2])
      #expect(set.train.classCounts == [5, 5])
      #expect(try open(folder, shares: (0.2, 0.3)).train.fingerprint == set.train.fingerprint)
    }
  }

  @Test("train, val and test are the parts, with the training pictures' classes")
  func parts() throws {
    try withTemporaryFolder { folder in
      for (number, name) in ["train/a/1", "train/b/deep/er/2", "val/b/3", "test/a/4", "test/b/5"].enumerated() {
        try write(picture(number), "\(folder)/\(name).png")
      }
      let set = try open(folder)
      #expect(set.train.labels == [0, 1] && set.validation.labels == [1] && set.test.labels == [0, 1])
      #expect(set.validation[0] == picture(2) && set.test[1] == picture(4))
      try write(picture(0), folder + "/val/c/1.png")
      #expect(throws: DatasetError.folder(folder + "/val", .strayClass("c", split: "train"))) { try open(folder) }
    }
  }

  @Test("Pictures of any size and kind become images of one shape")
  func resizing() throws {
    try withTemporaryFolder { folder in
      let (grey, glass) = (picture(1, channels: 1), picture(2, height: 12, width: 4, channels: 4))
      try write(grey, folder + "/a/1.png")
      try write(glass, folder + "/a/2.png")
      let cropped = try open(folder, size: [6, 6])
      #expect(cropped.all.imageShape == [6, 6, 3])
      // Nine columns to six: the middle, between two pixels.
      #expect(
        cropped.all[0]
          == grey.converted(to: .rgb).resized(height: 6, width: 6, from: .init(top: 0, left: 1.5, height: 6, width: 6)))
      #expect(
        try open(folder, size: [4, 4], resizing: .stretch).all[0]
          == grey.converted(to: .rgb).resized(height: 4, width: 4))
      let padded = try open(folder, size: [12, 12], colorMode: .rgba, resizing: .pad).all[1]
      #expect((padded[0, 3, 3], padded[0, 4, 3], padded[0, 8, 3]) == (0, glass[0, 0, 3], 0))
      #expect(try open(folder, size: [4, 4], colorMode: .grayscale).all.imageShape == [4, 4, 1])
      let error = #expect(throws: DatasetError.self) { try open(folder) }
      #expect(
        "\(try #require(error))"
          == "\(folder)/a/2.png: has 4x12 pixels, the first picture 9x6. Give a size to bring all pictures to, such as "
          + "'size: 6'.")
    }
  }

  @Test("What was decoded is kept, and decoded again where a file has changed")
  func cache() throws {
    try withTemporaryFolder { parent in
      let (folder, cache) = (parent + "/photos", PixelCache(in: parent + "/cache"))
      try writeClasses(folder)
      let first = try open(folder, cache: cache)
      func kept() -> Set<String> { Set(FileManager.default.subpaths(atPath: parent + "/cache/decoded") ?? []) }
      let names = kept()
      #expect(names.count == 1)
      #expect(try open(folder, cache: cache).all.fingerprint == first.all.fingerprint)
      #expect(kept() == names)
      try write(picture(99), folder + "/cat/5.png")
      #expect(try open(folder, cache: cache).all[5] == picture(99))
      // In the place of the old ones; another size is another file.
      #expect(kept() == names)
      #expect(try open(folder, size: [4, 4], cache: cache).all.imageShape == [4, 4, 3])
      #expect(kept().count == 2)
      // A cache that cannot be written does not matter.
      #expect(try open(folder, cache: PixelCache(in: "/proc/none")).all[5] == picture(99))
    }
  }

  @Test("Decoded pixels stay on disk: memory does not grow with the folder")
  func flatMemory() throws {
    try withTemporaryFolder { parent in
      let folder = parent + "/photos"
      try write(picture(1, height: 700, width: 700), folder + "/a/0.png")
      for number in 1..<40 {
        try FileManager.default.createSymbolicLink(atPath: "\(folder)/a/\(number).png", withDestinationPath: "0.png")
      }
      let cache = PixelCache(in: parent + "/cache")
      let before = try privateMegabytes()
      let first = try open(folder, cache: cache)
      let again = try open(folder, cache: cache)
      #expect(first.all.count == 40 && again.all[39] == picture(1, height: 700, width: 700))
      // Decoded they are 59 MB, and twice that would be here if they were in memory.
      #expect(try privateMegabytes() - before < 20)
    }
  }

  /// Memory of this process that no file backs.
  private func privateMegabytes() throws -> Int {
    let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("RssAnon:") })
    return try #require(Int(line.split(separator: " ")[1])) / 1000
  }

  @Test("Pictures for which there is room neither on disk nor in memory are one line")
  func noRoom() throws {
    try withTemporaryFolder { folder in
      try writeClasses(folder)
      var cache = PixelCache(in: "/proc/none")
      cache.memoryLimit = 20 * 6 * 9 * 3 - 1
      let error = #expect(throws: DatasetError.self) { try open(folder, cache: cache) }
      #expect(
        "\(try #require(error))"
          == "/proc/none/decoded: has no room for the 1 MB of these pictures' pixels, which memory is too small for. Free "
          + "some room, set CAHIER_CACHE to a folder on a larger disk or ask for a smaller size.")
      cache.memoryLimit += 1
      #expect(try open(folder, cache: cache).all.count == 20)
    }
  }

  @Test("Damaged pictures are an error, or left out and listed, from the cache too")
  func damaged() throws {
    try withTemporaryFolder { parent in
      let (folder, cache) = (parent + "/photos", PixelCache(in: parent + "/cache"))
      try writeClasses(folder)
      let bytes = try picture(3).pngBytes()
      try Data(bytes.dropLast(30)).write(to: URL(filePath: folder + "/cat/3.png"))
      try Data().write(to: URL(filePath: folder + "/dog/0.png"))
      let error = #expect(throws: DatasetError.self) { try open(folder, cache: cache) }
      let line = "\(try #require(error))"
      #expect(line.hasPrefix("\(folder)/cat/3.png: the PNG picture is damaged: ") && !line.contains("\n"))
      #expect(line.hasSuffix("Repair or remove it, or skip damaged pictures with 'damaged: .skip'."))
      for _ in 0..<2 {
        let set = try open(folder, damaged: .skip, cache: cache)
        #expect(set.all.classCounts == [9, 9])
        #expect(set.skipped.map(\.path) == [folder + "/cat/3.png", folder + "/dog/0.png"])
        #expect(set.all[3] == picture(14))
      }
    }
  }

  @Test("Folders that are no image folders are one clear line")
  func badFolders() throws {
    try withTemporaryFolder { folder in
      func line(_ path: String) throws -> String {
        let error = #expect(throws: DatasetError.self) { try open(path) }
        return "\(try #require(error))".replacing(folder, with: "FOLDER")
      }
      #expect(try line(folder + "/no").hasPrefix("FOLDER/no: there is no such folder."))
      #expect(try line(folder).hasPrefix("FOLDER: holds no folders of pictures."))
      try write(picture(1), folder + "/photos/cat/1.png")
      try FileManager.default.createDirectory(atPath: folder + "/photos/dog", withIntermediateDirectories: false)
      #expect(try line(folder + "/photos").hasPrefix("FOLDER/photos/dog: holds no PNG or JPEG file."))
      try FileManager.default.createSymbolicLink(
        atPath: folder + "/photos/dog/again", withDestinationPath: folder + "/photos/dog")
      #expect(
        try line(folder + "/photos")
          == "FOLDER/photos/dog/again: is a link that leads back to a folder above it. Remove it.")
      try FileManager.default.removeItem(atPath: folder + "/photos/dog")
      try FileManager.default.createSymbolicLink(atPath: folder + "/photos/self", withDestinationPath: "self")
      #expect(
        try line(folder + "/photos")
          == "FOLDER/photos/self: is a link that leads back to a folder above it. Remove it.")
    }
  }

  @Test("Names may hold line ends, escapes and bytes that are no text")
  func strangeNames() throws {
    try withTemporaryFolder { folder in
      try write(picture(1), folder + "/a/new\nline\u{1B}[31m.png")
      let raw = Array("\(folder)/a/".utf8) + [0xFF, 0xFE] + Array(".png\0".utf8)
      let bytes = try picture(2).pngBytes()
      let file = raw.withUnsafeBufferPointer { $0.withMemoryRebound(to: CChar.self) { fopen($0.baseAddress!, "w") } }
      fwrite(bytes, 1, bytes.count, file)
      fclose(file)
      #expect(try open(folder).all.count == 2)
      try Data("no picture".utf8).write(to: URL(filePath: folder + "/a/new\nline\u{1B}[31m.png"))
      let error = #expect(throws: DatasetError.self) { try open(folder) }
      let line = "\(try #require(error))"
      #expect(line.unicodeScalars.allSatisfy { $0.value >= 32 } && line.contains("new\u{FFFD}line\u{FFFD}[31m.png"))
    }
  }

  @Test("A table of paths and labels, with a header or without, quoted or not")
  func tables() throws {
    try withTemporaryFolder { folder in
      for number in 0..<3 { try write(picture(number), "\(folder)/p, \(number).png") }
      func open(_ text: String, label: String = "label") throws -> ImageDataset {
        try Data(text.utf8).write(to: URL(filePath: folder + "/table.csv"))
        return try ImageDataset(csv: folder + "/table.csv", labelColumn: label)
      }
      let set = try open("id,path,label\r\n1,\"p, 0.png\",10\r\n\r\n2,\"p, 1.png\",9\r\n3,\"p, 2.png\",10\r\n")
      #expect(set.labels == [1, 0, 1] && set.classNames == ["9", "10"] && set[1] == picture(1))
      #expect(try open("\"p, 2.png\",\"a \"\"b\"\"\"\n").classNames == ["a \"b\""])
      func line(_ text: String, label: String = "label") throws -> String {
        let error = #expect(throws: DatasetError.self) { try open(text, label: label) }
        return "\(try #require(error))".replacing(folder, with: "FOLDER")
      }
      #expect(
        try line("path,label\n\"p, 0.png\",1\nmissing.png,2\n")
          == "FOLDER/table.csv:3: there is no file missing.png. Paths start at the table's folder.")
      #expect(
        try line("path,label\n", label: "species")
          == "FOLDER/table.csv:1: there is no column 'species'. The first line names path, label.")
      #expect(
        try line("path,label\n\"p, 0.png\"\n").hasPrefix("FOLDER/table.csv:2: nothing stands in the column 'label'."))
      #expect(try line("path,label\n\"p, 0.png,1\n").hasPrefix("FOLDER/table.csv:2: a quotation mark is opened"))
      #expect(try line("").hasPrefix("FOLDER/table.csv:1: the table has no rows."))
    }
  }
}
