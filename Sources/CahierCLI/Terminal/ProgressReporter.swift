import CellOutput
import Foundation
import Notebooks
import Reports
import Synchronization

/// Tells on standard error which cell runs and how its training goes.
final class ProgressReporter: RunObserver {
  private struct State {
    /// A line without its end is open.
    var hasOpenLine = false
    var validation: (loss: Double, accuracy: Double?)?
    /// The other process that trains the run of this cell.
    var awaited: Int?
    /// The last epoch of its that a line was written for: it is told again and again until the next one ends.
    var awaitedEpoch = 0
    /// What is to be said of the cell when its line is complete.
    var remarks: [String] = []
  }

  private let isInteractive: Bool
  private let width: @Sendable () -> Int
  private let write: @Sendable (String) -> Void
  private let state: Mutex<State>

  /// - Parameters:
  ///   - isInteractive: Whether a line can be rewritten in place.
  ///   - width: The terminal's columns.
  init(
    isInteractive: Bool = Terminal.isInteractive, width: @escaping @Sendable () -> Int = { Terminal.width },
    write: @escaping @Sendable (String) -> Void = { Terminal.write($0) }
  ) {
    self.isInteractive = isInteractive
    self.width = width
    self.write = write
    state = Mutex(State())
  }

  func compilationStarted() {
    state.withLock { open("Compiling the cells …", &$0) }
  }

  func compilationFinished(seconds: Double, reused: Bool) {
    state.withLock { state in
      // An unchanged program needs no line.
      if reused && isInteractive {
        write(Self.rewind)
        state.hasOpenLine = false
      } else {
        close("Compiling the cells …", reused ? "unchanged" : Quantities.duration(seconds: seconds), &state)
      }
    }
  }

  func cellStarted(_ cell: CellPosition) {
    state.withLock { state in
      state.validation = nil
      state.awaited = nil
      state.remarks = []
      open(Self.name(cell), &state)
    }
  }

  func cellFinished(_ cell: CellPosition, status: CellRecord.Status, seconds: Double) {
    let duration = Quantities.duration(seconds: seconds)
    state.withLock { state in
      switch status {
      case .finished: close(Self.name(cell), duration, &state)
      case .failed: close(Self.name(cell), "failed after \(duration)", &state)
      case .interrupted: close(Self.name(cell), "interrupted after \(duration)", &state)
      case .notEvaluated, .notRun: close(Self.name(cell), "not run", &state)
      }
      for remark in state.remarks { write("  \(remark)\n") }
      state.remarks = []
    }
  }

  func trainingProgressed(_ progress: ProgressNote) {
    state.withLock { state in
      if progress.epoch == 1, !progress.epochEnded { state.validation = nil }
      if let loss = progress.validationLoss { state.validation = (loss, progress.validationAccuracy) }
      let line = ProgressLine(progress: progress, validation: state.validation)
      if isInteractive {
        write(Self.rewind + line.bar(width: width()))
        state.hasOpenLine = true
        return
      }
      if let process = progress.trainingProcess, state.awaited != process {
        if state.hasOpenLine { write("\n") }
        state.hasOpenLine = false
        write("  Waiting for \(ProgressLine.name(ofProcess: process)), which trains this run …\n")
      }
      if state.awaited != progress.trainingProcess { state.awaitedEpoch = 0 }
      state.awaited = progress.trainingProcess
      if progress.epochEnded {
        if progress.trainingProcess != nil {
          if progress.epoch <= state.awaitedEpoch { return }
          state.awaitedEpoch = progress.epoch
        }
        if state.hasOpenLine { write("\n") }
        state.hasOpenLine = false
        write("  \(line.sentence)\n")
      }
    }
  }

  func fetchProgressed(_ note: FetchNote) {
    state.withLock { state in
      if isInteractive {
        write(Self.rewind + FetchLine.bar(note, width: width()))
        state.hasOpenLine = true
      } else if note.isFinished {
        if state.hasOpenLine { write("\n") }
        state.hasOpenLine = false
        write("  \(FetchLine.sentence(note))\n")
      }
    }
  }

  func trainingEnded(_ note: TrainingNote) {
    // A training that was watched needs no second mention.
    let words = note.volatile?.course == .trained ? nil : TrainingWords.sentence(note)
    state.withLock { state in
      state.remarks += [words, TrainingWords.stale(note), note.uncached].compactMap(\.self)
    }
  }

  /// Ends a line that an interruption left open.
  func finish() {
    state.withLock { state in
      if state.hasOpenLine { write("\n") }
      state.hasOpenLine = false
    }
  }

  /// To the line's start, erasing it.
  private static let rewind = "\r\u{1b}[2K"

  private func open(_ text: String, _ state: inout State) {
    if state.hasOpenLine { write(isInteractive ? Self.rewind : "\n") }
    write(text)
    state.hasOpenLine = true
  }

  private func close(_ text: String, _ result: String, _ state: inout State) {
    if isInteractive {
      write("\(Self.rewind)\(text) \(result)\n")
    } else {
      write(state.hasOpenLine ? " \(result)\n" : "\(text) \(result)\n")
    }
    state.hasOpenLine = false
  }

  /// `Cell 3/9 'train' …`
  private static func name(_ cell: CellPosition) -> String {
    let label = cell.label.map { " '\($0)'" } ?? ""
    return "Cell \(cell.index + 1)/\(cell.count)\(label) …"
  }
}
