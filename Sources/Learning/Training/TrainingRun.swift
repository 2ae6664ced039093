/// One `fit` in progress: the loop over epochs and batches, with all that must be kept to go on later.
struct TrainingRun {
  private let model: Sequential
  private let compiled: CompiledModel
  private let data: any LabeledImages
  private let validation: (any LabeledImages)?
  private let epochs: Int
  private let batchSize: Int
  private let optimizer: Optimizer
  private let schedule: LearningRateSchedule
  private let targets: Targets
  private let observer: (any TrainingObserver)?
  private let session: (any TrainingSession)?

  private var history = History()
  private var step = 0
  private var callbacks: CallbackList
  private var best: TrainingState.BestEpoch?
  /// Where the epoch that was under way is to go on.
  private var position: EpochPosition?
  private var lastSave = ContinuousClock.now

  init(
    model: Sequential, data: any LabeledImages, validation: (any LabeledImages)?, epochs: Int, batchSize: Int,
    optimizer: Optimizer, schedule: LearningRateSchedule, targets: Targets, callbacks: CallbackList,
    observer: (any TrainingObserver)?, session: (any TrainingSession)?
  ) {
    self.model = model
    self.data = data
    self.validation = validation
    self.epochs = epochs
    // A larger one means the same; the run's key keeps it as it was written.
    self.batchSize = min(batchSize, data.count)
    self.optimizer = optimizer
    self.schedule = schedule
    self.targets = targets
    self.observer = observer
    self.session = session
    self.callbacks = callbacks
    // A compiled model of its own: the optimizer's memory starts empty, and a failure leaves the model as it was.
    compiled = model.compile(batchSize: self.batchSize)
  }

  /// Trains the epochs that are left, handing the state after each to the session.
  nonisolated(nonsending) mutating func train() async throws -> History {
    while !history.stoppedEarly, history.epochs.count < epochs {
      let (end, weights) = try await trainEpoch()
      let verdict = callbacks.epochEnded(history)
      if verdict.isBest { best = TrainingState.BestEpoch(epoch: history.epochs.count, weights: weights) }
      history.stoppedEarly = verdict.stops
      model.adopt(nil, weights: weights)
      try save(state(weights))
      // Said only now: what is reported as done is kept.
      report(end)
    }
    guard let result = state(compiled.weights).result(epochs: epochs) else { return history }
    if result.history.restoredEpoch != nil { compiled.setWeights(result.weights) }
    // Not before: a failure later leaves the weights of the last whole epoch, but not `compiled`.
    model.adopt(compiled, weights: result.weights)
    return result.history
  }

  /// Goes on from a state that was saved by an equal run.
  mutating func restore(_ state: TrainingState) throws(ModelError) {
    let weights = try model.ordered(state.weights)
    compiled.setWeights(weights)
    // Within an epoch the model keeps what it has: its weights are those of a whole epoch.
    if state.position == nil { try model.setWeights(weights) }
    let names = optimizer.update(step: 0).slotNames
    let expected = compiled.slots(names)
    guard expected.map(\.name) == state.optimizerSlots.map(\.name),
      expected.map(\.tensor.shape) == state.optimizerSlots.map(\.tensor.shape)
    else { throw .unusableState(reason: "its optimizer slots are not those of \(optimizer)") }
    compiled.setSlots(state.optimizerSlots, names: names)
    step = state.step
    history = state.history
    best = state.best
    position = state.position
    callbacks.restore(state.callbackState)
    callbacks.replay(history)
  }

