public import CellOutput
import Foundation

/// Compiles a notebook's cells to one program, runs it and collects what it produced.
public struct NotebookRunner: Sendable {
  public var notebook: Notebook
  public var library: CellLibrary
  public var training: TrainingPolicy

  /// `library`: `CellLibrary.located()` finds the one of the running command.
  public init(notebook: Notebook, library: CellLibrary, training: TrainingPolicy = .auto) {
    self.notebook = notebook
    self.library = library
    self.training = training
  }

  private var folders: NotebookFolders { NotebookFolders(notebook: notebook.path) }

  /// Runs the notebook from the start, in its own folder.
  ///
  /// A cell that does not compile, throws or traps is part of the record (`status`, `problem`), as is an interruption:
  /// a cancelled task ends the program and returns the record up to there. The record is also kept in the notebook's
  /// state folder, while it grows and at the end, unless an interrupted execution has nothing to show or training is
  /// only asked about (`TrainingPolicy.why`). Throws where nothing could be run at all: no compiler, no library, no
  /// place to write.
  public func run(observer: (any RunObserver)? = nil) async throws(Problem) -> Record {
    let start = ContinuousClock.now
    let compiler = try NotebookCompiler(notebook: notebook, library: library)
    try prepareFolder()
    var record = emptyRecord()
    record.volatile = volatile()
    async let git = GitState.of(folder: folders.folder)
    observer?.compilationStarted()
    let compiled: NotebookCompiler.Result
    do {
      compiled = try await compiler.compile()
    } catch  where error.kind == .interrupted {
      compiled = NotebookCompiler.Result()
    }
    observer?.compilationFinished(seconds: (ContinuousClock.now - start) / .seconds(1), reused: compiled.isReused)
    record.volatile?.swift = compiled.swift
    for (cell, warnings) in compiled.warnings { record.cells[cell].outputs = warnings.map(CellOutput.warning) }
    // Before this execution's own record takes its place.
    let earlier = training == .never ? try? Record.load(from: folders.record) : nil
    var stop: TrainingStop?
    if let program = compiled.program, !Task.isCancelled {
      (record, stop) = try await execute(program, record, observer)
    }
    if let failure = compiled.failure, stop == nil, record.status != .failed, record.status != .interrupted {
      fail(failure, in: &record, observer)
    } else if record.status == .running {
      record.status = Task.isCancelled ? .interrupted : .finished
      if Task.isCancelled { record.problem = RunError.interrupted.problem(in: notebook.path) }
    }
    if let stop, training == .never { stop.fill(&record, of: notebook, from: earlier) }
    if let git = await git {
      record.volatile?.gitCommit = git.commit
      record.volatile?.gitIsClean = git.isClean
    }
    record.volatile?.seconds = (ContinuousClock.now - start) / .seconds(1)
    if isKept(record) { try save(record) }
    return record
  }

  /// An interrupted execution without a result leaves an earlier one's record alone.
  private func isKept(_ record: Record) -> Bool {
    if training == .why { return false }
    return record.status != .interrupted || record.hasResults || !FileManager.default.fileExists(atPath: folders.record)
  }

  private func execute(
    _ program: String, _ record: Record, _ observer: (any RunObserver)?
  ) async throws(Problem) -> (Record, TrainingStop?) {
    let saver = training == .why ? nil : RecordSaver(path: folders.record)
    defer { saver?.stop() }
    do {
      let cells = CellProgram(
        path: program, folder: folders.folder, notebook: URL(fileURLWithPath: notebook.path).lastPathComponent,
        training: training)
      return try await cells.run { token in
        RecordBuilder(record: record, notebook: notebook, token: token, observer: observer)
      } recordChanged: { record in
        saver?.recordChanged(record)
      }
    } catch {
      throw RunError.cannotStart(reason: String(describing: error)).problem(in: notebook.path)
    }
  }

  /// What did not compile ended the run before its turn came.
  private func fail(_ failure: NotebookCompiler.Failure, in record: inout Record, _ observer: (any RunObserver)?) {
    record.status = .failed
    record.problem = failure.problems.first
    guard case .cell(let index) = failure.unit else { return }
    let cell = CellPosition(index: index, count: notebook.cells.count, label: notebook.cells[index].options.label)
    observer?.cellStarted(cell)
    record.cells[index].status = .failed
    record.cells[index].outputs += failure.problems.map(CellOutput.failure)
    observer?.cellFinished(cell, status: .failed, seconds: 0)
  }

  private func emptyRecord() -> Record {
    let parameters = notebook.frontMatter.parameters.map { ($0.name, $0.value.shown) }
    let cells = notebook.cells.map { cell in
      CellRecord(code: cell.code, status: cell.options.eval ? .notRun : .notEvaluated, outputs: [], seconds: nil)
    }
    return Record(
      status: .running, parameters: Dictionary(uniqueKeysWithValues: parameters), cells: cells,
      inlineValues: Array(repeating: nil, count: notebook.inlineExpressions.count), volatile: nil)
  }

  private func volatile() -> Record.Volatile {
    Record.Volatile(
      started: Date(), seconds: 0, threads: 0, instructionSet: "", host: hostName(), gitCommit: nil, gitIsClean: nil)
  }

  private func prepareFolder() throws(Problem) {
    do {
      try FileManager.default.createDirectory(atPath: folders.state, withIntermediateDirectories: true)
    } catch {
      throw RunError.unwritable(folder: folders.state, reason: systemReason(error)).problem(in: notebook.path)
    }
  }

  private func save(_ record: Record) throws(Problem) {
    do {
      try record.save(to: folders.record)
    } catch {
      throw RunError.unwritable(folder: folders.state, reason: systemReason(error)).problem(in: notebook.path)
    }
  }
}
