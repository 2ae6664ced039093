import CellOutput
import Testing

@testable import Notebooks

@Suite("Parts of a run")
struct RunPartsTests {
  @Test("A stream is cut at its marks, wherever the pieces that arrive begin and end", arguments: 1...9)
  func marks(pieceLength: Int) {
    let bytes =
      Array("one".utf8) + SequenceMark.bytes(number: 1, token: "ab12") + Array("t\u{1F}w\u{1F}ab12o".utf8)
      + SequenceMark.bytes(number: 2, token: "ab12") + SequenceMark.bytes(number: 3, token: "ab12") + Array("end".utf8)
    var stream = MarkedStream(token: "ab12")
    var rest = bytes[...]
    while !rest.isEmpty {
      stream.append(rest.prefix(pieceLength))
      rest = rest.dropFirst(pieceLength)
    }
    #expect(stream.hasReached(3) && !stream.hasReached(4))
    #expect(stream.take(upTo: 1).text == "one")
    #expect(stream.take(upTo: 2).text == "t␟w␟ab12o")
    #expect(stream.take(upTo: 3).text == "")
    stream.end()
    #expect(stream.hasReached(4))
    #expect(stream.takeRest().text == "end")
  }

  @Test("A mark with another token is text")
  func foreignMark() {
    var stream = MarkedStream(token: "ab12")
    stream.append(SequenceMark.bytes(number: 1, token: "ffff"))
    #expect(!stream.hasReached(1))
    stream.end()
    #expect(stream.takeRest().text == "␟ffff:1␟")
  }

  @Test("Bytes become text that a reader can see")
  func visible() {
    #expect(visibleText(Array("naïve 日本\n\ttab".utf8)) == "naïve 日本\n\ttab")
    #expect(visibleText([0x61, 0xE9, 0x62, 0xC3]) == "a\\xE9b\\xC3")
    #expect(visibleText([0xED, 0xA0, 0x80]) == "\\xED\\xA0\\x80")
    #expect(visibleText(Array("a\r\nb\rc\rd\n\u{1B}[0m\u{7F}".utf8)) == "a\nd\n␛[0m␡")
    #expect(visibleText(Array("line\r".utf8)) == "line")
  }

