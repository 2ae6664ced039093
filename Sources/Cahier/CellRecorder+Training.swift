import CellOutput
import Foundation
import Learning
import Runs
import Synchronization

extension CellRecorder {
  /// Lets every `fit` keep its epochs in `.cahier/runs` beside the notebook and report how far it is.
  ///
  /// The program starts in the notebook's folder.
  static func installTrainingEnvironment() {
    let folder = FileManager.default.currentDirectoryPath + "/.cahier/runs"
    TrainingEnvironment.store = ForgivingStore(
      store: RunStore(folder: folder, label: { CellRecorder.cellLabel }, note: { warn($0) }))
    TrainingEnvironment.observer = RecordingObserver()
    // What cannot be kept is computed again; the run store says what is wrong with the disk.
    TrainingEnvironment.predictions = PredictionCache(
      folder: FileManager.default.currentDirectoryPath + "/.cahier/predictions")
  }

  /// Says what happened to the store, and lets the training go on.
  fileprivate static func warn(_ error: any Error) {
    let words = CellMessage.ErrorNote(error).message
    record(.warning(Problem(kind: .notebook, file: ".cahier/runs", summary: words)))
  }
}

/// A store whose failures cost a later run its shortcut but never this one its result.
private struct ForgivingStore: TrainingStore {
  let store: RunStore

  func state(of recipe: TrainingRecipe) throws -> TrainingState? {
    do {
      return try store.state(of: recipe)
    } catch {
      CellRecorder.warn(error)
      return nil
    }
  }

  func save(_ state: TrainingState, of recipe: TrainingRecipe) throws {
    do {
      try store.save(state, of: recipe)
    } catch {
      CellRecorder.warn(error)
    }
  }
}

/// Passes progress on to the tool, at most ten times a second, and leaves a note in the cell at the end.
private final class RecordingObserver: TrainingObserver {
  private struct State {
    var lastReport: ContinuousClock.Instant?
    var imagesPerEpoch = 0
  }

  private let state = Mutex(State())

  func trainingProgressed(_ progress: TrainingProgress) {
    let isDue = state.withLock { state in
      state.imagesPerEpoch = progress.imagesPerEpoch
      let now = ContinuousClock.now
      if let last = state.lastReport, now - last < .milliseconds(100), !progress.epochEnded { return false }
      state.lastReport = now
      return true
    }
    if isDue { CellRecorder.report(ProgressNote(progress)) }
  }

  func trainingEnded(history: History, reused: Bool) {
    let seconds = history.epochs.reduce(0) { $0 + $1.seconds }
    let images = Double(state.withLock(\.imagesPerEpoch) * history.epochs.count)
    let volatile = TrainingNote.Volatile(
      reused: reused, seconds: seconds, imagesPerSecond: seconds > 0 ? images / seconds : 0)
    let note = TrainingNote(epochs: history.epochs.count, stoppedEarly: history.stoppedEarly, volatile: volatile)
    CellRecorder.record(.training(note))
  }
}

extension ProgressNote {
  init(_ progress: TrainingProgress) {
    self.init(
      epoch: progress.epoch, epochs: progress.epochs, images: progress.images,
      imagesPerEpoch: progress.imagesPerEpoch, imagesPerSecond: progress.imagesPerSecond, loss: progress.loss,
      accuracy: progress.accuracy, validationLoss: progress.validationLoss,
      validationAccuracy: progress.validationAccuracy, secondsRemaining: progress.secondsRemaining,
      epochEnded: progress.epochEnded)
  }
}
