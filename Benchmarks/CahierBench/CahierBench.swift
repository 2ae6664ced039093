import ArgumentParser
import Foundation

/// Measures the engine; prints one JSON line per measurement.
@main
struct CahierBench: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cahier-bench",
    abstract: "Measures Cahier's engine. Each measurement is one JSON line on standard output.",
    subcommands: [
      TrainBenchmark.self, PredictBenchmark.self, EvaluateBenchmark.self, LoadBenchmark.self, FolderBenchmark.self,
      LargeFolderBenchmark.self,
      KernelsBenchmark.self,
      PeakBenchmark.self, NetsCommand.self, PlanCommand.self, DigestCommand.self,
    ])

  static func main() async {
    do {
      var command = try parseAsRoot()
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch {
      let code = exitCode(for: error)
      if code.isSuccess { exit(withError: error) }
      // One line, as scripts want it; `cahier-bench help` has the options.
      let words = message(for: error).split(whereSeparator: \.isWhitespace).filter { $0 != "-" }
      FileHandle.standardError.write(Data("cahier-bench: \(words.joined(separator: " "))\n".utf8))
      Foundation.exit(code == .validationFailure ? 2 : code.rawValue)
    }
  }
}
