import Foundation
import Notebooks
import TestSupport
import Testing

@testable import Reports

@Suite struct SpecimenTests {
  private let html: String
  private let page: Page

  init() throws {
    html = try Specimen.html()
    page = Page(html)
    // To look at it: SPECIMEN=page.html swift test --filter SpecimenTests
    if let file = ProcessInfo.processInfo.environment["SPECIMEN"] {
      try html.write(toFile: file, atomically: true, encoding: .utf8)
    }
  }

  @Test("Every tag is closed, in order")
  func wellFormed() {
    #expect(page.mistakes == [])
  }
}
