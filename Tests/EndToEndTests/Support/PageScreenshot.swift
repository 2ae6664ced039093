import Foundation
import Imaging
import TestSupport
import Testing

/// Pictures of whole pages, and how they are compared.
enum PageScreenshot {
  enum Look: String, CaseIterable, Sendable { case light, dark, phone, print }

  /// Share of the pixels that may differ in any tile of a page, 0...1.
  static let tolerance = 0.005
  /// Sides of a tile: a moved label is nothing of a whole page, and much of its tile.
  private static let tile = 100
  /// How far apart two samples may be without counting, of 255: less than ink from paper, more than what is lost of a
  /// picture that is kept in few colours.
  private static let threshold = 72
  /// Levels a channel in the committed pictures, which are small for it.
  private static let step = 51

  private static let folder = Repository.root.appending(path: "Tests/EndToEndTests/__Snapshots__")

  // MARK: Taking pictures

  static func all(of page: Page) async throws -> [Look: Image] {
    try await withThrowingTaskGroup { group in
      for look in Look.allCases { group.addTask { (look, try await of(page, look)) } }
      return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
    }
  }

  static func of(_ page: Page, _ look: Look) async throws -> Image {
    let folder = try TemporaryFolder()
    let file = try folder.write(withFixedFonts(page.html), to: "page.html")
    let chromium = try Chromium()
    let png =
      switch look {
      case .light: try await chromium.fullScreenshot(of: file, width: 1240)
      case .dark: try await chromium.fullScreenshot(of: file, width: 1240, appearance: .dark)
      case .phone: try await chromium.fullScreenshot(of: file, width: 390)
      case .print: try await printed(chromium.print(file), in: folder)
      }
    return try Image(png: [UInt8](png))
  }

  /// A reader's own fonts decide how a page looks; pictures to compare with need the same ones everywhere.
  private static func withFixedFonts(_ html: String) -> String {
    PageCheckers.withoutPolicy(html).replacing(
      "</head>", with: "<style>:root{--text:\"DejaVu Sans\";--mono:\"DejaVu Sans Mono\"}</style></head>")
  }

  /// The sheets of a PDF file below each other, at 50 points an inch.
  private static func printed(_ pdf: Data, in folder: TemporaryFolder) async throws -> Data {
    let file = try folder.write(pdf, to: "page.pdf")
    let arguments = ["pdftoppm", "-r", "50", "-png", file.path, folder["sheet"].path]
    let result = try await ChildProgram(URL(filePath: "/usr/bin/env"), arguments, in: folder.url).result(within: 60)
    #expect(result.status == 0, "\(result)")
    let names = folder.files.filter { $0.hasPrefix("sheet") && $0.hasSuffix(".png") }.sorted()
    let sheets = try names.map { try Image(png: [UInt8](Data(contentsOf: folder[$0]))) }
    let (width, channels) = (sheets.first?.width ?? 1, sheets.first?.channels ?? 3)
    let picture = Image(
      height: sheets.reduce(0) { $0 + $1.height }, width: width, channels: channels, bytes: sheets.flatMap(\.bytes))
    return Data(try picture.pngBytes())
  }

  // MARK: Comparing them

  /// The tile in which most pixels differ, and where it begins. Pages of other sizes differ altogether.
  static func worstTile(_ first: Image, _ second: Image) -> (share: Double, x: Int, y: Int) {
    guard (first.width, first.height) == (second.width, second.height) else { return (1, 0, 0) }
    var worst = (count: 0, x: 0, y: 0)
    let threshold = threshold
    first.bytes.withUnsafeBufferPointer { one in
      second.bytes.withUnsafeBufferPointer { other in
        for y in stride(from: 0, to: first.height, by: tile) {
          for x in stride(from: 0, to: first.width, by: tile) {
            var count = 0
            for row in y..<min(y + tile, first.height) {
              for pixel in row * first.width + x..<row * first.width + min(x + tile, first.width) {
                let (a, b) = (pixel * first.channels, pixel * second.channels)
                let differs = (0..<3).contains { abs(Int(one[a + $0]) - Int(other[b + $0])) > threshold }
                if differs { count += 1 }
              }
            }
            if count > worst.count { worst = (count, x, y) }
          }
        }
      }
    }
    return (Double(worst.count) / Double(tile * tile), worst.x, worst.y)
  }

  static func stored(_ name: String) throws -> Image {
    try Image(png: [UInt8](Data(contentsOf: folder.appending(path: "\(name).png"))))
  }

  /// Compares with the committed picture. A missing one is recorded and fails, so that nobody commits it unseen.
  static func check(_ image: Image, named name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    guard FileManager.default.fileExists(atPath: folder.appending(path: "\(name).png").path) else {
      let path = try write(image, to: "\(name).png")
      Issue.record(
        "No picture was there: recorded \(path). Look at it, then run again.", sourceLocation: sourceLocation)
      return
    }
    let worst = worstTile(image, try stored(name))
    guard worst.share > tolerance else { return }
    let path = try write(image, to: "\(name).new.png")
    let share = (worst.share * 1000).rounded() / 10
    Issue.record(
      "\(share) % of a tile's pixels differ at (\(worst.x), \(worst.y)): see \(path). `make record-pages` if it is meant.",
      sourceLocation: sourceLocation)
  }

  /// In few colours, which makes a tenth of the file.
  private static func write(_ image: Image, to name: String) throws -> String {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(image.height * image.width * 3)
    for pixel in stride(from: 0, to: image.bytes.count, by: image.channels) {
      for channel in 0..<3 { bytes.append(UInt8((Int(image.bytes[pixel + channel]) + step / 2) / step * step)) }
    }
    let few = Image(height: image.height, width: image.width, channels: 3, bytes: bytes)
    let file = folder.appending(path: name)
    try Data(try few.pngBytes()).write(to: file)
    return file.path
  }
}
