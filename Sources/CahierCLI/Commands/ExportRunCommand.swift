import ArgumentParser
import Foundation
import Learning
import Runs

struct ExportRunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Writes a run's weights, history and key into one folder.",
    discussion: """
      weights.safetensors can be read by anything that knows the format, and by a cell with 'model.load'; history.csv \
      and history.json hold every epoch, key.json what the run depends on.

      EXAMPLES
        cahier runs export train-plain -o net
      """)

  @Argument(help: ArgumentHelp("The beginning of the run's name, or its cell's label.", valueName: "run"))
  var reference: String
  @Option(name: .shortAndLong, help: ArgumentHelp("The folder, which must be new or empty.", valueName: "dir"))
  var output: String
  @OptionGroup var option: StoreOption

  func run() throws {
    try reportingOneLine {
      let place = try option.place()
      let detail = try RunDetail(RunReference.find(reference, among: place.runs()), in: place.store)
      let names = (try? FileManager.default.contentsOfDirectory(atPath: output)) ?? []
      guard names.isEmpty else { throw CommandError.folderNotEmpty(output) }
      let weights = Safetensors(
        tensors: detail.weights, metadata: ["cahier.run": detail.summary.run])
      try write(Data(weights.encoded()), "weights.safetensors")
      try write(Data(detail.history.csv.utf8), "history.csv")
      try write(RunsOutput.json(detail.history), "history.json")
      try write(RunsOutput.json(detail.key), "key.json")
      Terminal.writeResult("Output created: \(OutputPlace.shown(OutputPlace.absolute(output)))")
    }
  }

  private func write(_ data: Data, _ name: String) throws {
    let file = OutputFile(path: OutputPlace.absolute("\(output)/\(name)"))
    try file.prepare()
    try file.write(data)
  }
}
