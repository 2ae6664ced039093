import CellOutput
import Foundation
import Notebooks
import Synchronization
import TestSupport
import Testing

@Suite("Interrupted runs")
struct InterruptionTests {
  /// Calls back when the second cell starts.
  private final class SecondCellObserver: RunObserver {
    private let start: @Sendable () -> Void
    init(_ start: @escaping @Sendable () -> Void) { self.start = start }
    func cellStarted(_ cell: CellPosition) { if cell.index == 1 { start() } }
  }

  private let source = """
    ```{swift}
    import Foundation
    print(getpid())
    ```

    ```{swift}
    print("waiting")
    while true { sleep(1) }
    ```

    ```{swift}
    print("never")
    ```
    """

  private func processIdentifier(in record: Record) -> pid_t? {
    guard case .standardOutput(let text)? = record.cells[0].outputs.first else { return nil }
    return pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines))
  }

  @Test("A cancelled run ends the program and returns what there was")
  func cancelled() async throws {
    let test = try TestNotebook(source)
    let (starts, continuation) = AsyncStream.makeStream(of: Void.self)
    let run = Task { try await test.run(observer: SecondCellObserver { continuation.yield() }) }
    for await _ in starts { break }
    run.cancel()
    let record = try await run.value
    #expect(record.status == .interrupted)
    #expect(record.cells.map(\.status) == [.finished, .interrupted, .notRun])
    #expect(record.problem?.kind == .interrupted)
    #expect(record.problem?.summary == "Interrupted.")
    let process = try #require(processIdentifier(in: record))
    #expect(kill(process, 0) != 0)
    #expect(try Record.load(from: NotebookFolders(notebook: test.notebook.path).record).status == .interrupted)
  }

  @Test("A cell program ends by itself when the tool is gone, however busy it is")
  func toolGone() async throws {
    let test = try TestNotebook("```{swift}\nvar i = 0\nwhile true { i &+= 1 }\n```\n")
    let run = Task { try await test.run() }
    let programs = NotebookFolders(notebook: test.notebook.path).state + "/programs"
    var program: String?
    while program == nil {
      let files = FileManager.default.enumerator(atPath: programs)?.compactMap { $0 as? String } ?? []
      program = files.first { $0.hasSuffix("/program") }
      try await Task.sleep(for: .milliseconds(20))
    }
    run.cancel()
    _ = try await run.value

    let input = Pipe()
    let process = Process()
    process.executableURL = URL(filePath: "\(programs)/\(try #require(program))")
    process.standardInput = input
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    process.environment = ProcessInfo.processInfo.environment.merging(["CAHIER_MARK_TOKEN": "0"]) { $1 }
    let (ends, continuation) = AsyncStream.makeStream(of: Void.self)
    process.terminationHandler = { _ in continuation.yield() }
    try process.run()
    try await Task.sleep(for: .milliseconds(100))
    #expect(process.isRunning)
    try input.fileHandleForWriting.close()
    for await _ in ends { break }
    #expect(process.terminationReason == .uncaughtSignal)
  }
}
