import ArgumentParser
import CellOutput
import Notebooks
import Reports

struct CheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Finds mistakes in notebooks without running them.",
    discussion: """
      Reads each notebook and type-checks its cells, which takes about a second.

      EXAMPLES
        cahier check notebooks/simple-cnn.md
        cahier check notebooks/*.md && echo ready

      Exit status: 0 without mistakes, 1 where a cell does not compile, 2 where a notebook cannot be read.
      """)

  @Argument(help: ArgumentHelp("The notebooks.", valueName: "file"))
  var files: [String]

  func run() async throws {
    var statuses: [Int32] = []
    for file in files { statuses.append(await check(file)) }
    let status = ExitStatus.worst(statuses)
    if status != ExitStatus.success { throw ExitCode(status) }
  }

  private func check(_ file: String) async -> Int32 {
    do throws(Problem) {
      let notebook = try Notebook(contentsOf: file)
      let problems = Report.problems(in: notebook)
      guard problems.isEmpty else {
        for problem in problems { Terminal.writeLine(problem.message) }
        return ExitStatus.input
      }
      let (errors, warnings) = try await NotebookChecker(notebook: notebook, library: .located()).problems()
      for problem in errors { Terminal.writeLine(problem.message) }
      for problem in warnings { Terminal.writeLine("warning: \(problem.message)") }
      if errors.isEmpty { Terminal.writeResult("\(file): no mistakes found") }
      return errors.isEmpty ? ExitStatus.success : ExitStatus.cellFailed
    } catch {
      Terminal.writeLine(error.message)
      return ExitStatus.input
    }
  }
}
