extension Sequential {
  /// Trains on labelled images with categorical cross-entropy.
  ///
  /// Each epoch visits every image once, in an order drawn from the model's seed and the epoch; the last batch may be
  /// smaller. Where a run store is installed, every epoch is kept there: the same `fit` of an equal model later loads
  /// the finished weights, or goes on from the last epoch, and ends with the same bits.
  ///
  /// If training fails or its task is cancelled, the model has the weights of the last whole epoch.
  ///
  /// - Parameters:
  ///   - validation: measured after each epoch, never trained on.
  ///   - epochs: 0 or more.
  /// - Returns: what was measured, epoch by epoch.
  /// - Throws: `ModelError` where an argument or the data does not fit, and when the loss is no longer finite;
  ///   `CancellationError`, at the next batch; whatever the run store throws.
  @discardableResult
  public nonisolated(nonsending) func fit(
    _ data: some LabeledImages, validation: (any LabeledImages)? = nil, epochs: Int, batchSize: Int = 32,
    optimizer: Optimizer = .adam(), callbacks: [Callback] = []
  ) async throws -> History {
    try await fit(
      data, validation: validation, epochs: epochs, batchSize: batchSize, optimizer: optimizer, callbacks: callbacks,
      store: TrainingEnvironment.store, observer: TrainingEnvironment.observer)
  }

  /// `fit` with what the process's environment gives made explicit.
  nonisolated(nonsending) func fit(
    _ data: any LabeledImages, validation: (any LabeledImages)? = nil, epochs: Int, batchSize: Int = 32,
    optimizer: Optimizer = .adam(), callbacks: [Callback] = [], store: (any TrainingStore)?,
    observer: (any TrainingObserver)?
  ) async throws -> History {
    guard epochs >= 0 else { throw ModelError.invalidEpochs(epochs) }
    try check(data, as: .training, batchSize: batchSize)
    if let validation { try check(validation, as: .validation, batchSize: batchSize) }
    try optimizer.check()
    try Callback.check(callbacks, hasValidation: validation != nil)

    var save: (TrainingState) throws -> Void = { _ in }
    var unfinished: TrainingState?
    if let store {
      let recipe = recipe(
        data: data, validation: validation, epochs: epochs, batchSize: batchSize, optimizer: optimizer,
        callbacks: callbacks)
      save = { state in try store.save(state, of: recipe) }
      unfinished = try store.state(of: recipe)
      if let state = unfinished, state.isFinished {
        try setWeights(state.weights)
        observer?.trainingEnded(history: state.history, reused: true)
        return state.history
      }
    }

    var run = TrainingRun(
      model: self, data: data, validation: validation, epochs: epochs, batchSize: batchSize, optimizer: optimizer,
      callbacks: callbacks, observer: observer)
    if let unfinished { try run.restore(unfinished) }
    try await run.train(save: save)
    observer?.trainingEnded(history: run.history, reused: false)
    return run.history
  }

  /// Everything that the result of a `fit` depends on.
  func recipe(
    data: any LabeledImages, validation: (any LabeledImages)?, epochs: Int, batchSize: Int, optimizer: Optimizer,
    callbacks: [Callback]
  ) -> TrainingRecipe {
    TrainingRecipe(
      architecture: ["Input(\(inputShape))"] + layers.map(\.canonicalLine), initialWeights: weights,
      trainingData: data.fingerprint, validationData: validation?.fingerprint, optimizer: optimizer.description,
      loss: CrossEntropy.name, batchSize: batchSize, epochs: epochs, callbacks: callbacks.map(\.description),
      seed: seed, numericsVersion: TrainingRecipe.currentNumericsVersion)
  }
}

extension TrainingRecipe {
  /// Raised with every change after which the same recipe would give other bits.
  static let currentNumericsVersion = 1
}

extension Callback {
  /// Throws an error that names the first setting that makes no sense.
  static func check(_ callbacks: [Callback], hasValidation: Bool) throws(ModelError) {
    var restoring = 0
    for case .earlyStopping(let monitor, let minDelta, let patience, let restoreBestWeights) in callbacks {
      let name = "earlyStopping"
      guard SettingRange.notNegative.contains(minDelta) else {
        throw .invalidSetting(
          of: name, setting: "minDelta", value: "\(minDelta)", requirement: SettingRange.notNegative.rawValue)
      }
      guard patience >= 0 else {
        throw .invalidSetting(
          of: name, setting: "patience", value: "\(patience)", requirement: SettingRange.notNegative.rawValue)
      }
      guard hasValidation || !monitor.needsValidation else { throw .monitorNeedsValidation(monitor: "\(monitor)") }
      restoring += restoreBestWeights ? 1 : 0
      guard restoring <= 1 else {
        throw .invalidSetting(
          of: name, setting: "restoreBestWeights", value: "true twice", requirement: "true in one callback at most")
      }
    }
  }
}
