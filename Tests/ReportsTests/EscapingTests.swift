import Testing

@testable import Reports

@Suite struct EscapingTests {
  @Test(
    "Characters of HTML are written as references, control characters as their pictures",
    arguments: [
      ("a < b & c > \"d\" 'e'", "a &lt; b &amp; c &gt; &quot;d&quot; &#39;e&#39;"),
      ("\"\u{301}", "&quot;\u{301}"), ("\u{1b}[0m", "␛[0m"), ("a\tb\nc", "a\tb\nc"), ("a\r\nb\rc", "a\nb␍c"),
      ("\u{0}", "␀"),
      ("\u{7f}", "␡"), ("\u{85}", "\u{fffd}"), ("\u{a0}é", "\u{a0}é"), ("", ""), ("plain", "plain"),
    ])
  func escape(text: String, html: String) {
    #expect(Escaping.escape(text).unicodeScalars.elementsEqual(html.unicodeScalars))
  }

  @Test("Controls that reorder text are written out in code")
  func directionControls() {
    #expect(Escaping.showingDirectionControls("a\u{202e}b\u{2066}c") == "a[U+202E]b[U+2066]c")
    #expect(Escaping.showingDirectionControls("– …") == "– …")
  }

  @Test(
    "Links lead to web pages, mail, files beside the page and places in it, and nowhere else",
    arguments: [
      ("https://example.org/a?b#c", true), ("HTTP://example.org", true), ("mailto:a@example.org", true),
      ("#place", true),
      ("other.html", true), ("a/b:c", true), ("?q=a:b", true), ("javascript:alert(1)", false),
      ("JaVaScRiPt:alert(1)", false),
      ("java\nscript:alert(1)", false), ("\u{1} javascript:alert(1)", false), ("data:text/html,x", false),
      ("vbscript:x", false), ("file:///etc/passwd", false), ("//host/share", false), ("\\\\host\\share", false),
      ("/\\host", false), ("blob:x", false), (":x", false), ("", true),
    ])
  func links(address: String, isSafe: Bool) {
    #expect((Link.safe(address) != nil) == isSafe)
  }

  @Test("Only values that are HTML go unescaped into a template")
  func templates() {
    for (name, source) in Templates.sources {
      for match in source.matches(of: /\{\{\{(\w+)\}\}\}/) {
        #expect(match.1.hasSuffix("HTML"), "\(name.rawValue): \(match.1)")
      }
      #expect(!source.contains("{{&"))
      #expect(!source.contains(" style=") && !source.contains("<script"))
    }
  }

  @Test("Identifiers are given once and need no escaping")
  func identifiers() {
    var identifiers = Identifiers()
    #expect(identifiers.claim("fig-loss") == "fig-loss")
    #expect(identifiers.claim("fig-loss") == "fig-loss-2")
    #expect(identifiers.claim("fig-loss") == "fig-loss-3")
    #expect(identifiers.claim("a b\"<c") == "a-b--c")
    #expect(identifiers.claim("Größe") == "Größe")
    #expect(identifiers.claim("") == "part")
    #expect(identifiers.claim("f.1") == "f-1")
  }
}
