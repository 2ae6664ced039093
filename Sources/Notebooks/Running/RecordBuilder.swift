import CellOutput
import Foundation

/// Puts a program's messages and the text of its two streams together to a record.
///
/// A message that stands after a mark waits until both streams have reached that mark: only then is it known which text
/// was written before it.
struct RecordBuilder {
  private(set) var record: Record {
    didSet { hasChanged = true }
  }
  private var hasChanged = false
  private let notebook: Notebook
  private let observer: (any RunObserver)?
  private var output: MarkedStream
  private var error: MarkedStream
  private var unreadMessages: [UInt8] = []
  private var waiting: [CellMessage] = []
  private let decoder = CellMessage.decoder
  private var runningCell: Int?
  /// The cell that text belongs to: the running one, or the last that ran.
  private var textCell: Int?
  private var cellStart = ContinuousClock.now
  private var currentLine: Int?
  private var isFinished = false
  /// Whether a `fit` has begun and not ended.
  private(set) var isTraining = false
  /// Set where training is off and a cell needed it: the program ended there on purpose.
  private(set) var stop: TrainingStop?

  /// `record`: what is known before the program starts; cells that run have the status `notRun` in it.
  init(record: Record, notebook: Notebook, token: String, observer: (any RunObserver)?) {
    self.record = record
    self.notebook = notebook
    self.observer = observer
    output = MarkedStream(token: token)
    error = MarkedStream(token: token)
  }

  // MARK: Reading

  mutating func readOutput(_ bytes: some Collection<UInt8>) {
    output.append(bytes)
    applyMessages()
  }

  mutating func readError(_ bytes: some Collection<UInt8>) {
    error.append(bytes)
    applyMessages()
  }

  mutating func readMessages(_ bytes: some Collection<UInt8>) {
    let newline = UInt8(ascii: "\n")
    guard bytes.contains(newline) else {
      // A picture's message comes in many pieces; looking through all of them each time would take long.
      unreadMessages += bytes
      return
    }
    unreadMessages += bytes
    var rest = unreadMessages[...]
    while let end = rest.firstIndex(of: newline) {
      if let message = try? decoder.decode(CellMessage.self, from: Data(rest[..<end])) {
        if case .progress(let progress) = message {
          isTraining = true
          observer?.trainingProgressed(progress)
        } else if case .fetching(let note) = message {
          observer?.fetchProgressed(note)
        } else {
          waiting.append(message)
        }
      }
      rest = rest[(end + 1)...]
    }
    unreadMessages = Array(rest)
    applyMessages()
  }

  /// The record, where it changed since it was taken before and is worth keeping: one without any result must not
  /// take the place of an earlier execution's.
  mutating func takeChangedRecord() -> Record? {
    defer { hasChanged = false }
    return hasChanged && record.hasResults ? record : nil
  }

  private mutating func applyMessages() {
    let ready = waiting.prefix { message in
      guard let mark = message.mark else { return true }
      return output.hasReached(mark) && error.hasReached(mark)
    }
    waiting.removeFirst(ready.count)
    for message in ready { apply(message) }
  }

  private mutating func apply(_ message: CellMessage) {
    if let mark = message.mark {
      append(output.take(upTo: mark), as: CellOutput.standardOutput)
      append(error.take(upTo: mark), as: CellOutput.standardError)
    }
    switch message {
    case .programStarted(let threads, let instructionSet, _):
      record.volatile?.threads = threads
      record.volatile?.instructionSet = instructionSet
    case .cellStarted(let index, _):
      guard record.cells.indices.contains(index) else { return }
      runningCell = index
      textCell = index
      cellStart = .now
      observer?.cellStarted(position(of: index))
    case .cellFinished: endCell(.finished)
    case .statement(let line): currentLine = line
    case .output(let output, _):
      if case .training(let note) = output {
        isTraining = false
        observer?.trainingEnded(note)
      }
      append(output)
    case .caught(let note, _):
      append(.failure(thrown(note)))
      endCell(.failed)
    case .uncaught(let note, _): fail(thrown(note))
    case .inlineValue(let index, let value, _):
      if record.inlineValues.indices.contains(index) { record.inlineValues[index] = value }
    case .stopped(let reason, _):
      stop = TrainingStop(cell: runningCell ?? textCell.map { $0 + 1 } ?? 0, reason: reason)
      endCell(.notRun)
    case .programFinished: isFinished = true
    case .progress, .fetching: break
    }
  }

