import Learning

@testable import Runs

/// A small recipe and states of it; every test changes what it is about.
enum Fixture {
  static let recipe = TrainingRecipe(
    architecture: ["Conv2D(filters: 2)", "Dense(3)"],
    initialWeights: [
      NamedTensor(name: "conv2d/kernel", tensor: Tensor(shape: [1, 1, 1, 2], scalars: [0.5, -0.25])),
      NamedTensor(name: "dense/bias", tensor: Tensor(shape: [3], scalars: [0, 1, 2])),
    ],
    trainingData: "aa", validationData: "bb", optimizer: "adam(learningRate: 0.001)", loss: "crossEntropy",
    batchSize: 32, epochs: 5, callbacks: ["earlyStopping(patience: 3)"], seed: 7, numericsVersion: 1)

  /// A state after `epochs` epochs, its weights recognizable; losses include values JSON has no numbers for.
  static func state(epochs: Int, isFinished: Bool = false) -> TrainingState {
    let history = History(
      epochs: (1...epochs).map { number in
        History.Epoch(
          number: number, loss: number == 2 ? .nan : 1 / Double(number) + 0.1, accuracy: 0.3, validationLoss: .infinity,
          validationAccuracy: nil, learningRate: 1e-3, seconds: 2.5)
      })
    func tensor(_ name: String, _ value: Float) -> NamedTensor {
      NamedTensor(
        name: name, tensor: Tensor(shape: [2, 2], scalars: [value, -0.0, .infinity, .leastNonzeroMagnitude]))
    }
    return TrainingState(
      step: epochs * 100, weights: [tensor("conv2d/kernel", Float(epochs)), tensor("dense/bias", 0.1)],
      optimizerSlots: [tensor("conv2d/kernel/momentum", 0.3)], bestWeights: [tensor("conv2d/kernel", 9)],
      callbackState: ["earlyStopping.best": .infinity, "earlyStopping.wait": 2], history: history,
      isFinished: isFinished)
  }
}

/// Two states compared by bits: NaN equals itself and -0 differs from 0.
func isSame(_ left: TrainingState?, _ right: TrainingState?) -> Bool {
  func bits(_ state: TrainingState) -> String {
    func text(_ tensors: [NamedTensor]) -> String {
      tensors.map { "\($0.name)\($0.tensor.shape)\($0.tensor.scalars.map(\.bitPattern))" }.joined()
    }
    return "\(state.step) \(text(state.weights)) \(text(state.optimizerSlots)) \(state.bestWeights.map(text) ?? "-") "
      + "\(state.callbackState.sorted { $0.key < $1.key }) \(state.history) \(state.isFinished)"
  }
  return left.map(bits) == right.map(bits)
}
