import ArgumentParser

@main
struct CahierBench: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "cahier-bench")
}
