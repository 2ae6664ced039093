import CellOutput
import Foundation
import TestSupport
import Testing

/// A cell that fails: one line names its place, and the report has everything up to there.
@Suite("Failing cells")
struct FailingCellTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var cells: [String]
    /// What the last line of standard error begins with.
    var message: String
    /// What the report says before the error.
    var keeps: [String] = []
    /// What the report must not say, for it never ran.
    var lacks: [String] = []

    var testDescription: String { name }

    /// Cell `i` begins on the line of its first number: 3, 8, 13, … where each has two lines.
    var text: String {
      "Text.\n\n" + cells.map { "```{swift}\n\($0)\n```\n" }.joined(separator: "\n")
    }
  }

  static let cases = [
    Case(
      name: "the third of five cells does not compile",
      cells: [
        "print(\"one\" + \"!\")", "\"two\" + \"!\"", "let x: Int = \"three\"", "print(\"four\" + \"!\")", "print(5)",
      ],
      message: #"notebook\.md:12:14: Cannot convert value of type 'String' to specified type 'Int'\."#,
      keeps: ["one!", "two!"], lacks: ["four!"]),
    Case(
      name: "an unclosed brace", cells: ["print(\"one\" + \"!\")", "func f() {\n  print(1)", "f()"],
      message: #"notebook\.md:\d+:\d+: .*'}'.*"#, keeps: ["one!"]),
    Case(
      name: "a function that uses a later cell's variable",
      cells: ["print(\"one\" + \"!\")", "func f() -> Int { later }", "let later = 3\nf()"],
      message:
        #"notebook\.md:8: The function 'f' uses 'later', which only line 12 of a later cell declares\. Move the function .+"#,
      keeps: ["one!"]),
    Case(
      name: "a name declared twice", cells: ["let x = 1\nprint(\"one\" + \"!\")", "let x = 2"],
      message: #"notebook\.md:9: 'x' is declared a second time; line 4 declares it first\. Choose another name, .+"#,
      keeps: ["one!"]),
    Case(
      name: "a cell that throws",
      cells: [
        "struct Sad: Error, CustomStringConvertible { var description: String { \"the cat is \" + \"out\" } }\nprint(\"one\" + \"!\")",
        "print(\"two\" + \"!\")\nthrow Sad()", "print(\"three\" + \"!\")",
      ],
      message: #"notebook\.md:10: .*the cat is out.*"#, keeps: ["one!", "two!", "the cat is out"], lacks: ["three!"]),
    Case(
      name: "an index out of range",
      cells: ["let a = [1, 2]\nlet i = a.count", "print(\"two\" + \"!\")\nprint(a[i])", "print(\"three\" + \"!\")"],
      message: #"notebook\.md:10(:\d+)?: .*[Ii]ndex out of range.*"#, keeps: ["two!"], lacks: ["three!"]),
    Case(
      name: "a cell that is killed",
      cells: [
        "import Foundation\nprint(\"one\" + \"!\")", "print(\"two\" + \"!\")\nkill(getpid(), SIGKILL)",
        "print(\"three\" + \"!\")",
      ],
      message: #"notebook\.md:(8|9|10)(:\d+)?: .*(killed|SIGKILL|signal 9).*"#, keeps: ["one!", "two!"],
      lacks: ["three!"]),
    Case(
      name: "a cell that ends the program",
      cells: ["import Foundation\nprint(\"one\" + \"!\")", "exit(3)", "print(\"three\" + \"!\")"],
      message: #"notebook\.md:(8|9)(:\d+)?: .*3.*"#, keeps: ["one!"], lacks: ["three!"]),
    Case(
      name: "shapes that do not fit",
      cells: [
        "import Cahier\nprint(\"one\" + \"!\")",
        "let model = try Sequential(input: [32, 32, 3], seed: 1) {\n  Dense(10)\n}",
      ],
      message: #"notebook\.md:9: .*Dense\(10\) needs a flat input, got \[32, 32, 3\]\. Add Flatten\(\) before it\..*"#,
      keeps: ["one!", "needs a flat input"]),
  ]

  @Test("One line names the place; the status is 1 and the report ends with the error", arguments: cases)
  func failingCell(_ failing: Case) async throws {
    let bench = try Workbench(notebook: failing.text)
    let result = try await bench.cahier("render", "notebook.md")
    #expect(result.status == 1, "\(result)")
    let lines = result.standardError.split(separator: "\n").map(String.init)
    let pattern = try Regex("(Error: )?" + failing.message)
    #expect(lines.filter { $0.wholeMatch(of: pattern) != nil }.count == 1, "\(result)")

    let text = try bench.page().text
    for passage in failing.keeps { #expect(text.contains(passage), "\(text)") }
    for passage in failing.lacks { #expect(!text.contains(passage), "\(text)") }
    let record = try bench.record()
    #expect(record.status == .failed)
    let problem = try #require(record.problem)
    #expect(try Regex(failing.message).wholeMatch(in: problem.message) != nil, "\(problem.message)")
    #expect(text.contains(problem.summary), "\(text)")
  }

  @Test("With error: true the error stands in its place and the notebook goes on")
  func allowedError() async throws {
    let bench = try Workbench(
      notebook: """
        ```{swift}
        //| error: true
        struct Sad: Error {}
        print("one" + "!")
        throw Sad()
        ```

        ```{swift}
        print("two" + "!")
        ```

        """)
    let result = try await bench.cahier("render", "notebook.md")
    #expect(result.status == 0, "\(result)")
    #expect(try bench.page().positions(of: ["one!", "Sad()", "two!"]).allSatisfy { $0 != nil })
    let record = try bench.record()
    #expect(record.status == .finished)
    guard case .failure(let problem) = try #require(record.cells[0].outputs.last) else {
      Issue.record("\(record.cells[0].outputs)")
      return
    }
    #expect(problem.line == 5)
  }

  @Test("With --allow-errors the status is 0 and the report is the same")
  func allowErrors() async throws {
    let bench = try Workbench(notebook: "```{swift}\nprint(\"one\" + \"!\")\nfatalError(\"no\" + \"pe\")\n```\n")
    let result = try await bench.cahier("render", "--allow-errors", "notebook.md")
    #expect(result.status == 0, "\(result)")
    let text = try bench.page().text
    #expect(text.contains("one!") && text.contains("nope"))
  }

  @Test("A notebook that failed and was mended renders")
  func mended() async throws {
    let bench = try Workbench(notebook: "```{swift}\nlet x = [1]\nprint(x[1])\n```\n")
    #expect(try await bench.cahier("render", "notebook.md").status == 1)
    try bench.folder.write("```{swift}\nlet x = [1]\nprint(x[0])\n```\n", to: "notebook.md")
    let result = try await bench.cahier("render", "notebook.md")
    #expect(result.status == 0, "\(result)")
    #expect(try !bench.page().text.contains("out of range"))
  }

  @Test("Without a compiler on PATH one line says what to install, and nothing is written")
  func noCompiler() async throws {
    let bench = try Workbench(notebook: "```{swift}\n1 + 1\n```\n")
    let result = try await bench.cahier("render", "notebook.md", environment: ["PATH": "/nonexistent"])
    #expect(result.status == 2, "\(result)")
    let line = result.standardError.trimmingCharacters(in: .newlines)
    #expect(line.contains("swiftc") && line.contains("PATH"), "\(line)")
    #expect(!line.contains("\n"))
    #expect(bench.folder.files == ["notebook.md"])
  }

  @Test(
    "Where the report cannot be written, a line says so before any cell runs",
    arguments: [
      ["--output-dir", "file"], ["-o", "file/report.html"], ["-o", "/proc/report.html"], ["--figures", "file"],
    ])
  func unwritable(place: [String]) async throws {
    let bench = try Workbench([
      "file": "in the way",
      "notebook.md":
        "```{swift}\nimport Foundation\nFileManager.default.createFile(atPath: \"ran\", contents: nil)\n```\n",
    ])
    let result = try await bench.tool.run(["render"] + place + ["notebook.md"], in: bench.folder.url)
    #expect(result.status == 2, "\(result)")
    let line = result.standardError.trimmingCharacters(in: .newlines)
    #expect(line.contains(place[1]) && !line.contains("\n"), "\(line)")
    #expect(!bench.folder.contains("ran"))
    #expect(try bench.folder.text(of: "file") == "in the way")
  }
}
