import Figures
import Foundation
import Imaging
import TestSupport
import Testing

@testable import Plotting

/// The SVG as a browser shows it.
struct PageTests {
  /// A page under a policy that lets no inline style, no script and no request through.
  private func page(_ figures: [Figure], theme: Appearance = .light) throws -> String {
    let sheet = Data((FigureStyleSheet.css + "body{margin:12px}html[data-theme=dark]{background:#15181c}").utf8)
    let svg = try figures.enumerated().map { try FigureRenderer().svg(for: $1, idPrefix: "f\($0)") }.joined()
    return """
      <!doctype html><html lang="en" data-theme="\(theme)"><meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src data:; img-src data:">
      <link rel="stylesheet" href="data:text/css;base64,\(sheet.base64EncodedString())"><title>Figures</title>\(svg)
      """
  }

  @Test("Two figures on one page under a strict policy break no rule")
  func policy() async throws {
    let folder = try TemporaryFolder()
    let html = try page([Samples.matrix(classes: 10).figure, Samples.predictions(4).figure])
    let file = try folder.write(html, to: "page.html")
    #expect(try await Chromium().consoleMessages(of: file) == [])
  }

  private struct Shown: Decodable {
    var name: String
    var display: String
    var scale: Double
  }

  @Test("A wide page shows the wide variants, a phone the narrow ones, with text of at least 9 pixels")
  func variants() async throws {
    let figures = Samples.all.filter {
      ["curves-full", "bars", "matrix-10", "net", "predictions", "calibration"].contains($0.name)
    }
    let widths = [1440, 768, 390]
    let pages = try await Chromium().inspect(
      page(figures.map(\.figure)), widths: widths, as: [Shown].self,
      with: """
        d => [...d.querySelectorAll("svg")].map(s => ({ name: s.getAttribute("class"), display: getComputedStyle(s).display,
        scale: s.getBoundingClientRect().width / s.viewBox.baseVal.width }))
        """)
    for (width, shown) in zip(widths, pages) {
      let visible = shown.filter { $0.display != "none" }
      #expect(visible.count == figures.count)
      #expect(visible.allSatisfy { $0.name == (width == 390 ? "figure figure-narrow" : "figure figure-wide") })
      #expect(visible.allSatisfy { $0.scale * TextSize.tight >= 9 }, "\(width): \(visible)")
    }
  }

  @Test(
    "The browser draws the SVG as Cairo draws the figure",
    arguments: ["curves-50", "matrix-10", "predictions", "net", "scatter", "calibration"],
    Appearance.allCases)
  func sameAsCairo(name: String, appearance: Appearance) async throws {
    let figure = try #require(Samples.all.first { $0.name == name }).figure
    let expected = try Image(png: FigureRenderer().png(for: figure, scale: 1, appearance: appearance))
    let folder = try TemporaryFolder()
    let file = try folder.write(page([figure], theme: appearance), to: "page.html")
    let picture = try await Chromium().screenshot(of: file, width: expected.width, height: expected.height)
    let seen = try Image(png: [UInt8](picture))
    #expect(seen.width == expected.width && seen.height == expected.height)
    // Edges are smoothed differently: seen through a blur they are alike, and what is missing or moved is not.
    let share = differences(between: blurred(expected), and: blurred(seen), threshold: 40).share
    #expect(share < 0.0004, "\(share)")
  }

  /// Every pixel the mean of the 5 x 5 around it.
  private func blurred(_ image: Image) -> Image {
    let reach = 2
    var result = image
    for (length, stride, lines, step) in [
      (image.width, image.channels, image.height, image.width * image.channels),
      (image.height, image.width * image.channels, image.width, image.channels),
    ] {
      let source = result.bytes
      for line in 0..<lines {
        for channel in 0..<image.channels {
          let start = line * step + channel
          for place in 0..<length {
            var sum = 0
            for offset in -reach...reach {
              sum += Int(source[start + min(max(place + offset, 0), length - 1) * stride])
            }
            result.bytes[start + place * stride] = UInt8(sum / (2 * reach + 1))
          }
        }
      }
    }
    return result
  }
}
