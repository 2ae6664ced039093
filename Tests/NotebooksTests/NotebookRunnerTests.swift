import CellOutput
import Foundation
import Notebooks
import TestSupport
import Testing

@Suite("Running notebooks")
struct NotebookRunnerTests {
  @Test("A notebook runs top to bottom: values, text, parameters, inline values")
  func wholeNotebook() async throws {
    let test = try TestNotebook(
      """
      ---
      title: Test
      params:
        count: 3
        name: "a \\"b\\""
        rate: 0.5
        on: true
      ---
      Count is `{swift} params.count` and doubled `{swift} params.count * 2`.

      ```{swift}
      //| label: first
      import Foundation

      struct Point: CustomStringConvertible {
        var x: Int
        var description: String { "point \\(x)" }
      }
      let numbers = (1...params.count).map { $0 * $0 }
      print("hello", terminator: "")
      numbers
      ```

      ```{swift}
      func total() -> Int { numbers.reduce(0, +) }
      FileHandle.standardError.write(Data("oops\\n".utf8))
      Point(x: total())
      ```

      ```{swift}
      //| eval: false
      nonsense(
      ```

      ```{swift}
      try await Task.sleep(for: .milliseconds(1))
      show(Point(x: 1))
      print("between")
      _ = total()
      ```

      Total is `{swift} total()`.
      """, overriding: ["count": "4"])
    let record = try await test.run()
    #expect(record.problem == nil)
    #expect(record.status == .finished)
    #expect(record.cells.map(\.status) == [.finished, .finished, .notEvaluated, .finished])
    #expect(record.cells[0].outputs == [.standardOutput("hello"), .text("[1, 4, 9, 16]")])
    #expect(record.cells[1].outputs == [.standardError("oops\n"), .text("point 30")])
    #expect(record.cells[3].outputs == [.text("point 1"), .standardOutput("between\n")])
    #expect(record.inlineValues == ["4", "8", "30"])
    #expect(record.parameters == ["count": "4", "name": "a \"b\"", "rate": "0.5", "on": "true"])
    #expect(try Record.load(from: NotebookFolders(notebook: test.notebook.path).record) == record)
  }
}
