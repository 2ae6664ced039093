import Foundation
import Imaging
import TestSupport
import Testing

/// Whole pages against committed pictures of them, by pixels. `make record-pages` takes new ones.
@Suite("Screenshots")
struct ScreenshotTests {
  enum Subject: String, CaseIterable, Sendable {
    case quickstart, figures

    var page: Page {
      get async throws {
        switch self {
        case .quickstart: try await Shared.quickstart.value.first.page
        case .figures: try await Shared.gallery.value
        }
      }
    }
  }

  @Test("The quickstart's report and the gallery of all figures look as they did", arguments: Subject.allCases)
  func pages(subject: Subject) async throws {
    let pictures = try await PageScreenshot.all(of: subject.page)
    for (look, picture) in pictures.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      try PageScreenshot.check(picture, named: "\(subject.rawValue)-\(look.rawValue)")
    }
  }

  @Test("A label moved by a few pixels, and a curve in another colour, planted in the gallery, are noticed")
  func plantedChanges() async throws {
    let page = try await Shared.gallery.value
    // The name of a class that stands there again: the group scales it from units of its letters, 1000 for 44 pixels.
    let matrix = try #require(page.html.range(of: "id=\"fig-confusion\""))
    let labels = /transform="scale\(\.044\)">(?:<path[^>]*>|<g[^>]*>(?:<use[^>]*>)*<\/g>)*<use href="#[^"]*" x="(-?\d+)/
    let label = try #require(page.html[matrix.upperBound...].firstMatch(of: labels))
    let moved = page.html.replacingCharacters(
      in: label.1.startIndex..<label.1.endIndex, with: String((Int(label.1) ?? 0) + 300))
    let curves = try #require(page.html.range(of: "id=\"fig-runs\""))
    let curve = try #require(page.html[curves.upperBound...].range(of: "class=\"s-hue2\""))
    let swapped = page.html.replacingCharacters(in: curve, with: "class=\"s-hue3\"")

    async let movedPicture = PageScreenshot.of(Page(html: moved), .light)
    async let swappedPicture = PageScreenshot.of(Page(html: swapped), .light)
    let stored = try PageScreenshot.stored("figures-light")
    #expect(PageScreenshot.worstTile(try await movedPicture, stored).share > PageScreenshot.tolerance)
    #expect(PageScreenshot.worstTile(try await swappedPicture, stored).share > PageScreenshot.tolerance)
  }
}
