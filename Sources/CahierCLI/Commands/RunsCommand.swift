import ArgumentParser
import Foundation
import Runs

struct RunsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "runs",
    abstract: "Lists, compares, exports and removes what was trained.",
    discussion: """
      Every training of a notebook is kept in .cahier/runs beside it, under a key that says what it depends on. A run \
      is named by the first digits of its name, or by the label of its cell, which means the newest run of that cell.

      EXAMPLES
        cahier runs                                   what is kept here, or in 'notebooks'
        cahier runs notebooks/simple-cnn.md           only what this notebook trained
        cahier runs show 1a2b3c4d
        cahier runs compare train-plain train-dropout -o compared.html
        cahier runs export train-dropout -o net
        cahier runs prune --keep 2 --older-than 30d --dry-run
      """,
    subcommands: [
      ListRunsCommand.self, ShowRunCommand.self, CompareRunsCommand.self, ExportRunCommand.self, PruneRunsCommand.self,
    ], defaultSubcommand: ListRunsCommand.self)

  static var names: [String] { configuration.subcommands.compactMap { $0.configuration.commandName } }
}

/// Where the runs are, for all commands but the list.
struct StoreOption: ParsableArguments {
  @Option(
    name: .customLong("in"),
    help: ArgumentHelp(
      "A notebook, or the folder of notebooks whose runs are meant (default: this folder, or 'notebooks' in it).",
      valueName: "path"))
  var path: String?

  func place() throws(CommandError) -> StoreLocation { try StoreLocation(path) }
}

struct ListRunsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Lists runs, the newest first.",
    discussion: """
      Accuracy is that of the last epoch, on the validation data where there are any.

      EXAMPLES
        cahier runs
        cahier runs list notebooks --json
      """)

  @Argument(help: ArgumentHelp("A notebook, or a folder with notebooks.", valueName: "path"))
  var path: String?

  @Flag(help: "Writes a JSON array.")
  var json = false

  func run() throws {
    try reportingOneLine {
      let place = try StoreLocation(path)
      let runs = try place.runs()
      if json { return try RunsOutput.write(json: runs) }
      if runs.isEmpty { return Terminal.writeLine("No runs are kept in \(place.path).") }
      for line in TextTable(columns: RunWords.columns, rows: runs.map(RunWords.row)).lines {
        Terminal.writeResult(line)
      }
    }
  }
}

struct ShowRunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Shows what a run depends on and how it went.",
    discussion: """
      EXAMPLES
        cahier runs show 1a2b
        cahier runs show train-plain --in notebooks --json
      """)

  @Argument(help: ArgumentHelp("The beginning of the run's name, or its cell's label.", valueName: "run"))
  var reference: String
  @OptionGroup var option: StoreOption
  @Flag(help: "Writes one JSON object.")
  var json = false

  func run() throws {
    try reportingOneLine {
      let place = try option.place()
      let detail = try RunDetail(RunReference.find(reference, among: place.runs()), in: place.store)
      if json { return try RunsOutput.write(json: detail) }
      for line in detail.lines { Terminal.writeResult(line) }
    }
  }
}

/// Results as JSON.
enum RunsOutput {
  static func write(json value: some Encodable) throws {
    Terminal.writeResult(String(decoding: try json(value), as: UTF8.self))
  }

  static func json(_ value: some Encodable) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    encoder.dateEncodingStrategy = .iso8601
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
    return try encoder.encode(value)
  }
}
