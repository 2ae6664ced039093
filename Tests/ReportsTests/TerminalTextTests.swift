import Testing

@testable import Reports

@Suite struct TerminalTextTests {
  @Test(
    "Output is shown as a terminal would leave it",
    arguments: [
      ("\u{1b}[1;31mred\u{1b}[0m", "red"), ("\u{1b}]0;title\u{7}text", "text"),
      ("\u{1b}]8;;http://x\u{1b}\\a\u{1b}]8;;\u{1b}\\", "a"),
      ("\u{1b}(Bplain", "plain"), ("\u{1b}7save", "save"), ("\u{9b}31mred", "red"), ("10 %\r20 %\r100 %\n", "100 %"),
      ("long line\rab\n", "abng line"), ("a\r\nb\r\n", "a\nb"), ("abc\u{8}\u{8}X", "aXc"), ("\u{8}a", "a"),
      ("a\n\n", "a"),
      ("\u{1b}[31", ""), ("\u{1b}]open\nnext", "\nnext"), ("\u{1b}", ""), ("\u{1b}[31\nnext", "\nnext"), ("", ""),
      ("\t a", "\t a"),
    ])
  func clean(text: String, shown: String) {
    #expect(TerminalText.clean(text) == shown)
  }

  @Test("A loop that prints a million lines is cut in the middle, and says so")
  func manyLines() {
    let text = TerminalText.clean((1...100_000).map(String.init).joined(separator: "\n"))
    #expect(text.hasPrefix("1\n2\n") && text.hasSuffix("\n100000"))
    #expect(text.contains("\n… 98000 lines left out …\n"))
    #expect(text.split(separator: "\n").count == 2001)
  }

  @Test("One endless line is cut in the middle, too")
  func longLine() {
    let text = TerminalText.clean(String(repeating: "é", count: 1_000_000))
    #expect(text.utf8.count < 210_000)
    #expect(text.contains("… 1.8 MB left out …"))
  }
}