  // MARK: The end

  /// How the program ended, as the operating system tells it.
  enum End: Equatable {
    case exited(Int)
    case signaled(Int)
    /// The tool was asked to end and ended the program.
    case interrupted
  }

  /// Completes the record. `backtrace`: what the runtime wrote of a trap.
  mutating func end(_ end: End, backtrace: String) {
    output.end()
    error.end()
    applyMessages()
    append(output.takeRest(), as: CellOutput.standardOutput)
    let lastWords = error.takeRest()
    guard record.problem == nil, !((isFinished || stop != nil) && end == .exited(0)) else {
      append(lastWords, as: CellOutput.standardError)
      return
    }
    switch end {
    case .interrupted:
      append(lastWords, as: CellOutput.standardError)
      fail(RunError.interrupted.problem(in: notebook.path, line: currentLine), status: .interrupted)
      record.status = .interrupted
    case .exited(let code):
      append(lastWords, as: CellOutput.standardError)
      fail(RunError.exited(code: code).problem(in: notebook.path, line: currentLine))
    case .signaled(let number):
      let crash = CrashReport(standardError: lastWords.text, backtrace: backtrace, notebook: notebook.sourceName)
      if !crash.textBefore.isEmpty { append(.standardError(crash.textBefore)) }
      let lines = (crash.message ?? "").split(separator: "\n", maxSplits: 1).map(String.init)
      let reason = lines.first.map { RunError.trapped(message: $0 + ($0.hasSuffix(".") ? "" : ".")) }
      fail(
        (reason ?? .signaled(number)).problem(
          in: notebook.path, line: crash.line ?? currentLine, column: crash.column,
          detail: lines.dropFirst().joined(separator: "\n")))
    }
  }

  // MARK: Parts

  private func thrown(_ note: CellMessage.ErrorNote) -> Problem {
    let lines = note.message.split(separator: "\n", maxSplits: 1).map(String.init)
    return Problem(
      kind: .thrown, file: notebook.path, line: currentLine, summary: lines.first ?? note.typeName,
      detail: lines.dropFirst().joined(separator: "\n"))
  }

  /// The program goes no further.
  private mutating func fail(_ problem: Problem, status: CellRecord.Status = .failed) {
    record.status = .failed
    record.problem = problem
    // Between two cells runs an inline expression, whose failure belongs to none.
    guard runningCell != nil else { return }
    append(.failure(problem))
    endCell(status)
  }

  private mutating func endCell(_ status: CellRecord.Status) {
    guard let cell = runningCell else { return }
    let seconds = (ContinuousClock.now - cellStart) / .seconds(1)
    record.cells[cell].status = status
    record.cells[cell].seconds = seconds
    runningCell = nil
    isTraining = false
    observer?.cellFinished(position(of: cell), status: status, seconds: seconds)
  }

  private mutating func append(_ output: CellOutput) {
    guard let cell = textCell ?? record.cells.indices.first else { return }
    record.cells[cell].outputs.append(output)
  }

  private mutating func append(_ bytes: CappedBytes, as kind: (String) -> CellOutput) {
    let text = bytes.text
    if !text.isEmpty { append(kind(text)) }
  }

  private func position(of cell: Int) -> CellPosition {
    CellPosition(index: cell, count: notebook.cells.count, label: notebook.cells[cell].options.label)
  }
}
