import Foundation
import TestSupport
import Testing

/// The test's own eyes, tried on planted faults: a helper that sees nothing would make every page look right.
@Suite("Chromium, as a helper of tests")
struct ChromiumTests {
  private let chromium: Chromium
  private let folder: TemporaryFolder

  init() throws {
    chromium = try Chromium()
    folder = try TemporaryFolder()
  }

  private func page(_ body: String, head: String = "") throws -> URL {
    try folder.write(
      "<!doctype html><html lang=\"en\"><head>\(head)</head><body>\(body)</body></html>", to: "page.html")
  }

  @Test("An innocent page says nothing")
  func silence() async throws {
    let policy = #"<meta http-equiv="Content-Security-Policy" content="default-src 'none'">"#
    #expect(try await chromium.consoleMessages(of: page("<p>Hello</p>", head: policy)) == [])
  }

  @Test("A message on the console is noticed")
  func consoleMessage() async throws {
    let messages = try await chromium.consoleMessages(of: page("<script>console.log(\"plan\\n\" + \"ted\")</script>"))
    #expect(messages == ["plan\nted"])
  }

  @Test(
    "What the page's security policy stops is noticed",
    arguments: [
      "<script>1</script>", "<p style=\"color: red\">Red</p>", "<p onclick=\"x()\">Press</p>",
      "<img src=\"https://example.com/a.png\" alt=\"A\">",
    ])
  func policy(body: String) async throws {
    let policy = #"<meta http-equiv="Content-Security-Policy" content="default-src 'none'">"#
    let messages = try await chromium.consoleMessages(of: page(body, head: policy))
    #expect(messages.count == 1)
    #expect(messages.first?.contains("Content Security Policy") == true)
  }

  @Test("A page too wide for a phone is noticed, and its text read")
  func inspection() async throws {
    struct Look: Decodable, Equatable {
      var width: Int
      var text: String
    }
    let html = try String(
      contentsOf: page("<div style=\"width: 600px\">“wide” &amp; <b>bold</b></div>"), encoding: .utf8)
    let looks: [Look] = try await chromium.inspect(
      html, widths: [1440, 390],
      with: "d => ({ width: d.documentElement.scrollWidth, text: d.body.innerText })")
    #expect(looks.map(\.text) == ["“wide” & bold", "“wide” & bold"])
    #expect(looks[0].width == 1440)
    #expect(looks[1].width > 600)
  }

  @Test("An error in a test's own script is told, not swallowed")
  func scriptError() async throws {
    await #expect(throws: Chromium.ScriptFailed.self) {
      let _: [Int] = try await chromium.inspect("<p>", widths: [400], with: "d => d.nothing.there")
    }
  }
}
