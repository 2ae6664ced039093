import CellOutput
import Foundation
import Learning
import Runs
import Synchronization

/// One `fit` of a cell: keeps its states, tells the tool how far it is, and leaves a note in the cell.
final class RecordedFit: TrainingSession {
  let start: TrainingStart
  let checkpointInterval: Duration
  private let run: OpenRun?
  private let name: String?
  private let course: TrainingNote.Course
  private let stale: [KeyChange]
  private let trained: Date?
  private let state: Mutex<State>

  private struct State {
    /// Why nothing is kept, or not everything.
    var uncached: String?
    var hasWarned = false
    var lastReport: ContinuousClock.Instant?
    var isClosed = false
  }

  /// Trains and keeps nothing.
  init(uncached: String) {
    (start, run, name, course, stale, trained) = (.fresh, nil, nil, .trained, [], nil)
    checkpointInterval = .seconds(Int.max / 2)
    state = Mutex(State(uncached: uncached))
    StopRequest.trainingBegins()
  }

  /// Trains what is missing of a run.
  init(run: OpenRun, checkpointInterval: Duration) {
    self.run = run
    self.checkpointInterval = checkpointInterval
    (start, name, stale, trained) = (run.found.start, run.found.name, [], nil)
    course =
      if case .state(let state) = run.found.start {
        run.found.isShorterRun
          ? .continued(epochs: state.history.epochs.count) : .resumed(epochs: state.history.epochs.count)
      } else if case .result = run.found.start {
        .reused
      } else {
        .trained
      }
    state = Mutex(State())
    StopRequest.trainingBegins()
  }

  /// Shows a run that is kept.
  init(found: FoundRun, course: TrainingNote.Course, stale: [KeyChange] = []) {
    (start, name, trained) = (found.start, found.name, found.trained)
    (run, self.course, self.stale) = (nil, course, stale)
    checkpointInterval = .seconds(300)
    state = Mutex(State())
    StopRequest.trainingBegins()
  }

  var isStopRequested: Bool { StopRequest.isRequested }

  func save(_ training: TrainingState) {
    guard let run else { return }
    do {
      let fault = try run.save(training)
      state.withLock { $0.uncached = nil }
      if let fault { warn(fault, "The run itself is kept.") }
    } catch {
      state.withLock { $0.uncached = "Not kept: \(error.sentence)" }
      warn(error, "Training goes on, but this run may not be kept.")
    }
  }

  /// Once a `fit`, whatever comes after.
  private func warn(_ error: RunError, _ consequence: String) {
    let isFirst = state.withLock { state in
      defer { state.hasWarned = true }
      return !state.hasWarned
    }
    if isFirst { CellRecorder.warn(error, consequence: consequence) }
  }

  /// Passes progress on, to the tool at most ten times a second.
  func progressed(_ progress: TrainingProgress) {
    run?.progressed(progress)
    let isDue = state.withLock { state in
      let now = ContinuousClock.now
      if let last = state.lastReport, now - last < .milliseconds(100), !progress.epochEnded { return false }
      state.lastReport = now
      return true
    }
    if isDue { CellRecorder.report(ProgressNote(progress)) }
  }

  func ended(_ outcome: TrainingOutcome) {
    let history = outcome.history
    let seconds = history.epochs.reduce(0) { $0 + $1.seconds }
    let images = Double(outcome.data.count * history.epochs.count)
    let volatile = TrainingNote.Volatile(
      course: course, trained: trained ?? Date(), seconds: seconds,
      imagesPerSecond: seconds > 0 ? images / seconds : 0, dataOrigin: (outcome.data as? ImageDataset)?.origin)
    let uncached = state.withLock(\.uncached)
    CellRecorder.record(
      .training(
        TrainingNote(
          epochs: history.epochs.count, stoppedEarly: history.stoppedEarly, run: uncached == nil ? name : nil,
          uncached: uncached, stale: stale, facts: TrainingFacts(outcome), volatile: volatile)))
  }

  func close() {
    let isFirst = state.withLock { state in
      defer { state.isClosed = true }
      return !state.isClosed
    }
    guard isFirst else { return }
    run?.close()
    StopRequest.trainingEnds()
  }
}
