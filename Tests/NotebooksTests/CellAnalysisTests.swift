import CellOutput
import Testing

@testable import Notebooks

@Suite("Cells before the compiler sees them")
struct CellAnalysisTests {
  /// Cells in order and what is wrong with them.
  struct Case: CustomTestStringConvertible, Sendable {
    var cells: [String]
    var options = ""
    var messages: [String]
    var testDescription: String { messages.first ?? cells.joined(separator: " | ") }
  }

  static let cases: [Case] = [
    Case(
      cells: ["func f() {\n  let a = 1\n", "let b = 2"],
      messages: ["n.md:2:10: Expected '}' to end function."]),
    Case(
      cells: ["let list = [1, 2\n", "let b = 2"], messages: ["n.md:2:12: Expected ']' to end array."]),
    Case(cells: ["let = 3"], messages: ["n.md:2:5: Expected pattern in variable."]),
    Case(cells: ["let a = 1 /* never closed", "2"], messages: ["n.md:2:11: Unterminated '/*' comment."]),
    Case(
      cells: ["let rate = 1\nvar (a, rate) = (2, 3)"],
      messages: [
        "n.md:3: 'rate' is declared a second time; line 2 declares it first. Choose another name, or assign to the first."
      ]),
    Case(
      cells: ["let rate = 1", "struct rate {}"],
      messages: [
        "n.md:6: 'rate' is declared a second time; line 2 declares it first. Choose another name, or assign to the first."
      ]),
    Case(cells: ["func f(_ a: Int) {}", "func f(_ a: String) {}"], messages: []),
    Case(
      cells: ["func score() -> Int {\n  offset + 1\n}", "let offset = 3"],
      messages: [
        "n.md:3: The function 'score' uses 'offset', which only line 8 of a later cell declares. "
          + "Move the function below it, or pass the value as an argument."
      ]),
    Case(
      cells: ["struct S {\n  func f() -> Int { offset }\n}", "let offset = 3"],
      messages: [
        "n.md:3: The type 'S' uses 'offset', which only line 8 of a later cell declares. "
          + "Move the function below it, or pass the value as an argument."
      ]),
    // What only looks like it
    Case(cells: ["func score(offset: Int) -> Int { offset }", "let offset = 3"], messages: []),
    Case(cells: ["func score() -> Int { let offset = 1; return offset }", "let offset = 3"], messages: []),
    Case(cells: ["func score(x: [Int]) -> Int { x.count }", "let count = 3"], messages: []),
    Case(
      cells: ["struct S { var count = 1 }", "extension S { func f() -> Int { count } }", "let count = 3"], messages: []),
    Case(cells: ["struct S: Collection { func f() -> Int { count } }", "let count = 3"], messages: []),
    Case(cells: ["let offset = 3", "func score() -> Int { offset }"], messages: []),
    Case(cells: ["func score() -> Int { offset }\nlet offset = 3\nscore()"], messages: []),
    Case(cells: ["func f(_ x: [Int]) -> [Int] { x.map { value in value } }", "let value = 3"], messages: []),
    Case(cells: ["let a = 1", "let a = 2"], options: "//| error: true\n", messages: []),
  ]

  @Test("Each cell must parse alone, declare new names, and use variables that exist by then", arguments: cases)
  func problems(of example: Case) throws {
    let source = example.cells.map { "```{swift}\n\(example.options)\($0)\n```\n\n" }.joined()
    let notebook = try Notebook(source: source, path: "n.md")
    #expect(NotebookAnalysis(notebook).problems().map(\.problem.message) == example.messages)
  }

  @Test("The parameters take the name 'params'")
  func parametersName() throws {
    let notebook = try Notebook(source: "---\nparams:\n  a: 1\n---\n```{swift}\nlet params = 1\n```\n", path: "n.md")
    #expect(
      NotebookAnalysis(notebook).problems().map(\.problem.message) == [
        "n.md:6: 'params' is declared a second time; line 3 declares it first. Choose another name, or assign to the first."
      ])
  }

  @Test(
    "The last expression is shown; statements, assignments and what ends in a semicolon are not",
    arguments: [
      ("a", true), ("a // comment", true), ("f(1)", true), ("try await f()", true), ("a + b", true),
      ("list.map { $0 }", true), ("let c = 1\nc", true), ("let c = 1; c", true),
      ("a;", false), ("_ = a", false), ("a = 1", false), ("try a.b = c()", false), ("let a = 1", false),
      ("if a { b }", false), ("for _ in a {}", false), ("func f() {}", false), ("a\nlet b = 1", false), ("", false),
    ])
  func shownExpression(code: String, isShown: Bool) {
    #expect((CellSyntax(code: code).items.last?.kind == .shownExpression) == isShown)
  }

  @Test("The woven program keeps every line and column of the cells")
  func weaving() throws {
    let source = """
      ---
      params: {count: 3}
      ---
      `{swift} params.count`

      ```{swift}
      //| label: one
      import Foundation
      // A comment
      let a = 1; let b =
        2
      func f() -> Int { a }

        f() + b
      ```
      """
    let notebook = try Notebook(source: source, path: "dir/n.md")
    let analysis = NotebookAnalysis(notebook)
    let program = ProgramWeaver(analysis).weave(notebook.units)
    #expect(
      placed(program, in: "n.md")
        == [
          (8, "import Foundation"), (4, "         params.count"), (9, "// A comment"), (10, "let a = 1; "),
          (10, "           let b ="), (11, "  2"), (12, "func f() -> Int { a }"), (14, "  f() + b"),
        ].map { "\($0.0): \($0.1)" })
  }

  /// The lines of `program` that stand in `file`, each with its number there; the weaver's own are left out.
  private func placed(_ program: String, in file: String) -> [String] {
    var place: (file: Substring, line: Int) = ("", 1)
    var lines: [String] = []
    for line in program.split(separator: "\n", omittingEmptySubsequences: false) {
      if let match = line.wholeMatch(of: /#sourceLocation\(file: "(.*)", line: (\d+)\)/) {
        place = (match.1, Int(match.2) ?? 0)
        continue
      }
      let isOurs = line.hasPrefix("let \(ProgramWeaver.namePrefix)") || line.allSatisfy(\.isWhitespace)
      if place.file == file, !isOurs { lines.append("\(place.line): \(line)") }
      place.line += 1
    }
    return lines
  }
}
