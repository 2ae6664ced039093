public import CellOutput
import Datasets
import Foundation
import Learning
import Runs
import Synchronization

/// What a woven program calls between the cells' own statements; cells have no need of it.
///
/// Everything is told to the tool that started the program. A program started by hand prints what it would have shown.
public enum CellRecorder {
  private static let channel = Mutex<RecorderChannel?>(nil)
  private static let cell = Mutex(RunningCell())

  private struct RunningCell {
    var index = 0
    var label: String?
    /// How many `fit`s it has begun.
    var fits = 0
  }

  /// Begins recording. Called once, before the first cell.
  public static func start() {
    channel.withLock { channel in
      channel = RecorderChannel.connect()
      channel?.send(marked: {
        .programStarted(threads: EngineInfo.threads, instructionSet: EngineInfo.instructionSet.rawValue, mark: $0)
      })
    }
    if isRecording {
      installTrainingEnvironment()
      FetchEnvironment.observe { progress in channel.withLock { $0?.send(.fetching(FetchNote(progress))) } }
    }
  }

  static var isRecording: Bool { channel.withLock { $0 != nil } }

  /// Counts a `fit` of the running cell and says which it is: under that name people know the run.
  static func nextFit(of notebook: String?) -> RunPlace {
    cell.withLock { cell in
      defer { cell.fits += 1 }
      return RunPlace(notebook: notebook, cell: cell.index, label: cell.label, fit: cell.fits)
    }
  }

  public static func beginCell(_ index: Int, label: String? = nil) {
    cell.withLock { $0 = RunningCell(index: index, label: label) }
    send { .cellStarted(index: index, mark: $0) }
  }

  public static func endCell(_ index: Int) {
    send { .cellFinished(index: index, mark: $0) }
  }

  /// A statement on `line` of the notebook is about to run.
  public static func at(_ line: Int) {
    channel.withLock { $0?.send(.statement(line: line)) }
  }

  /// Records what `value` looks like in the report.
  public static func show<Value>(_ value: Value) {
    for output in cellOutputs(for: value) { record(output) }
  }

  /// Puts `output` into the running cell.
  public static func record(_ output: CellOutput) {
    guard isRecording else {
      if case .text(let text) = output { print(text) }
      return
    }
    send { .output(output, mark: $0) }
  }

  public static func inlineValue<Value>(_ index: Int, _ value: Value) {
    let text = String(describing: value)
    send { .inlineValue(index: index, value: text, mark: $0) }
  }

  /// An error left a cell that may fail.
  public static func caught(_ error: any Error) {
    let note = CellMessage.ErrorNote(error)
    send { .caught(note, mark: $0) }
  }

  /// The last cell has ended.
  public static func finish() {
    send { .programFinished(mark: $0) }
  }

  static func report(_ progress: ProgressNote) {
    channel.withLock { $0?.send(.progress(progress)) }
  }

  /// Ends the program where a cell needs a training and training is off.
  static func stop(reason: String) -> Never {
    send { .stopped(reason: reason, mark: $0) }
    fflush(nil)
    _exit(0)
  }

  fileprivate static func uncaught(_ error: any Error) -> Never {
    let note = CellMessage.ErrorNote(error)
    if !isRecording { FileHandle.standardError.write(Data("error: \(note.message)\n".utf8)) }
    send { .uncaught(note, mark: $0) }
    fflush(nil)
    _exit(1)
  }

  private static func send(_ message: (_ mark: Int) -> CellMessage) {
    channel.withLock { $0?.send(marked: message) }
  }
}

/// Takes the place of the runtime's `swift_errorInMain`, which would print the error in its own way and trap.
///
/// The cell program is linked with `--wrap=swift_errorInMain`; its main calls this with whatever nothing caught.
@_silgen_name("__wrap_swift_errorInMain")
public func _errorInMain(_ error: any Error) {
  CellRecorder.uncaught(error)
}

extension FetchNote {
  init(_ progress: FetchProgress) {
    self.init(
      file: progress.file, received: progress.received, total: progress.total, bytesPerSecond: progress.bytesPerSecond,
      secondsRemaining: progress.secondsRemaining, isFinished: progress.isFinished)
  }
}