  /// Visits every image once, then measures the validation data; gives the weights that this leaves, which are finite.
  private nonisolated(nonsending) mutating func trainEpoch() async throws -> (TrainingProgress, [NamedTensor]) {
    let epoch = history.epochs.count
    let order = RandomStream(seed: model.seed, purpose: .shuffle, index: epoch).permutation(count: data.count)
    let random = StepRandomness(seed: model.seed, epoch: epoch)
    var meter = ProgressMeter(epoch: epoch + 1, epochs: epochs, imagesPerEpoch: data.count, position: position)
    position = nil
    for start in stride(from: meter.position.images, to: data.count, by: batchSize) {
      try saveWithinEpoch(meter)
      let indices = order[start..<min(start + batchSize, data.count)]
      let result = compiled.trainStep(
        data: data, indices: indices, update: optimizer.update(step: step, factor: rateFactor(at: step)),
        random: random,
        targets: targets)
      guard result.lossSum.isFinite else {
        throw ModelError.lossNotFinite(
          epoch: epoch + 1, batch: start / batchSize + 1, loss: result.lossSum.isNaN ? "not a number" : "infinite",
          origin: origin(of: compiled.firstNotFinite(), among: indices))
      }
      step += 1
      if let progress = meter.add(result, images: indices.count) {
        report(progress)
        await Task.yield()
      }
    }
    let weights = try finiteWeights(after: meter.position)
    try saveWithinEpoch(meter)

    let seconds = meter.seconds
    let evaluation = validation.map { Evaluation(of: model.predictions(for: $0, by: compiled)) }
    history.epochs.append(
      History.Epoch(
        number: epoch + 1, loss: meter.loss, accuracy: meter.accuracy, validationLoss: evaluation?.loss,
        validationAccuracy: evaluation?.accuracy,
        learningRate: optimizer.learningRate(at: step - 1) * rateFactor(at: step - 1), seconds: seconds))
    return (meter.ended(evaluation: evaluation), weights)
  }

  /// The weights after some batches of an epoch.
  ///
  /// A batch's loss says nothing of its own update: without this, an update that breaks the weights would be noticed in
  /// the batch after it, when they are kept already, or never.
  private func finiteWeights(after position: EpochPosition) throws(ModelError) -> [NamedTensor] {
    let weights = compiled.weights
    guard let broken = weights.first(where: { !$0.tensor.scalars.allSatisfy(\.isFinite) }) else { return weights }
    let link = model.chain.links.first { broken.name.hasPrefix("\($0.name)/") }
    throw .weightsNotFinite(
      epoch: history.epochs.count + 1, batch: position.batches, of: link?.name ?? broken.name,
      layer: link?.layer.description ?? "")
  }

  /// What schedule and callbacks multiply the optimizer's rate by.
  private func rateFactor(at step: Int) -> Double {
    let stepsPerEpoch = (data.count + batchSize - 1) / batchSize
    return schedule.factor(step: step, stepsPerEpoch: stepsPerEpoch, epochs: epochs) * callbacks.rateFactor
  }

  /// In the words of the user's model and data.
  private func origin(of place: CompiledModel.NotFinite, among indices: ArraySlice<Int>) -> ModelError.NotFiniteOrigin {
    switch place {
    case .image(let image): return .image(indices[indices.startIndex + image])
    case .output(let name):
      let link = model.chain.links.first { $0.name == name }
      // Moving averages have taken in this batch already; they say nothing of the step before.
      let trained = Set(link?.parameters.filter(\.isTrainable).map(\.name) ?? [])
      let weights = compiled.weights.filter { trained.contains($0.name) }
      return .output(
        of: name, layer: link?.layer.description ?? "",
        weightsAreFinite: weights.allSatisfy { $0.tensor.scalars.allSatisfy(\.isFinite) })
    }
  }

  /// Saves where the last time is long ago, and before it gives way to who wants to end the program.
  private mutating func saveWithinEpoch(_ meter: ProgressMeter) throws {
    let isStopping = Task.isCancelled || session?.isStopRequested == true
    if let session, isStopping || ContinuousClock.now - lastSave >= session.checkpointInterval {
      let position = meter.position
      if position.images > 0 { try save(state(finiteWeights(after: position), at: position)) }
    }
    if isStopping { throw CancellationError() }
  }

  private mutating func save(_ state: TrainingState) throws {
    try session?.save(state)
    lastSave = .now
  }

  private func report(_ progress: TrainingProgress) {
    observer?.trainingProgressed(progress)
    session?.progressed(progress)
  }

  private func state(_ weights: [NamedTensor], at position: EpochPosition? = nil) -> TrainingState {
    TrainingState(
      step: step, weights: weights, optimizerSlots: compiled.slots(optimizer.update(step: step).slotNames), best: best,
      callbackState: callbacks.state, history: history, position: position)
  }
}
