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

  @Test("A notebook's name may hold what other programs stumble over; cells run in its folder")
  func oddName() async throws {
    let test = try TestNotebook(
      """
      ```{swift}
      import Foundation
      try String(contentsOfFile: "data, more/text.txt", encoding: .utf8)
      ```

      ```{swift}
      [1][2]
      ```
      """, name: "a \\\"b\": c, ü.md")
    try test.folder.write("content", to: "data, more/text.txt")
    let record = try await test.run()
    #expect(record.cells[0].outputs == [.text("content")])
    #expect(record.problem?.message == "\(test.notebook.path):7:4: Index out of range.")
  }

  @Test("What a cell leaves running neither holds the run up nor outlives it")
  func leftProcess() async throws {
    let test = try TestNotebook(
      """
      ```{swift}
      import Foundation
      let shell = popen("sleep 600 & echo $!", "r")
      var answer = [CChar](repeating: 0, count: 20)
      fgets(&answer, 20, shell)
      Int(String(decoding: answer.prefix { $0 > 32 }.map(UInt8.init), as: UTF8.self))!
      ```
      """)
    let record = try await test.run()
    #expect(record.status == .finished)
    guard case .text(let text)? = record.cells[0].outputs.first, let child = pid_t(text) else {
      Issue.record("no process in \(record.cells[0].outputs)")
      return
    }
    // Ended by a signal that was sent before; the orphan may take a moment to be gone.
    for _ in 0..<100 where isRunning(child) { try await Task.sleep(for: .milliseconds(20)) }
    #expect(!isRunning(child))
  }

  private func isRunning(_ process: pid_t) -> Bool {
    guard kill(process, 0) == 0 else { return false }
    let state = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
    return state?.contains(") Z") != true
  }
}
