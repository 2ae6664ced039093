extension Sequential {
  /// What `fit` takes at most, so that steps can be counted.
  static let mostEpochs = 1_000_000_000

  /// Trains on labelled images.
  ///
  /// Each epoch visits every image once, in an order drawn from the model's seed and the epoch; the last batch may be
  /// smaller. Where a run store is installed, every epoch is kept there: the same `fit` of an equal model later loads
  /// the finished weights, goes on from the last batch that was saved, or from the last epoch of a shorter `fit`, and
  /// ends with the same bits.
  ///
  /// Where the data is `augmented`, every image is changed anew each epoch, in a way drawn from the model's seed, the
  /// epoch and the image's place in the data; validation sees the images as they are, but for fixed transforms.
  ///
  /// If training fails or its task is cancelled, the model has the weights of the last whole epoch.
  ///
  /// - Parameters:
  ///   - start: weights to begin with instead of the model's own, for fine-tuning.
  ///   - validation: measured after each epoch, never trained on.
  ///   - epochs: 0 or more.
  ///   - schedule: how the optimizer's learning rate changes.
  ///   - classWeights: how much each class counts; all the same where it is left out.
  /// - Returns: what was measured, epoch by epoch.
  /// - Throws: `ModelError` where an argument or the data does not fit, and when the loss or the weights are no longer
  ///   finite; `CancellationError`, at the next batch; whatever the run store throws.
  @discardableResult
  public nonisolated(nonsending) func fit(
    _ data: some LabeledImages, from start: StartingWeights? = nil, validation: (any LabeledImages)? = nil,
    epochs: Int, batchSize: Int = 32, optimizer: Optimizer = .adam(), schedule: LearningRateSchedule = .constant,
    loss: Loss = .categoricalCrossentropy(), classWeights: ClassWeights? = nil, callbacks: [Callback] = []
  ) async throws -> History {
    try await fit(
      data, from: start, validation: validation, epochs: epochs, batchSize: batchSize, optimizer: optimizer,
      schedule: schedule, loss: loss, classWeights: classWeights, callbacks: callbacks,
      store: TrainingEnvironment.store, observer: TrainingEnvironment.observer)
  }

  /// `fit` with what the process's environment gives made explicit.
  nonisolated(nonsending) func fit(
    _ data: any LabeledImages, from start: StartingWeights? = nil, validation: (any LabeledImages)? = nil, epochs: Int,
    batchSize: Int = 32, optimizer: Optimizer = .adam(), schedule: LearningRateSchedule = .constant,
    loss: Loss = .categoricalCrossentropy(), classWeights: ClassWeights? = nil, callbacks: [Callback] = [],
    store: (any TrainingStore)?, observer: (any TrainingObserver)?
  ) async throws -> History {
    guard (0...Self.mostEpochs).contains(epochs) else { throw ModelError.invalidEpochs(epochs) }
    try check(data, as: .training, batchSize: batchSize)
    let fixed = data.fixedTransforms
    if let validation {
      try check(validation, as: .validation, batchSize: batchSize)
      try validation.check(hasFixed: fixed, as: .validation)
    }
    try optimizer.check()
    try schedule.check()
    try loss.check()
    let weights = try classWeights?.resolved(for: data)
    try Callback.check(callbacks, hasValidation: validation != nil)
    if let start { try setWeights(start) }
    guard epochs > 0 else { return History() }
    fixedTransforms = fixed

    let recipe = recipe(
      data: data, validation: validation, epochs: epochs, batchSize: batchSize, optimizer: optimizer,
      schedule: schedule, loss: loss, classWeights: weights, callbacks: callbacks)
    let session = try await store?.open(recipe)
    defer { session?.close() }
    let callbacks = CallbackList(callbacks)
    let history: History
    if case .result(let result)? = session?.start {
      try setWeights(result.weights)
      callbacks.replay(result.history)
      history = result.history
    } else {
      var run = TrainingRun(
        model: self, data: data, validation: validation, epochs: epochs, batchSize: batchSize, optimizer: optimizer,
        schedule: schedule,
        targets: Targets(labelSmoothing: Float(loss.labelSmoothing), classWeights: (weights ?? []).map(Float.init)),
        callbacks: callbacks, observer: observer, session: session)
      if case .state(let state)? = session?.start { try run.restore(state) }
      history = try await run.train()
    }
    session?.ended(
      TrainingOutcome(recipe: recipe, history: history, weights: self.weights, data: data, validation: validation))
    return history
  }

  /// The input's shape and the layers, one canonical line each: equal for models that compute the same.
  var architecture: [String] { ["Input(\(inputShape))"] + chain.links.map(\.keyLine) }

  /// Everything that the result of a `fit` depends on.
  func recipe(
    data: any LabeledImages, validation: (any LabeledImages)?, epochs: Int, batchSize: Int, optimizer: Optimizer,
    schedule: LearningRateSchedule = .constant, loss: Loss = .categoricalCrossentropy(), classWeights: [Double]? = nil,
    callbacks: [Callback]
  ) -> TrainingRecipe {
    TrainingRecipe(
      architecture: architecture, initialWeights: weights,
      trainingData: data.fingerprint, augmentation: data.augmentation?.keyLines ?? [],
      validationData: validation?.fingerprint, optimizer: optimizer.description,
      schedule: schedule.keyLine(epochs: epochs), loss: loss.keyLine, classWeights: classWeights, batchSize: batchSize,
      epochs: epochs, callbacks: callbacks.compactMap(\.keyLine),
      reasonAgainstKeeping: callbacks.lazy.compactMap(\.reasonAgainstKeeping).first
        ?? data.augmentation?.reasonAgainstKeeping, seed: seed,
      numericsVersion: TrainingRecipe.currentNumericsVersion)
  }
}

extension TrainingRecipe {
  /// Raised with every change after which the same recipe would give other bits.
  static let currentNumericsVersion = 3
}

extension LayerChain.Link {
  /// The layer with every argument. What a layer of a cell's own does is not known by its arguments: the operations that
  /// it becomes are told as well.
  fileprivate var keyLine: String {
    let isOwn = String(reflecting: type(of: layer)).hasPrefix("Learning.")
    return isOwn ? layer.canonicalLine : "\(layer.canonicalLine) = \(nodes.map { "\($0.operation)" })"
  }
}
