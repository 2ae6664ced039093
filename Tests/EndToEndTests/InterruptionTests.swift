import CellOutput
import Foundation
import TestSupport
import Testing

/// A render that is stopped from outside: what was finished is kept, and no program is left behind.
@Suite("Interruption")
struct InterruptionTests {
  /// Prints, tells its process and then never ends.
  private static func notebook(_ waiting: String) -> String {
    """
    ```{swift}
    import Foundation
    print("first" + "!")
    ```

    ```{swift}
    print("second" + "!")
    try "\\(getpid())".write(toFile: "pid", atomically: true, encoding: .utf8)
    \(waiting)
    ```

    ```{swift}
    print("third" + "!")
    ```

    """
  }

  /// A started render and the process of its cells.
  private func started(_ waiting: String) async throws -> (Workbench, ChildProgram, cells: Int32) {
    let bench = try Workbench(notebook: Self.notebook(waiting))
    let program = try bench.start("render", "notebook.md")
    #expect(try await holds(within: 120) { bench.folder.contains("pid") || !program.isRunning })
    guard bench.folder.contains("pid") else {
      Issue.record("The cells never ran: \(try await program.result(within: 1))")
      throw CancellationError()
    }
    return (bench, program, try #require(Int32(bench.folder.text(of: "pid"))))
  }

  enum Stop: CaseIterable, Sendable {
    case controlC, interruptOfTheToolAlone, terminate
  }

  @Test("Stopping writes the report up to there and leaves no program running", arguments: Stop.allCases)
  func stop(_ stop: Stop) async throws {
    let (bench, program, cells) = try await started("try await Task.sleep(for: .seconds(600))")
    switch stop {
    case .controlC: program.signalGroup(SIGINT)
    case .interruptOfTheToolAlone: program.signal(SIGINT)
    case .terminate: program.signal(SIGTERM)
    }
    let result = try await program.result(within: 60)
    #expect(result.status == 128 + (stop == .terminate ? SIGTERM : SIGINT), "\(result)")
    #expect(Self.isGone(cells))
    let text = try bench.page().text
    #expect(text.contains("first!") && text.contains("second!") && !text.contains("third!"), "\(text)")
    #expect(try bench.record().status == .interrupted)
    #expect(result.standardError.contains("interrupted after"), "\(result)")
  }

  @Test("Stopped before any cell has ended, a render leaves the earlier report and record as they were")
  func nothingDone() async throws {
    let bench = try Workbench(
      notebook: """
        ```{swift}
        import Foundation
        print("first" + "!")
        ```

        """)
    #expect(try await bench.cahier("render", "notebook.md").status == 0)
    let (page, record) = try (bench.folder.text(of: "output/notebook.html"), bench.record())
    try bench.folder.write(
      """
      ```{swift}
      import Foundation
      try "\\(getpid())".write(toFile: "pid", atomically: true, encoding: .utf8)
      try await Task.sleep(for: .seconds(600))
      ```

      """, to: "notebook.md")
    let program = try bench.start("render", "notebook.md")
    #expect(try await holds(within: 120) { bench.folder.contains("pid") || !program.isRunning })
    program.signalGroup(SIGINT)
    let result = try await program.result(within: 60)
    #expect(result.status == 130 && result.standardError.contains("is as it was"), "\(result)")
    #expect(try bench.folder.text(of: "output/notebook.html") == page && bench.record() == record)
  }

  @Test("A cell that will not be interrupted is ended all the same")
  func stubborn() async throws {
    let (bench, program, cells) = try await started(
      "signal(SIGINT, SIG_IGN); signal(SIGTERM, SIG_IGN); signal(SIGHUP, SIG_IGN)\nwhile true { usleep(1000) }")
    program.signalGroup(SIGINT)
    let result = try await program.result(within: 60)
    #expect(result.status == 130, "\(result)")
    #expect(Self.isGone(cells))
    #expect(try bench.page().text.contains("second!"))
  }

  @Test("A killed tool takes its cell program with it, even one that computes")
  func killedTool() async throws {
    let (_, program, cells) = try await started("var i = 0\nwhile true { i &+= 1 }")
    program.signal(SIGKILL)
    #expect(try await program.result(within: 60).status == 137)
    #expect(try await holds(within: 30) { Self.isGone(cells) })
  }

  @Test("A stopped training goes on where it was, and ends as if it had never stopped")
  func resumed() async throws {
    let notebook = """
      ```{swift}
      import Cahier
      let shapes = Shapes(train: 1000, test: 200)
      let model = try Sequential(input: [32, 32, 3], seed: 1) {
        Conv2D(filters: 8, kernelSize: 3, activation: .relu)
        MaxPooling2D(2)
        Dropout(0.25)
        Flatten()
        Dense(10, activation: .softmax)
      }
      let history = try await model.fit(shapes.train, validation: shapes.test, epochs: 20)
      history.curves(.loss, .accuracy)
      ```

      """
    let whole = try Workbench(notebook: notebook)
    #expect(try await whole.cahier("render", "notebook.md").status == 0)

    let bench = try Workbench(notebook: notebook)
    let program = try bench.start("render", "notebook.md")
    #expect(try await holds(within: 120) { program.standardError.contains("Epoch 3/20") || !program.isRunning })
    program.signalGroup(SIGINT)
    let stopped = try await program.result(within: 60)
    #expect(stopped.status == 130, "\(stopped)")

    let result = try await bench.cahier("render", "notebook.md")
    #expect(result.status == 0, "\(result)")
    #expect(!result.standardError.contains("Epoch 2/20") && result.standardError.contains("Epoch 20/20"), "\(result)")
    let differences = try RecordText(bench.record()).differences(from: RecordText(whole.record()))
    #expect(differences == [])
  }

  /// Whether the process has ended; one that only waits to be collected by the system's first process has.
  private static func isGone(_ process: Int32) -> Bool {
    if kill(process, 0) != 0 { return true }
    let status = (try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)) ?? ""
    return status.contains(") Z ")
  }
}
