import Synchronization

/// What every `fit` of this process reports to: set once, before the first one, by whoever hosts the program.
public enum TrainingEnvironment {
  private struct Host {
    var store: (any TrainingStore)?
    var observer: (any TrainingObserver)?
    var predictions: (any PredictionStore)?
    var evaluated: (@Sendable (Evaluation, any LabeledImages) -> Void)?
  }

  private static let host = Mutex(Host())

  /// Keeps finished epochs and gives back what was trained before; without one, `fit` just trains.
  public static var store: (any TrainingStore)? {
    get { host.withLock { $0.store } }
    set { host.withLock { $0.store = newValue } }
  }

  /// Follows training; without one, `fit` is silent.
  public static var observer: (any TrainingObserver)? {
    get { host.withLock { $0.observer } }
    set { host.withLock { $0.observer = newValue } }
  }

  /// Keeps what models predicted; without one, `evaluate` and `predict` always compute.
  public static var predictions: (any PredictionStore)? {
    get { host.withLock { $0.predictions } }
    set { host.withLock { $0.predictions = newValue } }
  }

  /// Told of what `evaluate` measured, on which data; without one, nobody is.
  public static var evaluated: (@Sendable (Evaluation, any LabeledImages) -> Void)? {
    get { host.withLock { $0.evaluated } }
    set { host.withLock { $0.evaluated = newValue } }
  }
}
