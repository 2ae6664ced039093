import CellOutput
import Foundation
import Notebooks
import TestSupport
import Testing

@Suite("Cells that fail")
struct FailingCellTests {
  /// The line of `test.md` on which the text `marker` stands first, 1-based.
  private func line(of marker: String, in test: TestNotebook) -> Int? {
    test.notebook.source.split(separator: "\n", omittingEmptySubsequences: false)
      .firstIndex { $0.contains(marker) }.map { $0 + 1 }
  }

  @Test("A cell that does not compile ends the run after the cells before it; the message has swiftc's words and place")
  func doesNotCompile() async throws {
    let test = try TestNotebook(
      """
      ```{swift}
      let a = 1
      a
      ```

      ```{swift}
      a + 1
      ```

      ```{swift}
      let b: Int = "three"
      ```

      ```{swift}
      a + b
      ```

      ```{swift}
      print("five")
      ```
      """)
    let record = try await test.run()
    #expect(record.status == .failed)
    #expect(record.cells.map(\.status) == [.finished, .finished, .failed, .notRun, .notRun])
    #expect(record.cells[0].outputs == [.text("1")])
    #expect(record.cells[1].outputs == [.text("2")])
    #expect(
      record.problem?.message
        == "\(test.notebook.path):11:14: Cannot convert value of type 'String' to specified type 'Int'.")
    #expect(record.cells[2].outputs == record.problem.map { [.failure($0)] })
  }

  @Test("A thrown error is shown in its own words at its statement, and what was printed before it stays")
  func throwsError() async throws {
    let test = try TestNotebook(
      """
      ```{swift}
      struct Refusal: Error, CustomStringConvertible {
        var description: String { "No, thank you." }
      }
      func refuse() throws -> Int { throw Refusal() }
      print("before", terminator: "")
      let x = 1

      let y = try refuse()  // here
      print("after")
      ```

      ```{swift}
      print("never")
      ```
      """)
    let record = try await test.run()
    #expect(record.status == .failed)
    #expect(record.cells.map(\.status) == [.failed, .notRun])
    let problem = Problem(
      kind: .thrown, file: test.notebook.path, line: line(of: "// here", in: test), summary: "No, thank you.")
    #expect(record.problem == problem)
    #expect(record.cells[0].outputs == [.standardOutput("before"), .failure(problem)])
  }

  @Test("A trap is found at its line by the runtime's backtrace, and what was printed before it stays")
  func traps() async throws {
    let test = try TestNotebook(
      """
      ```{swift}
      import Foundation
      func third(_ list: [Int]) -> Int {
        list[2]  // here
      }
      ```

      ```{swift}
      print("before")
      _ = withVaList([7]) { vprintf("and C %d", $0) }
      FileHandle.standardError.write(Data("aside\\n".utf8))
      third([1])
      ```

      ```{swift}
      print("never")
      ```
      """)
    let record = try await test.run()
    #expect(record.cells.map(\.status) == [.finished, .failed, .notRun])
    #expect(record.problem?.summary == "Index out of range.")
    #expect(record.problem?.kind == .trapped)
    #expect(record.problem?.line == line(of: "// here", in: test))
    #expect(
      record.cells[1].outputs == [
        .standardOutput("before\nand C 7"), .standardError("aside\n"), .failure(try #require(record.problem)),
      ])
  }

  @Test("A trap in asynchronous code has its line too", arguments: ["try await Task.sleep(for: .zero)\n"])
  func trapsAsynchronously(prefix: String) async throws {
    let test = try TestNotebook("```{swift}\n\(prefix)let none: Int? = nil\nnone!\n```\n")
    let record = try await test.run()
    #expect(record.problem?.line == 4)
    #expect(record.problem?.summary == "Unexpectedly found nil while unwrapping an Optional value.")
  }

  @Test(
    "A cell that ends the program is told so",
    arguments: [
      ("exit(3)", "The cell ended the program with exit code 3."),
      ("kill(getpid(), SIGKILL)", "The program was killed (signal 9)."),
      ("exit(0)", "The cell ended the program with exit code 0."),
      ("fatalError(\"enough\")", "Enough."),
    ])
  func endsProgram(code: String, summary: String) async throws {
    let test = try TestNotebook("```{swift}\nimport Foundation\nprint(1)\n\(code)\n```\n\n```{swift}\n2\n```\n")
    let record = try await test.run()
    #expect(record.status == .failed)
    #expect(record.cells.map(\.status) == [.failed, .notRun])
    #expect(record.problem?.summary.lowercased() == summary.lowercased())
    #expect(record.problem?.line == 4)
    #expect(record.cells[0].outputs.first == .standardOutput("1\n"))
  }

  @Test("A cell with error: true may fail; its names stay inside and the notebook goes on")
  func mayFail() async throws {
    let test = try TestNotebook(
      """
      ```{swift}
      //| error: true
      import Foundation
      let inner = 7
      inner
      try Data(contentsOf: URL(fileURLWithPath: "/nowhere"))
      ```

      ```{swift}
      let inner = "another"
      inner
      ```
      """)
    let record = try await test.run()
    #expect(record.status == .finished)
    #expect(record.cells.map(\.status) == [.failed, .finished])
    #expect(record.cells[1].outputs == [.text("another")])
    guard case .failure(let problem)? = record.cells[0].outputs.last else {
      Issue.record("no failure in \\(record.cells[0].outputs)")
      return
    }
    #expect(problem.line == 6)
  }

  @Test("An inline expression that fails is the notebook's problem, at its line")
  func inlineFails() async throws {
    let test = try TestNotebook(
      "```{swift}\nlet list = [1]\n```\n\nFirst `{swift} list[0]`, third `{swift} list[2]`.\n")
    let record = try await test.run()
    #expect(record.status == .failed)
    #expect(record.cells.map(\.status) == [.finished])
    #expect(record.inlineValues == ["1", nil])
    #expect(record.problem?.line == 5)
    #expect(record.problem?.column == 45)
  }
}
