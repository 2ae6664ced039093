import ArgumentParser
import Learning

/// What the engine makes of a net.
struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan", abstract: "Prints the steps that a net is compiled to; docs/engine.md explains them.")

  @OptionGroup var race: NetOptions
  @OptionGroup var machine: Machine

  func run() throws {
    let model = try race.net.model(seed: 1)
    machine.prepare(model)
    for line in model.planLines(batchSize: race.batch ?? race.net.batchSize) { print(line) }
  }
}
