import Foundation
import TestSupport
import Testing

/// Reports as their readers' tools see them: screen readers (axe-core) and parsers of HTML (the Nu Html Checker).
@Suite("Pages under others' rules")
struct PageCheckTests {
  @Test("axe-core finds nothing, wide and narrow, light and dark", arguments: PageTests.Report.allCases)
  func accessibility(report: PageTests.Report) async throws {
    let html = try await report.page.html
    let checkers = try PageCheckers()
    for (width, appearance) in [(1440, Chromium.Appearance.light), (600, .dark)] {
      let violations = try await checkers.violations(in: html, width: width, appearance: appearance)
      #expect(violations.isEmpty, "at \(width): \(violations)")
    }
  }

  @Test("axe-core would find a picture without words, a faint text and a button without a name")
  func plantedBarriers() async throws {
    let faults = """
      <img src="data:,"><p style="color:#ccc;background:#fff">faint words</p><button></button></body>
      """
    let html = try await Shared.everything.value.page.html.replacing("</body>", with: faults)
    let found = try await Set(PageCheckers().violations(in: html, width: 1000).map(\.id))
    #expect(found.isSuperset(of: ["image-alt", "color-contrast", "button-name"]), "\(found)")
  }

  @Test("The Nu Html Checker finds nothing but what was planted")
  func validity() async throws {
    let everything = try await Shared.everything.value.page.html
    let planted = everything.replacing("</main>", with: "<p><div id=\"main\"></p></main>")
    let mistakes = try await PageCheckers().mistakes(in: [
      ("everything", everything), ("quickstart", Shared.quickstart.value.first.page.html), ("planted", planted),
    ])
    #expect(mistakes.filter { !$0.hasPrefix("planted") } == [])
    #expect(mistakes.contains { $0.hasPrefix("planted") && $0.contains("Duplicate ID") }, "\(mistakes)")
  }

  @Test("Headings go down one level at a time", arguments: PageTests.Report.allCases)
  func headings(report: PageTests.Report) async throws {
    let look = try #require(await PageLook.looks(at: report.page, widths: [1000]).first)
    let levels = look.headings.compactMap(\.first?.wholeNumberValue)
    #expect(levels.first == 1)
    for (before, after) in zip(levels, levels.dropFirst()) { #expect(after <= before + 1, "\(look.headings)") }
  }
}
