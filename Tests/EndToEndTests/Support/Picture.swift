import Foundation
import Imaging
import TestSupport

extension Image {
  /// The share of the pixels that either picture draws in which the two differ visibly, 0...1.
  ///
  /// Paper does not count: a moved label is little of a whole figure, and much of what is drawn on it. The picture's
  /// first pixel is taken for paper.
  func difference(from other: Image) -> Double {
    guard (height, width, channels) == (other.height, other.width, other.channels) else { return 1 }
    func differ(_ a: ArraySlice<UInt8>, _ b: ArraySlice<UInt8>) -> Bool {
      zip(a, b).contains { abs(Int($0) - Int($1)) > 24 }
    }
    let paper = bytes[0..<channels]
    var (drawn, different) = (0, 0)
    for start in stride(from: 0, to: bytes.count, by: channels) {
      let (mine, theirs) = (bytes[start..<start + channels], other.bytes[start..<start + channels])
      if differ(mine, paper) || differ(theirs, paper) { drawn += 1 }
      if differ(mine, theirs) { different += 1 }
    }
    return drawn == 0 ? 0 : Double(different) / Double(drawn)
  }

  /// Mean brightness, 0...255.
  var brightness: Double {
    let colors = Swift.min(channels, 3)
    var sum = 0
    for start in stride(from: 0, to: bytes.count, by: channels) {
      for channel in 0..<colors { sum += Int(bytes[start + channel]) }
    }
    return Double(sum) / Double(height * width * colors)
  }
}

extension Page {
  /// The figures that are drawn as vectors: the element with all its drawings, but for the table under it.
  var figures: [String] {
    html.matches(of: /<figure[ >](?s:.*?)<\/figure>/).map { String($0.0) }.filter { $0.contains("<svg") }
      .map { $0.replacing(/<details[ >](?s:.*?)<\/details>/, with: "") }
  }

  /// A figure on a page of its own, as the browser draws it.
  ///
  /// Figures of a page share letters, words and pictures, each drawn by the first that needs it: the others come along,
  /// unseen, behind this one.
  func screenshot(ofFigure figure: String) async throws -> Image {
    let folder = try TemporaryFolder()
    let others = figures.filter { $0 != figure }.joined()
    let page = try folder.write(
      """
      <!doctype html><html lang="en"><head><meta charset="utf-8">\(styleSheets)</head>
      <body>\(figure)<div style="height: 0; overflow: hidden">\(others)</div></body></html>
      """, to: "figure.html")
    return try Image(png: await Chromium().screenshot(of: page, width: 900, height: 1200))
  }

  func screenshot(width: Int, height: Int = 1000, appearance: Chromium.Appearance = .light) async throws -> Image {
    let folder = try TemporaryFolder()
    let page = try folder.write(html, to: "page.html")
    return try Image(png: await Chromium().screenshot(of: page, width: width, height: height, appearance: appearance))
  }
}
