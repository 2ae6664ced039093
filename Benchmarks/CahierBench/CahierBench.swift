import ArgumentParser

/// Measures the engine; prints one JSON line per measurement.
@main
struct CahierBench: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cahier-bench",
    abstract: "Measures Cahier's engine. Each measurement is one JSON line on standard output.",
    subcommands: [TrainBenchmark.self, PredictBenchmark.self, LoadBenchmark.self])
}