  @Test("swiftc's messages are read with their notes, each once; what the weaver wrote is passed over")
  func diagnostics() {
    let text = """
      my:nb.md:4:5: warning: constant '_cahierValue3' inferred to have type '()', which may be unexpected
      let _cahierValue3 =
          ^
      <cahier>:1:1: warning: will never be executed
      my:nb.md:6:1: warning: will never be executed
      let _cahierValue4 =
      ^
      my:nb.md:7:3: error: cannot find 'x' in scope
        x + 1
        ^
      my:nb.md:2:1: note: did you mean 'y'?
      let y = 1
      /usr/include/math.h:9:1: note: declared here
      double y(double);
      my:nb.md:7:3: error: cannot find 'x' in scope
        x + 1
        ^
      my:nb.md:2:1: note: did you mean 'y'?
      let y = 1
      /usr/include/math.h:9:1: note: declared here
      double y(double);
      """
    let diagnostics = CompilerDiagnostic.parse(text)
    #expect(diagnostics.map(\.isAboutGeneratedCode) == [true, true, true, false])
    #expect(
      diagnostics.last
        == CompilerDiagnostic(
          file: "my:nb.md", line: 7, column: 3, severity: .error, message: "cannot find 'x' in scope",
          detail: """
              x + 1
              ^
            2:1: note: did you mean 'y'?
            let y = 1
            math.h:9:1: note: declared here
            double y(double);
            """))
  }

  @Test("A crash tells its message and the innermost frame within the notebook, and leaves addresses out")
  func crash() {
    let report = CrashReport(
      standardError: """
        my words
        Swift/ContiguousArrayBuffer.swift:692: Fatal error: Index out of range

        *** Signal 4: Backtracing from 0x7f7ed676df7f... done ***


        """,
      backtrace: """
        *** Program crashed: Illegal instruction at 0x00007f7ed676df7f ***

        Thread 0 "t1" crashed:

          0      0x00007f7ed676df7f _assertionFailure(_:_:file:line:flags:) + 623 in libswiftCore.so
          3 [ra] 0x000055e9871a3cf1 helper(_:) + 32 in t1 at /tmp/other.swift:1:41
          4 [ra] 0x000055e9871a3cb2 h() + 65 in t1 at /home/me/a b/nb.md:39:7
          5 [ra] 0x000055e9871a3d79 main + 8 in t1 at /home/me/a b/nb.md:42:3
        """, notebook: "nb.md")
    #expect(report.message == "Index out of range")
    #expect(report.textBefore == "my words\n")
    #expect(report.line == 39 && report.column == 7)
  }

  @Test("A trap without a message is told by the backtrace; endless recursion is recognized")
  func silentCrashes() {
    let overflow = CrashReport(
      standardError: "\n*** Signal 4: Backtracing from 0x1... done ***\n",
      backtrace: """
        *** Swift runtime failure: arithmetic overflow ***
          0 [inlined] [system] 0x0000564477a95dd9 Swift runtime failure: arithmetic overflow in p at //<compiler-generated>
          1                    0x0000564477a95dd9 f(_:) + 57 in p at /a/nb.md:1:31
        """, notebook: "nb.md")
    #expect(overflow.message == "Arithmetic overflow" && overflow.line == 1 && overflow.textBefore == "")
    let frames = (1..<64).map { "\($0) [ra] 0x000055e4f6681dcb f(_:) + 58 in p at /a/nb.md:3:27" }
    let recursion = CrashReport(
      standardError: "", backtrace: (["0 0x000055 f(_:) + 8 in p at /a/nb.md:3"] + frames).joined(separator: "\n"),
      notebook: "nb.md")
    #expect(recursion.message == "Functions call each other without an end, until the stack was full")
    #expect(recursion.line == 3)
  }

  @Test("Misspelled names are understood within a third of their letters")
  func nearest() {
    #expect(nearestName(to: "ehco", among: ["echo", "eval"]) == "echo")
    #expect(nearestName(to: "FIG-CAP", among: ["fig-cap", "tbl-cap"]) == "fig-cap")
    #expect(nearestName(to: "layout", among: ["label", "output"]) == nil)
    #expect(editDistance("", "abc") == 3 && editDistance("kitten", "sitting") == 3 && editDistance("ab", "ba") == 1)
  }

  @Test("Notebooks in a folder keep apart from each other and from the run store")
  func folders() {
    #expect(NotebookFolders(notebook: "/a/b.md").state == "/a/.cahier/b")
    #expect(NotebookFolders(notebook: "/a/b.qmd").state == "/a/.cahier/b.qmd")
    #expect(NotebookFolders(notebook: "/a/runs.md").state == "/a/.cahier/runs.md")
    #expect(NotebookFolders(notebook: "/a/runs.md").runs == "/a/.cahier/runs")
  }

  @Test("A function that is declared twice tells where the first stands")
  func redeclaration() {
    let diagnostics = CompilerDiagnostic.parse(
      """
      nb.md:7:6: error: invalid redeclaration of 'f()'
      func f() -> Int { 2 }
           ^
      nb.md:2:6: note: 'f()' previously declared here
      func f() -> Int { 1 }
           ^
      """)
    #expect(diagnostics.map(\.redeclaration) == [.redeclared(name: "f()", firstLine: 2)])
  }

  @Test("An inline expression on the first line keeps line and column, as one further down does")
  func inlineOnFirstLine() throws {
    for (text, line) in [("Some words before `{swift} 1 + 1`.\n", 1), ("\n\nSome words before `{swift} 1 + 1`.\n", 3)] {
      let woven = ProgramWeaver(NotebookAnalysis(try Notebook(source: text, path: "nb.md"))).weave([.inlineValue(0)])
      let lines = woven.split(separator: "\n", omittingEmptySubsequences: false)
      let at = try #require(lines.firstIndex { $0.hasSuffix("1 + 1") })
      // The directive stands before the binding, which is a line of its own where there is room for one.
      let directive = try #require(lines[..<at].lastIndex { $0.hasPrefix("#sourceLocation(file: \"nb.md\"") })
      let first = try #require(lines[directive].firstMatch(of: #/line: (\d+)\)/#).flatMap { Int($0.1) })
      #expect(first + at - directive - 1 == line)
      #expect(lines[at].utf8.count - "1 + 1".utf8.count + 1 == "Some words before `{swift} 1".utf8.count)
    }
  }
}
