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
    let variables = ProcessInfo.processInfo.environment
    let policy = variables[ProgramVariables.training].flatMap { TrainingPolicy($0) } ?? .auto
    let interval = variables[checkpointVariable].flatMap { Double($0) }.map { Duration.seconds($0) } ?? .seconds(300)
    // The cells' own subprocesses may be renders themselves.
    unsetenv(ProgramVariables.training)
    unsetenv(ProgramVariables.notebook)
    StopRequest.install()
    TrainingEnvironment.store = RecordedRuns(
      store: RunStore(folder: FileManager.default.currentDirectoryPath + "/.cahier/runs"), policy: policy,
      notebook: variables[ProgramVariables.notebook], checkpointInterval: interval)
    // What cannot be kept is computed again; the run store says what is wrong with the disk.
    TrainingEnvironment.predictions = PredictionCache(
      folder: FileManager.default.currentDirectoryPath + "/.cahier/predictions")
    TrainingEnvironment.evaluated = { record(.evaluation(EvaluationNote($0, of: $1))) }
  }

  /// After how many seconds within an epoch a checkpoint is due: for epochs of minutes, and for tests.
  private static let checkpointVariable = "CAHIER_CHECKPOINT_SECONDS"

  /// Says in the running cell what happened to the store; `consequence`: what becomes of the training.
  static func warn(_ error: RunError, consequence: String = "") {
    let folder = FileManager.default.currentDirectoryPath + "/"
    let file = error.file.hasPrefix(folder) ? String(error.file.dropFirst(folder.count)) : error.file
    let words = error.sentence.prefix(1).uppercased() + error.sentence.dropFirst()
    record(.warning(Problem(kind: .notebook, file: file, summary: words, remedy: consequence)))
  }
}

extension ProgressNote {
  init(_ progress: TrainingProgress, trainingProcess: Int? = nil) {
    self.init(
      epoch: progress.epoch, epochs: progress.epochs, images: progress.images,
      imagesPerEpoch: progress.imagesPerEpoch, imagesPerSecond: progress.imagesPerSecond, loss: progress.loss,
      accuracy: progress.accuracy, validationLoss: progress.validationLoss,
      validationAccuracy: progress.validationAccuracy, secondsRemaining: progress.secondsRemaining,
      epochEnded: progress.epochEnded, trainingProcess: trainingProcess)
  }

  /// How far the process is that trains the run this one waits for; it has said nothing yet where it has just begun.
  init(waitingFor owner: RunOwner?, epochs: Int) {
    let beginning = TrainingProgress(
      epoch: 1, epochs: epochs, images: 0, imagesPerEpoch: 0, imagesPerSecond: 0, loss: 0, accuracy: 0,
      validationLoss: nil, validationAccuracy: nil, secondsRemaining: 0, epochEnded: false)
    self.init(owner?.progress ?? beginning, trainingProcess: owner?.process ?? 0)
  }
}
