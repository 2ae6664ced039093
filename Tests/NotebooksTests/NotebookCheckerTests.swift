import CellOutput
import Foundation
import Notebooks
import TestSupport
import Testing

@Suite("Checking and compiling notebooks")
struct NotebookCheckerTests {
  @Test("Checking finds every cell's errors and warnings without running anything")
  func check() async throws {
    let test = try TestNotebook(
      """
      ```{swift}
      import Foundation
      _ = FileManager.default.createFile(atPath: "ran", contents: nil)
      let a: Int = ""
      ```

      ```{swift}
      func f() { let unused = 1 }
      missing()
      ```
      """)
    let checker = NotebookChecker(notebook: test.notebook, library: try TestNotebook.library())
    let found = try await checker.problems()
    let path = test.notebook.path
    #expect(
      found.errors.map(\.message) == [
        "\(path):4:14: Cannot convert value of type 'String' to specified type 'Int'.",
        "\(path):9:1: Cannot find 'missing' in scope.",
      ])
    #expect(
      found.warnings.map(\.message) == [
        "\(path):8:16: Initialization of immutable value 'unused' was never used; consider replacing with assignment "
          + "to '_' or removing it."
      ])
    #expect(!test.folder.contains("ran"))
  }

  @Test("An unchanged program is not compiled again; warnings stay with their cell")
  func reuse() async throws {
    final class Observer: RunObserver, @unchecked Sendable {
      var reused: [Bool] = []
      func compilationFinished(seconds: Double, reused: Bool) { self.reused.append(reused) }
    }
    let test = try TestNotebook("```{swift}\n1\n```\n\n```{swift}\nfunc f() { let unused = 1 }\nf()\n```\n")
    let observer = Observer()
    let first = try await test.run(observer: observer)
    let second = try await test.run(observer: observer)
    #expect(observer.reused == [false, true])
    #expect(first.withoutVolatileValues == second.withoutVolatileValues)
    #expect(first.cells[0].outputs == [.text("1")])
    #expect(first.cells[1].outputs.count == 1)
    guard case .warning(let problem)? = first.cells[1].outputs.first else {
      Issue.record("no warning")
      return
    }
    #expect(problem.line == 6)
  }

  @Test("A missing library and a folder that cannot be written are told in one line")
  func cannotRun() async throws {
    let folder = try TemporaryFolder()
    let problem = #expect(throws: Problem.self) { try CellLibrary.located(besideCommandIn: folder["bin"].path) }
    #expect(
      problem?.message
        == "cahier: The library that cells are compiled against is neither in \(folder["lib/cahier"].path) nor in "
        + "\(folder["bin"].path). Install Cahier again with 'make install'.")

    let test = try TestNotebook("```{swift}\n1\n```\n")
    try test.folder.write("in the way", to: ".cahier")
    let unwritable = await #expect(throws: Problem.self) { try await test.run() }
    #expect(
      unwritable?.message.hasPrefix(
        "\(test.notebook.path): The folder \(test.folder.path)/.cahier/test cannot be written: ") == true)
  }
}
