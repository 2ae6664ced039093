import ArgumentParser
import Foundation
import Runs

struct CompareRunsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare", abstract: "Compares runs: what differs, what came of it, and their curves.",
    discussion: """
      Prints the settings in which the runs differ and their results; '-o' also writes a page with their curves in one \
      figure.

      EXAMPLES
        cahier runs compare 1a2b 9f8e
        cahier runs compare train-plain train-dropout -o compared.html
      """)

  @Argument(help: ArgumentHelp("The beginnings of the runs' names, or their cells' labels.", valueName: "run"))
  var runs: [String]
  @Option(name: .shortAndLong, help: ArgumentHelp("The page to write.", valueName: "file"))
  var output: String?
  @Flag(help: "Writes one JSON object.")
  var json = false
  @OptionGroup var option: StoreOption

  func validate() throws {
    guard runs.count >= 2 else { throw ValidationError("Name at least two runs. List them with: cahier runs") }
  }

  func run() throws {
    try reportingOneLine {
      let place = try option.place()
      let known = try place.runs()
      var details: [RunDetail] = []
      for text in runs {
        let summary = try RunReference.find(text, among: known)
        guard !details.contains(where: { $0.summary.run == summary.run }) else { continue }
        details.append(try RunDetail(summary, in: place.store))
      }
      let comparison = RunComparison(details)
      if let output {
        let file = OutputFile(path: OutputPlace.absolute(output))
        try file.prepare()
        try file.write(Data(try ComparisonPage(comparison: comparison).html().utf8))
      }
      if json {
        try RunsOutput.write(json: comparison)
      } else {
        let columns = [TextTable.Column.leading("")] + comparison.names.map { .trailing($0) }
        let rows = (comparison.settings + comparison.results).map { [$0.name] + $0.values.map { $0 ?? "–" } }
        for line in TextTable(columns: columns, rows: rows).lines { Terminal.writeResult(line) }
        if let output { Terminal.writeResult("Output created: \(OutputPlace.shown(OutputPlace.absolute(output)))") }
      }
    }
  }
}
