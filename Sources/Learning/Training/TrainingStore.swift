/// Where `fit` keeps its progress and looks for a run that was trained before.
///
/// `Learning` writes no files: the `Cahier` module installs a store for a notebook, and without one `fit` just trains.
public protocol TrainingStore: Sendable {
  /// Opens the run of `recipe` for one `fit`. Returns once the run may be trained: where another process is at it, when
  /// that has ended.
  func open(_ recipe: TrainingRecipe) async throws -> any TrainingSession
}

/// One `fit` and its run in the store.
public protocol TrainingSession: Sendable {
  /// What the run was found to be.
  var start: TrainingStart { get }

  /// How long an epoch may take before `fit` saves a state within it.
  var checkpointInterval: Duration { get }

  /// Whether somebody asked the program to end: then `fit` saves its state at the next batch and throws
  /// `CancellationError`.
  var isStopRequested: Bool { get }

  /// Keeps `state`. Called after every epoch, within long ones, and before a requested stop.
  func save(_ state: TrainingState) throws

  /// Called a few times a second, and after each epoch once that is saved.
  func progressed(_ progress: TrainingProgress)

  /// The result is known, and the model has it. Not called where `fit` fails.
  func ended(_ outcome: TrainingOutcome)

  /// The last call, however `fit` ends: others may train the run.
  func close()
}

extension TrainingSession {
  public var checkpointInterval: Duration { .seconds(300) }
  public var isStopRequested: Bool { false }
  public func progressed(_ progress: TrainingProgress) {}
  public func ended(_ outcome: TrainingOutcome) {}
  public func close() {}
}

/// What a `fit` begins with.
public enum TrainingStart: Sendable {
  /// Nothing is kept.
  case fresh
  /// The run was trained in part.
  case state(TrainingState)
  /// There is nothing left to train.
  case result(TrainingResult)
}

/// What a finished `fit` says of itself.
public struct TrainingOutcome: Sendable {
  public var recipe: TrainingRecipe
  public var history: History
  /// What the model has now.
  public var weights: [NamedTensor]
  public var data: any LabeledImages
  public var validation: (any LabeledImages)?
}

/// Follows a training run while it happens.
public protocol TrainingObserver: Sendable {
  func trainingProgressed(_ progress: TrainingProgress)
}
