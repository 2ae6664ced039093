import Learning
import Testing

@testable import Runs

@Suite struct RunKeyTests {
  struct Edit: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var apply: @Sendable (inout TrainingRecipe) -> Void
  }

  @Test(
    "Every part of a recipe is part of its key",
    arguments: [
      Edit(testDescription: "a layer") { $0.architecture[1] = "Dense(4)" },
      Edit(testDescription: "a layer more") { $0.architecture.append("Flatten()") },
      Edit(testDescription: "two lines joined") { $0.architecture = [$0.architecture.joined()] },
      Edit(testDescription: "a weight") { $0.initialWeights[0].tensor.scalars[1].negate() },
      Edit(testDescription: "a zero's sign") { $0.initialWeights[1].tensor.scalars[0] = -0.0 },
      Edit(testDescription: "a weight's shape") {
        $0.initialWeights[0].tensor = Tensor(shape: [1, 1, 2, 1], scalars: $0.initialWeights[0].tensor.scalars)
      },
      Edit(testDescription: "a weight's name") {
        $0.initialWeights[1] = NamedTensor(name: "dense_1/bias", tensor: $0.initialWeights[1].tensor)
      },
      Edit(testDescription: "training data") { $0.trainingData = "ab" },
      Edit(testDescription: "validation data") { $0.validationData = "ba" },
      Edit(testDescription: "no validation") { $0.validationData = nil },
      Edit(testDescription: "data exchanged") { ($0.trainingData, $0.validationData) = ("bb", "aa") },
      Edit(testDescription: "learning rate") { $0.optimizer = "adam(learningRate: 0.01)" },
      Edit(testDescription: "loss") { $0.loss = "meanSquaredError" },
      Edit(testDescription: "batch size") { $0.batchSize = 33 },
      Edit(testDescription: "epochs") { $0.epochs = 6 },
      Edit(testDescription: "batch size and epochs exchanged") {
        ($0.batchSize, $0.epochs) = ($0.epochs, $0.batchSize)
      },
      Edit(testDescription: "no callback") { $0.callbacks = [] },
      Edit(testDescription: "a callback's setting") { $0.callbacks = ["earlyStopping(patience: 4)"] },
      Edit(testDescription: "a callback moved to the layers") {
        $0.architecture += $0.callbacks
        $0.callbacks = []
      },
      Edit(testDescription: "seed") { $0.seed = 70 },
      Edit(testDescription: "the engine's arithmetic") { $0.numericsVersion = 2 },
    ])
  func changes(_ edit: Edit) {
    var recipe = Fixture.recipe
    edit.apply(&recipe)
    #expect(RunKey(recipe).digest != RunKey(Fixture.recipe).digest)
  }

  @Test("The same recipe has the same key, today and tomorrow")
  func stable() {
    #expect(RunKey(Fixture.recipe).digest == "05576aa6e2706c9d89e2cd064bd2fb6b0d91d4b17d9f09f2f8d5e1af996cf305")
  }
}
