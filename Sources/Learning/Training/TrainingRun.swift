/// One `fit` in progress: the loop over epochs and batches, with all that must be kept to go on later.
struct TrainingRun {
  private let model: Sequential
  private let compiled: CompiledModel
  private let data: any LabeledImages
  private let validation: (any LabeledImages)?
  private let epochs: Int
  private let batchSize: Int
  private let optimizer: Optimizer
  private let observer: (any TrainingObserver)?

  private(set) var history = History()
  private var step = 0
  private var stoppers: [EarlyStopping]
  private var bestWeights: [NamedTensor]?

  init(
    model: Sequential, data: any LabeledImages, validation: (any LabeledImages)?, epochs: Int, batchSize: Int,
    optimizer: Optimizer, callbacks: [Callback], observer: (any TrainingObserver)?
  ) {
    self.model = model
    self.data = data
    self.validation = validation
    self.epochs = epochs
    self.batchSize = batchSize
    self.optimizer = optimizer
    self.observer = observer
    stoppers = callbacks.map(EarlyStopping.init)
    // A compiled model of its own: the optimizer's memory starts empty, and a failure leaves the model as it was.
    compiled = model.compile(batchSize: min(batchSize, data.count))
  }

  /// Trains the epochs that are left, handing the state after each to `save`.
  nonisolated(nonsending) mutating func train(save: (TrainingState) throws -> Void) async throws {
    var stops = history.stoppedEarly
    while !stops, history.epochs.count < epochs {
      let verdicts = try await trainEpoch()
      stops = verdicts.contains(where: \.stops)
      history.stoppedEarly = stops
      model.adopt(nil, weights: compiled.weights)
      if !stops, history.epochs.count < epochs { try save(state(isFinished: false)) }
    }
    try restoreBestWeights()
    // Not before: a failure later leaves the weights of the last whole epoch, but not `compiled`.
    model.adopt(compiled, weights: model.weights)
    try save(state(isFinished: true))
  }

  /// Goes on from an unfinished state that was saved by an equal run.
  mutating func restore(_ state: TrainingState) throws(ModelError) {
    try model.setWeights(state.weights)
    compiled.setWeights(state.weights)
    let names = optimizer.update(step: 0).slotNames
    let expected = compiled.slots(names)
    guard expected.map(\.name) == state.optimizerSlots.map(\.name),
      expected.map(\.tensor.shape) == state.optimizerSlots.map(\.tensor.shape)
    else { throw .unusableState(reason: "its optimizer slots are not those of \(optimizer)") }
    compiled.setSlots(state.optimizerSlots, names: names)
    step = state.step
    history = state.history
    bestWeights = state.bestWeights
    for place in stoppers.indices { stoppers[place].restore(state.callbackState, at: place) }
  }

  /// Visits every image once, then measures the validation data.
  private nonisolated(nonsending) mutating func trainEpoch() async throws -> [EarlyStopping.Verdict] {
    let epoch = history.epochs.count
    let order = RandomStream(seed: model.seed, purpose: .shuffle, index: epoch).permutation(count: data.count)
    let random = StepRandomness(seed: model.seed, epoch: epoch)
    var meter = ProgressMeter(epoch: epoch + 1, epochs: epochs, imagesPerEpoch: data.count)
    for (batch, start) in stride(from: 0, to: data.count, by: batchSize).enumerated() {
      try Task.checkCancellation()
      let indices = order[start..<min(start + batchSize, data.count)]
      let result = compiled.trainStep(
        data: data, indices: indices, update: optimizer.update(step: step), random: random)
      guard result.lossSum.isFinite else {
        throw ModelError.lossNotFinite(
          epoch: epoch + 1, batch: batch + 1, loss: result.lossSum.isNaN ? "not a number" : "infinite",
          origin: origin(of: compiled.firstNotFinite(), among: indices))
      }
      step += 1
      if let progress = meter.add(result, images: indices.count) {
        observer?.trainingProgressed(progress)
        await Task.yield()
      }
    }

    let seconds = meter.seconds
    let evaluation = validation.map { Evaluation(of: model.predictions(for: $0, by: compiled)) }
    let entry = History.Epoch(
      number: epoch + 1, loss: meter.loss, accuracy: meter.accuracy, validationLoss: evaluation?.loss,
      validationAccuracy: evaluation?.accuracy, learningRate: optimizer.learningRate(at: step - 1), seconds: seconds)
    history.epochs.append(entry)
    observer?.trainingProgressed(meter.ended(evaluation: evaluation))

    var verdicts: [EarlyStopping.Verdict] = []
    for place in stoppers.indices {
      verdicts.append(stoppers[place].note(entry))
      if verdicts[place].isBest, stoppers[place].restoresBestWeights { bestWeights = compiled.weights }
    }
    return verdicts
  }

  /// In the words of the user's model and data.
  private func origin(of place: CompiledModel.NotFinite, among indices: ArraySlice<Int>) -> ModelError.NotFiniteOrigin {
    switch place {
    case .image(let image): return .image(indices[indices.startIndex + image])
    case .output(let name):
      let link = model.chain.links.first { $0.name == name }
      let weights = compiled.weights.filter { $0.name.hasPrefix("\(name)/") }
      return .output(
        of: name, layer: link?.layer.description ?? "",
        weightsAreFinite: weights.allSatisfy { $0.tensor.scalars.allSatisfy(\.isFinite) })
    }
  }

  /// Puts the best epoch's weights back where a callback asked for it.
  private mutating func restoreBestWeights() throws(ModelError) {
    guard let bestWeights, let stopper = stoppers.first(where: \.restoresBestWeights),
      stopper.bestEpoch != history.epochs.count
    else { return }
    compiled.setWeights(bestWeights)
    model.adopt(nil, weights: bestWeights)
    history.restoredEpoch = stopper.bestEpoch
  }

  private func state(isFinished: Bool) -> TrainingState {
    // A finished run never goes on, so what only that would need is not kept.
    var callbackState: [String: Double] = [:]
    for place in stoppers.indices {
      callbackState.merge(stoppers[place].state(at: place)) { _, new in new }
    }
    return TrainingState(
      step: step, weights: model.weights,
      optimizerSlots: isFinished ? [] : compiled.slots(optimizer.update(step: step).slotNames),
      bestWeights: isFinished ? nil : bestWeights, callbackState: callbackState, history: history,
      isFinished: isFinished)
  }
}

extension EarlyStopping {
  init(_ callback: Callback) {
    switch callback {
    case .earlyStopping(let monitor, let minDelta, let patience, let restoreBestWeights):
      self.init(monitor: monitor, minDelta: minDelta, patience: patience, restoresBestWeights: restoreBestWeights)
    }
  }
}
