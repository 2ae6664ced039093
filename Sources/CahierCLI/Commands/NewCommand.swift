import ArgumentParser
import Foundation

struct NewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new",
    abstract: "Writes a notebook to start from.",
    discussion: """
      The notebook trains a small net on pictures that Cahier draws itself, so it runs at once and without a download.

      EXAMPLES
        cahier new first-steps              writes first-steps.md
        cahier new notebooks/cats.md        makes the folder, too
      """)

  @Argument(
    help: ArgumentHelp("The notebook's name, with or without '.md'; never overwrites a file.", valueName: "name"))
  var name: String

  func run() throws {
    do throws(CommandError) {
      let path = try Starter(name: name).write()
      print(
        "Created \(OutputPlace.shown(path)). Render it with: cahier render \(ShellWord.quoted(OutputPlace.shown(path)))"
      )
    } catch {
      Terminal.writeLine(error.localizedDescription)
      throw ExitCode(ExitStatus.input)
    }
  }
}
