import CellOutput
import Foundation
import Notebooks
import Reports

/// One notebook to be rendered: read, run, drawn, written.
struct RenderJob: Hashable, Sendable {
  /// As the user wrote it.
  var notebook: String
  var overrides: [String: String]
  var place: OutputPlace
  var executes: Bool
  var retraining: Retraining?
  var isTrainingOff = false
  /// Whether links to files are written so that they lead there from the report.
  var adaptsLinks = true
  var allowsErrors: Bool
  var isQuiet: Bool
  var isReproducible: Bool
  /// Also writes each figure here.
  var figureFolder: String?

  /// The exit status; says on standard error what is wrong.
  func run() async -> Int32 {
    do {
      return try await render()
    } catch let problem as Problem {
      Terminal.writeLine(problem.message)
    } catch {
      Terminal.writeLine(error.localizedDescription)
    }
    return ExitStatus.input
  }

  private func render() async throws -> Int32 {
    guard NotebookBundle.isBundle(notebook) else { return try await renderNotebook() }
    let folder = FileManager.default.temporaryDirectory.appending(path: "cahier-bundle-\(UUID().uuidString)").path
    let bundle = try NotebookBundle(contentsOf: notebook)
    try bundle.unpack(to: folder)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var job = self
    job.notebook = folder + "/" + bundle.notebook
    // Whoever made the bundle wrote its cells: they run only where a user unpacks them and says so.
    job.executes = false
    // Links to files stay as they are written: the folder they lead from is gone in a moment.
    job.adaptsLinks = false
    let status = try await job.renderNotebook()
    if !isQuiet {
      Terminal.writeLine("To edit the notebook or run its cells: cahier unbundle \(ShellWord.quoted(notebook))")
    }
    return status
  }

  private func renderNotebook() async throws -> Int32 {
    let notebook = try Notebook(contentsOf: notebook, overriding: overrides)
    let problems = Report.problems(in: notebook)
    guard problems.isEmpty else {
      for problem in problems { Terminal.writeLine(problem.message) }
      return ExitStatus.input
    }
    try retraining?.check(notebook)
    if case .file(let path) = place { try OutputFile(path: path).prepare() }
    if let figureFolder { try FigureFiles(folder: figureFolder).prepare() }
    let record = try await record(of: notebook)
    if let record, case .file(let path) = place, leaves(path, asItIs: record) {
      Terminal.writeLine(
        "\(self.notebook): Interrupted before any cell had ended; \(OutputPlace.shown(path)) is as it was.")
      return status(of: record)
    }
    let options = Report.Options(isReproducible: isReproducible, pageFolder: adaptsLinks ? place.folder : nil)
    let typesetting = await Typesetting.of(notebook)
    let report = Report(notebook: notebook, record: record, options: options, typesetting: typesetting)
    for warning in report.warnings where !isQuiet { Terminal.writeLine(warning.message) }
    try write(try report.html())
    if let figureFolder { try FigureFiles(folder: figureFolder).write(report.figures) }
    if let problem = record?.problem { Terminal.writeLine(problem.message) }
    if case .file(let path) = place, !isQuiet { Terminal.writeResult("Output created: \(OutputPlace.shown(path))") }
    return status(of: record)
  }

  /// From a run, or from the last one.
  private func record(of notebook: Notebook) async throws -> Record? {
    if executes, notebook.frontMatter.execute.enabled {
      let observer = isQuiet ? nil : ProgressReporter()
      defer { observer?.finish() }
      return try await NotebookRunner(notebook: notebook, library: .located(), training: training)
        .run(observer: observer)
    }
    let path = NotebookFolders(notebook: self.notebook).record
    guard FileManager.default.fileExists(atPath: path) else {
      if !isQuiet { Terminal.writeLine("\(self.notebook): It has not been run yet, so its report has no outputs.") }
      return nil
    }
    let record = try Record.load(from: path)
    for (name, value) in overrides.sorted(by: { $0.key < $1.key }) where record.parameters[name] != value {
      let before = record.parameters[name].map { "'\($0)'" } ?? "none"
      Terminal.writeLine(
        "\(self.notebook): The last run had \(before) for '\(name)', and '-P' changes nothing without a run.")
    }
    return record
  }

  /// What '--retrain' and '--no-train' let 'fit' do.
  var training: TrainingPolicy {
    switch retraining {
    case _ where isTrainingOff: .never
    case nil: .auto
    case .everything?: .again(labels: [])
    case .labels(let labels)?: .again(labels: labels)
    }
  }

  /// An interrupted run that has nothing to show does not take the place of an earlier report.
  private func leaves(_ report: String, asItIs record: Record) -> Bool {
    record.status == .interrupted && !record.hasResults && FileManager.default.fileExists(atPath: report)
  }

  private func write(_ page: String) throws {
    switch place {
    case .standardOutput: try FileHandle.standardOutput.write(contentsOf: Data(page.utf8))
    case .file(let path): try OutputFile(path: path).write(Data(page.utf8))
    }
  }

  private func status(of record: Record?) -> Int32 {
    switch record?.status {
    case .failed?: allowsErrors ? ExitStatus.success : ExitStatus.cellFailed
    // The signal that interrupted a run decides the status.
    case .running?, .finished?, .interrupted?, nil: ExitStatus.success
    }
  }
}
