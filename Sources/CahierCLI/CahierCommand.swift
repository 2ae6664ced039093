import ArgumentParser
import Foundation
import Notebooks
import Reports

@main
struct CahierCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cahier",
    abstract: "Turns Markdown notebooks with Swift cells into reports.",
    discussion: """
      A notebook is a Markdown file whose ```{swift} cells run from top to bottom as one program. Its report is one \
      HTML file with text, code, figures and tables that opens offline.

      EXAMPLES
        cahier new first-steps                        write a notebook to start from
        cahier render first-steps.md                  run it and write its report
        cahier render first-steps.md -P epochs:20     with another parameter
        cahier check notebooks/*.md                   find mistakes without running anything
        cahier why first-steps.md                     what would be trained, and why
        cahier runs                                   what was trained
        cahier data fetch cifar10                     fetch a public data set
        cahier bundle first-steps.md -o net.cahier    pack it with its record and trained nets

      EXIT STATUS
        0    done
        1    a cell failed; the report is written and shows where
        2    wrong usage or input
        130  interrupted with Ctrl-C (143: by SIGTERM); the report shows what was done
      """,
    version: "cahier \(CahierVersion.current)",
    subcommands: [
      RenderCommand.self, CheckCommand.self, NewCommand.self, WhyCommand.self, RunsCommand.self, DataCommand.self,
      BundleCommand.self, UnbundleCommand.self,
    ])

  static func main() async {
    if let error = misuse(CommandLine.arguments.dropFirst().first) {
      Terminal.writeLine(error.localizedDescription)
      Foundation.exit(ExitStatus.input)
    }
    do {
      var command = try parseAsRoot()
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch {
      Foundation.exit(status(ending: error))
    }
  }

  /// What is wrong with the first argument where it is no command; the argument parser says only that it is unexpected.
  static func misuse(_ first: String?) -> CommandError? {
    guard let first, !first.hasPrefix("-") else { return nil }
    let known = configuration.subcommands.compactMap { $0.configuration.commandName }
    if known.contains(first) || first == "help" { return nil }
    if [".md", ".qmd", ".cahier"].contains(where: first.hasSuffix) { return .notebookAsCommand(first) }
    return .unknownCommand(first, nearest: nearestName(to: first, among: known), known: known)
  }

  /// Says what is wrong, where something is, and gives the exit status: 2 for what the argument parser calls 64.
  static func status(ending error: any Error) -> Int32 {
    let status = ExitStatus.of(error)
    let message = fullMessage(for: error)
    if !message.isEmpty {
      if status == 0 { print(message) } else { Terminal.writeLine(message) }
    }
    return status
  }
}
