import ArgumentParser

@main
struct CahierCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "cahier")
}
