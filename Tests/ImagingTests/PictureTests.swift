import Foundation
import Imaging
import TestSupport
import Testing

/// Photographs and sizes, against what Pillow makes of the same files (`Fixtures/make_fixtures.py`).
@Suite struct PictureTests {
  private func fixture(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: #require(Bundle.module.url(forResource: "Fixtures/" + name, withExtension: nil))))
  }

  /// The largest difference of two samples; nothing where the sizes differ.
  private func distance(_ image: Image, _ expected: [UInt8]) -> Int? {
    guard image.bytes.count == expected.count else { return nil }
    return zip(image.bytes, expected).map { abs(Int($0) - Int($1)) }.max()
  }

  @Test(
    "JPEG pictures have the pixels that Pillow reads",
    arguments: [("plain", 3), ("progressive", 3), ("grey", 1), ("cmyk", 3)])
  func jpeg(name: String, channels: Int) throws {
    let image = try Image(jpeg: fixture(name + ".jpg"))
    #expect((image.height, image.width, image.channels) == (19, 26, channels))
    // Versions of libjpeg round differently.
    #expect(try #require(distance(image, fixture(name + ".raw"))) <= (name == "progressive" ? 3 : 1))
  }

  @Test("EXIF data turn a picture upright, all eight ways", arguments: 1...8)
  func orientation(_ number: Int) throws {
    let image = try Image(picture: fixture("orientation-\(number).jpg"))
    #expect(image.height == (number >= 5 ? 26 : 19))
    #expect(try #require(distance(image, fixture("orientation-\(number).raw"))) <= 1)
  }

  @Test("PNG pictures are turned too")
  func pngOrientation() throws {
    #expect(try Image(picture: fixture("picture.png")).bytes == fixture("picture.raw"))
    #expect(try Image(picture: fixture("orientation.png")).bytes == fixture("orientation.raw"))
  }

  @Test(
    "Resizing gives the bytes of Pillow's antialiased BILINEAR",
    arguments: [("smaller", 8, 8), ("larger", 33, 40), ("one", 1, 1), ("wider", 5, 52), ("part", 7, 10)])
  func resizing(name: String, height: Int, width: Int) throws {
    let image = try Image(png: fixture("picture.png"))
    let area = name == "part" ? Image.Area(top: 2, left: 3.5, height: 15, width: 19) : nil
    #expect(try image.resized(height: height, width: width, from: area).bytes == fixture("resized-\(name).raw"))
    #expect(image.resized(height: image.height, width: image.width) == image)
  }

  @Test("Colour modes: grey is Pillow's, alpha is laid on white")
  func modes() throws {
    let image = try Image(png: fixture("picture.png"))
    #expect(try image.converted(to: .grayscale).bytes == fixture("grey-of-picture.raw"))
    let glass = Image(height: 1, width: 3, channels: 4, bytes: [10, 20, 30, 255, 10, 20, 30, 0, 0, 100, 200, 51])
    #expect(glass.converted(to: .rgb).bytes == [10, 20, 30, 255, 255, 255, 204, 224, 244])
    #expect(Image(height: 1, width: 1, channels: 1, bytes: [7]).converted(to: .rgba).bytes == [7, 7, 7, 255])
    // A transparent red neighbour leaves no red in a green pixel.
    let edge = Image(height: 1, width: 2, channels: 4, bytes: [255, 0, 0, 0, 0, 255, 0, 255])
    #expect(edge.resized(height: 1, width: 1).bytes == [0, 255, 0, 128])
  }

  @Test("A JPEG that is cut off anywhere is an error, not a half grey picture", arguments: ["plain", "progressive"])
  func truncated(name: String) throws {
    let bytes = try fixture(name + ".jpg")
    for length in 0..<bytes.count - 2 {
      #expect(throws: ImagingError.self) { try Image(picture: bytes[..<length]) }
    }
    #expect(throws: ImagingError.damaged(.jpeg, "Premature end of JPEG file")) { try Image(jpeg: bytes[..<300]) }
  }

  /// A grey progressive picture whose one scan is sent many times: a sound file, each scan a pass over all of it.
  private func picture(scans: Int, side: Int) -> [UInt8] {
    func bytes(_ number: Int) -> [UInt8] { [UInt8(number >> 8), UInt8(number & 0xFF)] }
    func segment(_ marker: UInt8, _ content: [UInt8]) -> [UInt8] {
      [0xFF, marker] + bytes(content.count + 2) + content
    }
    let blocks = (side + 7) / 8 * ((side + 7) / 8)
    // The one code of the table, a bit 0, says that a block is as its neighbour; ones fill the last byte.
    let code = [UInt8](repeating: 0, count: blocks / 8) + [0xFF >> UInt8(blocks % 8)]
    let scan = segment(0xDA, [1, 1, 0, 0, 0, 0]) + code
    return [0xFF, 0xD8] + segment(0xDB, [0] + [UInt8](repeating: 1, count: 64))
      + segment(0xC2, [8] + bytes(side) + bytes(side) + [1, 1, 0x11, 0])
      + segment(0xC4, [0, 1] + [UInt8](repeating: 0, count: 15) + [0])
      + Array(repeatElement(scan, count: scans).joined()) + [0xFF, 0xD9]
  }

  @Test("A sound JPEG of a hundred scans is read, and one of more refused, before 80,000 are decoded")
  func scans() throws {
    for scans in [1, 10, 100] {
      let image = try Image(picture: picture(scans: scans, side: 20))
      #expect(image == Image(height: 20, width: 20, channels: 1, bytes: [UInt8](repeating: 128, count: 400)))
    }
    for scans in [101, 80_000] {
      #expect(throws: ImagingError.damaged(.jpeg, "it has more than 100 scans")) {
        try Image(picture: picture(scans: scans, side: 20))
      }
    }
  }

  @Test("A JPEG that claims more than its bytes can hold is refused")
  func impossible() throws {
    var bytes = try fixture("plain.jpg")
    let frame = try #require(bytes.indices.first { bytes[$0] == 0xFF && bytes[$0 + 1] == 0xC0 })
    bytes.replaceSubrange(frame + 5..<frame + 9, with: [0x1F, 0x40, 0x1F, 0x40])
    #expect(throws: ImagingError.impossibleSize(height: 8000, width: 8000, bytes: bytes.count)) {
      try Image(jpeg: bytes)
    }
    bytes.replaceSubrange(frame + 5..<frame + 9, with: [0xEA, 0x60, 0xEA, 0x60])
    #expect(throws: ImagingError.tooLarge(height: 60_000, width: 60_000)) { try Image(jpeg: bytes) }
    #expect(throws: ImagingError.unknownFormat) { try Image(picture: Array("GIF89a".utf8)) }
    #expect(throws: ImagingError.notJPEG) { try Image(jpeg: [UInt8]()) }
  }

  @Test("Damaged bytes anywhere end in a picture or an error", arguments: ["plain.jpg", "progressive.jpg", "cmyk.jpg"])
  func mutations(name: String) throws {
    var random = SeededGenerator(3)
    let bytes = try fixture(name)
    for _ in 0..<1000 {
      var mutated = bytes
      for _ in 0..<3 { mutated[Int.random(in: 0..<bytes.count, using: &random)] = .random(in: 0...255, using: &random) }
      _ = try? Image(picture: mutated)
    }
  }
}
