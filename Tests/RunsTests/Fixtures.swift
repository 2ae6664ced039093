import Foundation
import Learning

@testable import Runs

/// A small recipe and states of it; every test changes what it is about.
enum Fixture {
  static let recipe = TrainingRecipe(
    architecture: ["Input([1, 1, 3])", "Conv2D(filters: 2)", "Dense(3)"],
    initialWeights: [
      NamedTensor(name: "conv2d/kernel", tensor: Tensor(shape: [1, 1, 1, 2], scalars: [0.5, -0.25])),
      NamedTensor(name: "dense/bias", tensor: Tensor(shape: [3], scalars: [0, 1, 2])),
    ],
    trainingData: "aa", validationData: "bb", optimizer: "adam(learningRate: 0.001, beta1: 0.9)", loss: "crossEntropy",
    batchSize: 32, epochs: 5, callbacks: ["earlyStopping(monitor: .loss, patience: 3)"], seed: 7, numericsVersion: 1)

  static func recipe(epochs: Int) -> TrainingRecipe {
    var recipe = recipe
    recipe.epochs = epochs
    return recipe
  }

  /// A state after `epochs` epochs, its weights recognizable; losses include values JSON has no numbers for.
  static func state(epochs: Int, images: Int = 0, stopped: Bool = false, best: Int? = nil) -> TrainingState {
    let history = History(
      epochs: (0..<epochs).map { place in
        History.Epoch(
          number: place + 1, loss: place == 1 ? .nan : 1 / Double(place + 1) + 0.1, accuracy: 0.3,
          validationLoss: place == 3 ? .infinity : Double(place), validationAccuracy: nil, learningRate: 1e-3,
          seconds: 2.5)
      }, stoppedEarly: stopped)
    func tensor(_ name: String, _ value: Float) -> NamedTensor {
      NamedTensor(
        name: name, tensor: Tensor(shape: [2, 2], scalars: [value, -0.0, .infinity, .leastNonzeroMagnitude]))
    }
    return TrainingState(
      step: epochs * 100 + images, weights: [tensor("conv2d/kernel", Float(epochs)), tensor("dense/bias", 0.1)],
      optimizerSlots: [tensor("conv2d/kernel/momentum", 0.3)],
      best: best.map { TrainingState.BestEpoch(epoch: $0, weights: [tensor("conv2d/kernel", 9)]) },
      callbackState: ["earlyStopping.best": .infinity, "earlyStopping.wait": 2], history: history,
      position: images == 0
        ? nil : EpochPosition(images: images, batches: 3, lossSum: 1 / 3, correctCount: 4, seconds: 0.1))
  }
}

/// Everything of a state as bits: NaN equals itself and -0 differs from 0.
func bits(_ state: TrainingState) -> String {
  func text(_ tensors: [NamedTensor]) -> String {
    tensors.map { "\($0.name)\($0.tensor.shape)\($0.tensor.scalars.map(\.bitPattern))" }.joined()
  }
  return "\(state.step) \(text(state.weights)) \(text(state.optimizerSlots)) "
    + "\(state.best.map { "\($0.epoch) \(text($0.weights))" } ?? "-") "
    + "\(state.callbackState.sorted { $0.key < $1.key }) \(state.history) \(state.position as Any)"
}

extension FoundRun {
  /// The state to go on from, or else one that gives the result.
  var stateBits: String? {
    switch start {
    case .fresh: nil
    case .state(let state): bits(state)
    case .result(let result): "result \(result.weights.map(\.name)) \(result.history)"
    }
  }

  /// How many whole epochs it begins with; `nil` where nothing is kept.
  var epochs: Int? {
    switch start {
    case .fresh: nil
    case .state(let state): state.history.epochs.count
    case .result(let result): result.history.epochs.count
    }
  }
}

extension RunStore {
  /// Saves as one `fit` would that asks for so many epochs, and is closed.
  @discardableResult
  func save(_ states: [TrainingState], asked epochs: Int = 9, place: RunPlace? = nil) async throws -> [RunError] {
    let run = try await open(Fixture.recipe(epochs: epochs), place: place)
    defer { run.close() }
    return try states.compactMap { try run.save($0) }
  }

  func find(epochs: Int = 9) throws -> FoundRun { try find(Fixture.recipe(epochs: epochs)) }
}
