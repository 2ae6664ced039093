import Foundation
import Imaging
import TestSupport
import Testing

/// Reports in a real browser.
@Suite("Pages in Chromium")
struct PageTests {
  enum Report: CaseIterable, Sendable {
    case everything, quickstart

    var page: Page {
      get async throws {
        switch self {
        case .everything: try await Shared.everything.value.page
        case .quickstart: try await Shared.quickstart.value.first.page
        }
      }
    }
  }

  @Test("The notebook with one of everything renders")
  func renders() async throws {
    let rendering = try await Shared.everything.value
    #expect(rendering.result.status == 0, "\(rendering.result)")
  }

  @Test("The console is silent: no message, nothing stopped by the policy", arguments: Report.allCases)
  func console(report: Report) async throws {
    let folder = try TemporaryFolder()
    let file = try folder.write(await report.page.html, to: "page.html")
    #expect(try await Chromium().consoleMessages(of: file) == [])
    let policy = try await report.page.policy
    #expect(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "\(policy)")
  }

  @Test(
    "It fits wide, tablet and phone, and holds nothing that runs, loads or lacks a name", arguments: Report.allCases)
  func structure(report: Report) async throws {
    let looks = try await PageLook.looks(at: report.page, widths: [1440, 768, 390])
    for look in looks {
      #expect(look.contentWidth <= look.width, "sideways scrolling at \(look.width): \(look.tooWide)")
      #expect(look.tooWide == [], "at \(look.width)")
    }
    let look = try #require(looks.first)
    #expect(look.language == "en")
    #expect(look.repeatedIds == [])
    #expect(look.brokenLinks == [])
    #expect(look.nameless == [])
    #expect(look.active == [])
    #expect(look.forbiddenAttributes == [])
    #expect(look.outside == [])
    #expect(look.drawings >= 4)
    #expect(look.headings.filter { $0.hasPrefix("1 ") }.count == 1, "\(look.headings)")
  }

  @Test("Faults planted into a page are seen by the look that these tests trust")
  func plantedFaults() async throws {
    let faults = """
      <img src="x.png"><svg width="9" height="9"></svg><p id="a" onclick="x()">1</p><p id="a" style="color:red">2</p>
      <a href="#nowhere">3</a><script></script><canvas width="2000"></canvas></body>
      """
    let html = try await Shared.everything.value.page.html.replacing("</body>", with: faults)
    let look = try #require(await PageLook.looks(at: Page(html: html), widths: [390]).first)
    #expect(look.contentWidth > 390)
    #expect(!look.tooWide.isEmpty)
    #expect(look.nameless.count == 2)
    #expect(look.repeatedIds == ["a"])
    #expect(look.brokenLinks.count == 1)
    #expect(look.active.count == 1)
    #expect(look.forbiddenAttributes.count == 2)
    #expect(look.outside.count == 1)
  }

  @Test("What would be markup in text, options, outputs and errors is text")
  func escaping() async throws {
    let look = try #require(await PageLook.looks(at: Shared.everything.value.page, widths: [1440]).first)
    #expect(look.title == "Everything <script>alert(\"title\")</script> & more")
    for passage in [
      "Everything <script>alert(\"title\")</script> & more", "Ann <b>Other</b>", "<b onclick=\"alert(1)\">bold</b>",
      "<script>alert(\"block\")</script>", "Printed <script>alert('param')</script> on a line",
      "Shown </pre><script>alert(\"output\")</script>", "<i>not in italics</i>", "<b>one</b>",
      "Two curves <img src=x onerror=alert(1)>.", "<script>alert('error')</script>",
      "The end is <script>alert('inline')</script>.",
    ] {
      #expect(look.text.contains(passage), "\(passage)")
    }
  }

  @Test("Without its style sheet it reads in order: title, prose, code, outputs, captions")
  func withoutStyleSheet() async throws {
    let page = try await Shared.everything.value.page.withoutStyleSheet
    let look = try #require(await PageLook.looks(at: page, widths: [1000]).first)
    let passages = [
      "One of each", "The first paragraph", "A quotation", "Raw HTML is text", "let shown =", "Printed <script>",
      "Shown </pre>", "Numbers, <i>not", "Two curves", "Bars.", "A matrix.", "Pictures.", "A net.", "The end is",
    ]
    var rest = look.text[...]
    for passage in passages {
      let place = rest.range(of: passage)
      #expect(place != nil, "\(passage) does not follow")
      if let place { rest = rest[place.upperBound...] }
    }
  }

  @Test("References say the figure's and table's number and lead to it")
  func references() async throws {
    let page = try await Shared.everything.value.page
    #expect(page.text.contains("See Figure 1, Figure 2 and Table 1."), "\(page.text.prefix(400))")
  }

  @Test("Every figure has its words and its numbers")
  func figures() async throws {
    let page = try await Shared.everything.value.page
    let figures = page.html.matches(of: /<figure[ >](?s:.*?)<\/figure>/).map { String($0.0) }.filter {
      $0.contains("<svg")
    }
    #expect(figures.count == 5)
    for figure in figures {
      #expect(figure.contains("<details") && figure.contains("<table"), "\(figure.prefix(200))")
      #expect(figure.contains("<desc") || figure.contains("alt="), "\(figure.prefix(200))")
    }
    #expect(figures.contains { $0.contains("A matrix described by hand.") })
  }

  @Test("The dark page is dark and the light one light, both drawn")
  func appearances() async throws {
    let page = try await Shared.everything.value.page
    let light = try await page.screenshot(width: 1280)
    let dark = try await page.screenshot(width: 1280, appearance: .dark)
    #expect(light.brightness > 200)
    #expect(dark.brightness < 70)
    // Something stands on the paper of each.
    #expect(Set(light.bytes).count > 50 && Set(dark.bytes).count > 50)
  }

  @Test("It prints, and prints light from a dark screen")
  func prints() async throws {
    let folder = try TemporaryFolder()
    let page = try folder.write(await Shared.everything.value.page.html, to: "page.html")
    let file = String(decoding: try await Chromium().print(page), as: UTF8.self)
    #expect(file.hasPrefix("%PDF-"))
    let pages = file.matches(of: /\/Type ?\/Page\b(?!s)/).count
    #expect((2...20).contains(pages), "\(pages) pages")
  }
}
