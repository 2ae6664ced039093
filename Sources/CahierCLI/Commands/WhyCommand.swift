import ArgumentParser
import CellOutput
import Foundation
import Notebooks

struct WhyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "why",
    abstract: "Says what a render would train, and why.",
    discussion: """
      Runs the notebook's cells with training off, up to the first 'fit' that would train: for each one before it, \
      which run would be reused; for that one, what has changed since the cell's newest run, old value and new; those \
      after it are unknown until it is trained. Neither the report nor anything that is kept is touched.

      EXAMPLES
        cahier why notebooks/simple-cnn.md
        cahier why notebooks/simple-cnn.md -P epochs:60
        cahier why notebooks/simple-cnn.md --json

      Exit status: 0 whatever the answer, 1 where a cell failed, 2 where a notebook cannot be read.
      """)

  @Argument(help: ArgumentHelp("The notebooks.", valueName: "file"))
  var files: [String]

  @Option(
    name: [.customShort("P", allowingJoined: true)],
    help: ArgumentHelp("Sets a parameter of the notebook; can be repeated.", valueName: "name:value"))
  var parameters: [String] = []

  @Flag(help: "Writes one JSON object a notebook, each on a line.")
  var json = false

  func run() async throws {
    let command = self
    let (status, signal) = try await withInterruption {
      var statuses: [Int32] = []
      for file in command.files where !Task.isCancelled { statuses.append(await command.explain(file)) }
      return ExitStatus.worst(statuses)
    }
    let final = signal.map(ExitStatus.interrupted(bySignal:)) ?? status
    if final != ExitStatus.success { throw ExitCode(final) }
  }

  private func explain(_ file: String) async -> Int32 {
    do {
      let notebook = try Notebook(contentsOf: file, overriding: ParameterArgument.overrides(parameters))
      let record = try await NotebookRunner(notebook: notebook, library: .located(), training: .why).run()
      let forecast = TrainingForecast(notebook: notebook, record: record)
      if json {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        Terminal.writeResult(String(decoding: try encoder.encode(forecast), as: UTF8.self))
      } else if record.problem == nil || !forecast.fits.isEmpty {
        for line in forecast.lines { Terminal.writeResult(line) }
      }
      guard let problem = record.problem else { return ExitStatus.success }
      Terminal.writeLine(problem.message)
      return ExitStatus.cellFailed
    } catch {
      Terminal.writeLine((error as? Problem)?.message ?? error.localizedDescription)
      return ExitStatus.input
    }
  }
}
