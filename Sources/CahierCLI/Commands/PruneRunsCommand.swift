import ArgumentParser
import Foundation
import Reports
import Runs

struct PruneRunsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prune", abstract: "Removes old runs.",
    discussion: """
      With both conditions a run goes only where both hold. A run that is being trained stays.

      EXAMPLES
        cahier runs prune --keep 2 --dry-run
        cahier runs prune --keep 1 --older-than 30d
      """)

  @Option(help: ArgumentHelp("Keeps so many runs of each 'fit' of each notebook, the newest.", valueName: "n"))
  var keep: Int?
  @Option(help: ArgumentHelp("Keeps runs younger than this, such as 12h, 30d or 2w.", valueName: "age"))
  var olderThan: String?
  @Flag(help: "Only says what would be removed.")
  var dryRun = false
  @Flag(help: "Writes the removed runs as a JSON array.")
  var json = false
  @OptionGroup var option: StoreOption

  func validate() throws {
    guard keep != nil || olderThan != nil else {
      throw ValidationError("Say what may go: '--keep N', '--older-than 30d', or both.")
    }
    if let keep, keep < 0 { throw ValidationError("'--keep' takes a number of runs, 0 or more.") }
    if let olderThan, RunPruning.seconds(olderThan) == nil {
      throw ValidationError("'--older-than \(olderThan)' is no age. Write it as 90m, 12h, 30d or 2w.")
    }
  }

  func run() throws {
    try reportingOneLine {
      let place = try option.place()
      let victims = RunPruning(keep: keep, age: olderThan.flatMap(RunPruning.seconds)).victims(among: try place.runs())
      var removed: [RunSummary] = []
      for run in victims {
        if !dryRun {
          do {
            try place.store.remove(run.name)
          } catch {
            Terminal.writeLine("\(error)")
            continue
          }
        }
        removed.append(run)
      }
      if json { return try RunsOutput.write(json: removed) }
      for line in TextTable(columns: RunWords.columns, rows: removed.map(RunWords.row)).lines where !removed.isEmpty {
        Terminal.writeResult(line)
      }
      let size = Quantities.size(bytes: removed.reduce(0) { $0 + $1.bytes })
      let count = removed.count == 1 ? "1 run" : "\(removed.count) runs"
      Terminal.writeResult(dryRun ? "Would remove \(count), \(size)." : "Removed \(count), \(size).")
    }
  }
}
