import Foundation
import Notebooks
import TestSupport
import Testing

@testable import Reports

/// What holds for every page, looked at on one that has everything.
///
/// To see the page: `SPECIMEN=page.html swift test --filter SpecimenTests`.
@Suite struct SpecimenTests {
  private let html: String
  private let page: Page

  init() throws {
    html = try Specimen.html()
    page = Page(html)
    if let file = ProcessInfo.processInfo.environment["SPECIMEN"] {
      try html.write(toFile: file, atomically: true, encoding: .utf8)
    }
  }

  @Test("Every tag is closed, in order")
  func wellFormed() {
    #expect(page.mistakes == [])
  }

  @Test("Identifiers are unique, and every link and name within the page leads to one")
  func identifiers() {
    let identifiers = Set(page.identifiers)
    #expect(identifiers.count == page.identifiers.count)
    for element in page.elements {
      if let target = element["href"], target.hasPrefix("#") {
        #expect(identifiers.contains(String(target.dropFirst())), "\(target)")
      }
      for name in (element["aria-labelledby"] ?? "").split(separator: " ") {
        #expect(identifiers.contains(String(name)), "\(name)")
      }
    }
  }

  @Test("There is no script, no style attribute and nothing to fetch")
  func inert() {
    #expect(page.all("script").isEmpty && page.all("iframe").isEmpty && page.all("form").isEmpty)
    for element in page.elements {
      #expect(element["style"] == nil)
      if let source = element["src"] { #expect(source.hasPrefix("data:")) }
    }
    #expect(page.all("link").allSatisfy { $0["href"]?.hasPrefix("data:") == true })
    #expect(!page.style.contains("url(") && !page.style.contains("@import"))
  }

  @Test("Every drawing and picture has a name, every figure a caption and its numbers")
  func names() {
    for drawing in page.all("svg") {
      let labels = (drawing["aria-labelledby"] ?? "").split(separator: " ").map(String.init)
      let words = page.elements.filter { labels.contains($0["id"] ?? "") }.map(\.text).joined(separator: " ")
      #expect(words.count > 20, "\(words)")
    }
    #expect(page.all("img").allSatisfy { $0["alt"] != nil })
    let figures = page.all("figure", class: "drawing").count
    #expect(figures == 3)
    #expect(page.all("details", class: "data").count == figures)
    #expect(page.all("figcaption").count == figures + 1)
    // A confusion matrix has too many numbers to be missed.
    #expect(page.all("th").contains { $0["scope"] == "row" } && page.all("th").allSatisfy { $0["scope"] != nil })
  }

  @Test("Headings are in order, below one title")
  func headings() {
    let levels = page.elements.filter { $0.name.wholeMatch(of: /h[1-6]/) != nil }.compactMap {
      $0.name.last?.wholeNumberValue
    }
    #expect(levels.filter { $0 == 1 }.count == 1 && levels.first == 1)
    for (before, after) in zip(levels, levels.dropFirst()) { #expect(after <= before + 1) }
  }

  @Test("The theme decides whether dark colours come by preference, always or never")
  func themes() throws {
    func style(_ theme: FrontMatter.Theme) throws -> (String, String?) {
      let notebook = Sample.notebook(matter: { $0.html.theme = theme })
      let page = Page(try Report(notebook: notebook, record: nil).html())
      return (page.style, page.all("html").first?["data-theme"])
    }
    let dark = "color-scheme: dark;"
    let (auto, light, always) = (try style(.auto), try style(.light), try style(.dark))
    #expect(auto.0.contains("@media screen and (prefers-color-scheme: dark) {\n:root {\n  \(dark)"))
    #expect(always.0.contains("@media screen {\n:root {\n  \(dark)"))
    #expect(!light.0.contains(dark))
    #expect([auto.1, light.1, always.1] == ["auto", "light", "dark"])
  }

  private struct Look: Decodable {
    var width: Int
    /// Of the widest part of the page that is in no box of its own.
    var overflow: Int
    /// Characters in a full line of the first paragraph.
    var line: Double
    var title: String
    var color: String
  }

  @Test("On any screen nothing scrolls sideways but code and tables, and lines have a readable length")
  func inBrowser() async throws {
    let looks = try await Chromium().inspect(
      html, widths: [360, 390, 768, 1440], as: Look.self,
      with: """
        d => {
          const p = d.querySelector("main > p");
          const range = d.createRange(); range.selectNodeContents(p);
          const lines = p.getClientRects()[0].height / parseFloat(d.defaultView.getComputedStyle(p).lineHeight);
          return { width: d.defaultView.innerWidth, overflow: d.documentElement.scrollWidth, title: d.title,
                   line: p.textContent.length / Math.round(lines), color: d.defaultView.getComputedStyle(d.body).color };
        }
        """)
    for look in looks {
      #expect(look.overflow <= look.width)
      #expect(look.line < 75)
      #expect(look.title == "A small net on ten kinds of shapes")
      // The style sheet was admitted: black would be the browser's own.
      #expect(look.color == "rgb(31, 35, 40)")
    }
    #expect(try #require(looks.last).line > 60)
  }

  @Test("A browser has nothing to say of the page: its policy stops nothing that it needs")
  func console() async throws {
    let folder = try TemporaryFolder()
    let messages = try await Chromium().consoleMessages(of: folder.write(html, to: "page.html"))
    #expect(messages == [])
  }
}
