import ArgumentParser
import Foundation
import Learning
import Notebooks

struct RenderCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "render",
    abstract: "Runs notebooks and writes their reports.",
    discussion: """
      The report of notebooks/x.md is output/x.html, in the folder beside 'notebooks'; that of any other x.md is \
      output/x.html in the notebook's own folder. Neither depends on where the command is started. What a run leaves \
      for the next one (its record, trained weights) is in .cahier beside the notebook: what has been trained once \
      is not trained again.

      EXAMPLES
        cahier render notebooks/simple-cnn.md
        cahier render notebooks/simple-cnn.md -P epochs:1 -P images:5000
        cahier render notebooks/*.md --output-dir reports
        cahier render analysis.md -o - > report.html
        cahier render analysis.md --no-execute --figures figures
        cahier render analysis.md --watch
        cahier render analysis.md --retrain train-plain
        cahier render analysis.md --no-train
        cahier render analysis.cahier

      A report runs no script and fetches nothing. The style sheet named by 'css:' in the front matter is taken in \
      as it is; its '@import' and 'url(…)' have no effect.
      """)

  @Argument(help: ArgumentHelp("The notebooks, or bundles made by 'cahier bundle'.", valueName: "file"))
  var files: [String] = []

  @Option(
    name: .shortAndLong, help: ArgumentHelp("The report's file; '-' writes it to standard output.", valueName: "file"))
  var output: String?

  @Option(help: ArgumentHelp("The folder for the reports.", valueName: "dir"))
  var outputDir: String?

  @Option(
    name: [.customShort("P", allowingJoined: true)],
    help: ArgumentHelp("Sets a parameter of the notebook; can be repeated.", valueName: "name:value"))
  var parameters: [String] = []

  @Flag(help: "Draws the report from the last run, without running anything.")
  var noExecute = false

  @Option(
    defaultAsFlag: Retraining.everything,
    help: ArgumentHelp(
      "Trains again although nothing has changed: everything, or the cells with these labels (a,b).",
      valueName: "label"))
  var retrain: Retraining?

  @Flag(
    help: "Trains nothing: where a training would be due, shows the cell's newest earlier one, marked as stale.")
  var noTrain = false

  @Flag(help: "Fetches no data set: one that is missing is an error.")
  var offline = false

  @Flag(help: "Exits with 0 where a cell failed.")
  var allowErrors = false

  @Flag(help: "Renders again whenever a notebook is saved, until Ctrl-C.")
  var watch = false

  @Flag(name: .shortAndLong, help: "Says nothing but errors.")
  var quiet = false

  @Flag(help: "Leaves out what differs from run to run: times, rates, host, threads, CPU path, git state.")
  var reproducible = false

  @Option(help: ArgumentHelp("Also writes each figure as PNG and PDF into this folder.", valueName: "dir"))
  var figures: String?

  mutating func validate() throws {
    if let file = retrain?.mistakenFile {
      files.insert(file, at: 0)
      retrain = .everything
    }
    if retrain != nil, noTrain { throw ValidationError("Use either '--retrain' or '--no-train'.") }
    if noExecute, retrain != nil || noTrain {
      throw ValidationError("'--no-execute' runs no cell, so neither '--retrain' nor '--no-train' goes with it.")
    }
    guard !files.isEmpty else { throw ValidationError("Name a notebook, such as 'cahier render notebook.md'.") }
    if output != nil, files.count > 1 {
      throw ValidationError("'-o' names one report, but there are \(files.count) notebooks. Use '--output-dir'.")
    }
    if output != nil, outputDir != nil { throw ValidationError("Use either '-o' or '--output-dir'.") }
    if output == "-", watch {
      throw ValidationError("'--watch' needs a file to write to, so '-o -' does not go with it.")
    }
  }

  func run() async throws {
    // The notebook's program inherits it, and data sets look for it.
    if offline { setenv("CAHIER_OFFLINE", "1", 1) }
    let jobs: [RenderJob]
    do throws(CommandError) {
      jobs = try self.jobs()
    } catch {
      Terminal.writeLine(error.localizedDescription)
      throw ExitCode(ExitStatus.input)
    }
    // The notebook's program computes with the same environment; said there it would stand in the report.
    if !quiet, !noExecute { for line in EngineInfo.complaints { Terminal.writeLine(line) } }
    let watches = watch
    let (status, signal) = try await withInterruption {
      watches ? await WatchLoop(jobs: jobs).run() : await Self.render(jobs)
    }
    // Ctrl-C is how a watch ends.
    let final =
      if let signal, !(watches && signal == SIGINT) { ExitStatus.interrupted(bySignal: signal) } else { status }
    if final != ExitStatus.success { throw ExitCode(final) }
  }

  private static func render(_ jobs: [RenderJob]) async -> Int32 {
    var statuses: [Int32] = []
    for job in jobs where !Task.isCancelled { statuses.append(await job.run()) }
    return ExitStatus.worst(statuses)
  }

  /// `-P` as names and values.
  func overrides() throws(CommandError) -> [String: String] {
    try ParameterArgument.overrides(parameters)
  }

  /// What is to be done, one entry a notebook.
  func jobs() throws(CommandError) -> [RenderJob] {
    var notebooks: [OutputPlace: String] = [:]
    var jobs: [RenderJob] = []
    for file in files {
      let place = OutputPlace(notebook: file, output: output, folder: outputDir)
      if let first = notebooks.updateValue(file, forKey: place), case .file(let path) = place {
        throw .sameOutput(first, file, output: OutputPlace.shown(path))
      }
      if place == .file(OutputPlace.absolute(file)) { throw .outputIsNotebook(file) }
      if NotebookBundle.isBundle(file), retrain != nil || noTrain { throw .bundleRunsNothing(file) }
      let name = URL(fileURLWithPath: file).deletingPathExtension().lastPathComponent
      jobs.append(
        RenderJob(
          notebook: file, overrides: try overrides(), place: place, executes: !noExecute, retraining: retrain,
          isTrainingOff: noTrain,
          allowsErrors: allowErrors,
          isQuiet: quiet, isReproducible: reproducible,
          figureFolder: figures.map { files.count > 1 ? "\($0)/\(name)" : $0 }))
    }
    return jobs
  }
}
