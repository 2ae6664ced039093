import Foundation
import Imaging
import TestSupport
import Testing

@Suite struct PNGTests {
  /// A picture whose samples differ from place to place.
  private func picture(height: Int, width: Int, channels: Int) -> Image {
    Image(
      height: height, width: width, channels: channels,
      bytes: (0..<height * width * channels).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ $0 / 11) })
  }

  @Test("A picture survives encoding and decoding", arguments: [1, 3, 4])
  func roundTrip(channels: Int) throws {
    for (height, width) in [(1, 1), (7, 13), (32, 32)] {
      let image = picture(height: height, width: width, channels: channels)
      #expect(try Image(png: image.pngBytes()) == image)
    }
  }

  @Test("A PNG has the three chunks it needs and no other, and the same bytes each time")
  func chunks() throws {
    let bytes = try picture(height: 5, width: 9, channels: 3).pngBytes()
    #expect(try bytes == picture(height: 5, width: 9, channels: 3).pngBytes())
    var names: [String] = []
    var position = 8
    while position < bytes.count {
      let length = bytes[position..<position + 4].reduce(0) { $0 << 8 | Int($1) }
      names.append(String(decoding: bytes[position + 4..<position + 8], as: UTF8.self))
      position += 12 + length
    }
    #expect(names == ["IHDR", "IDAT", "IEND"])
  }

  // Put together with Python's zlib and struct: a palette of red and blue; 16-bit grey 0, 0x8080 and 0xFFFF; grey 100
  // with alpha 50.
  private static let foreignPalette =
    "iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAMAAADD/I+4AAAABlBMVEX/AAAAAP9sof2OAAAAC0lEQVR4nGNgYAQAAAQAAr96P0oAAAAASUVORK5CYII="
  private static let foreignSixteenBits =
    "iVBORw0KGgoAAAANSUhEUgAAAAMAAAABEAAAAABuG5crAAAAD0lEQVR4nGNgYGho+P8fAAaEAv9GYN62AAAAAElFTkSuQmCC"
  private static let foreignGreyWithAlpha =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR4nGNIMQIAAP0Al/xiaCMAAAAASUVORK5CYII="

  @Test(
    "Palettes, 16 bits and grey with alpha become 8-bit samples",
    arguments: [
      (Self.foreignPalette, Image(height: 1, width: 2, channels: 3, bytes: [255, 0, 0, 0, 0, 255])),
      (Self.foreignSixteenBits, Image(height: 1, width: 3, channels: 1, bytes: [0, 128, 255])),
      (Self.foreignGreyWithAlpha, Image(height: 1, width: 1, channels: 4, bytes: [100, 100, 100, 50])),
    ])
  func foreignFiles(file: String, expected: Image) throws {
    #expect(try Image(png: #require(Data(base64Encoded: file))) == expected)
  }

  @Test("Damaged pictures are errors that say what is wrong")
  func damaged() throws {
    #expect(throws: ImagingError.notPNG) { try Image(png: Array("GIF89a".utf8)) }
    #expect(throws: ImagingError.notPNG) { try Image(png: [UInt8]()) }
    let bytes = try picture(height: 8, width: 8, channels: 3).pngBytes()
    for length in 8..<bytes.count - 12 {
      #expect(throws: ImagingError.self) { try Image(png: bytes[..<length]) }
    }
    #expect(throws: ImagingError.tooLarge(height: 60_000, width: 60_000)) {
      try Image(png: header(height: 60_000, width: 60_000))
    }
    #expect(throws: ImagingError.impossibleSize(height: 8000, width: 8000, bytes: 57)) {
      try Image(png: header(height: 8000, width: 8000))
    }
  }

  /// A PNG file that consists of a grey header, an empty IDAT and an end.
  private func header(height: UInt32, width: UInt32) -> [UInt8] {
    func chunk(_ name: String, _ data: [UInt8]) -> [UInt8] {
      let body = Array(name.utf8) + data
      return bigEndian(UInt32(data.count)) + body + bigEndian(checksum(body))
    }
    return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
      + chunk("IHDR", bigEndian(width) + bigEndian(height) + [8, 0, 0, 0, 0]) + chunk("IDAT", []) + chunk("IEND", [])
  }

  private func bigEndian(_ value: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) }
  }

  /// CRC-32 as PNG's specification has it, bit by bit.
  private func checksum(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(UInt32.max) { value, byte in
      (0..<8).reduce(value ^ UInt32(byte)) { value, _ in value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
    }
  }

  @Test("Damaged bytes anywhere end in a picture or an error, never in a crash")
  func mutations() throws {
    var random = SeededGenerator(3)
    let bytes = try picture(height: 9, width: 9, channels: 4).pngBytes()
    for _ in 0..<2000 {
      var mutated = bytes
      for _ in 0..<3 {
        mutated[Int.random(in: 8..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      _ = try? Image(png: mutated)
    }
  }
}
