import CellOutput
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
      Edit(testDescription: "a layer") { $0.architecture[2] = "Dense(4)" },
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
      Edit(testDescription: "augmentation") { $0.augmentation = ["Cutout(8)"] },
      Edit(testDescription: "no validation") { $0.validationData = nil },
      Edit(testDescription: "data exchanged") { ($0.trainingData, $0.validationData) = ("bb", "aa") },
      Edit(testDescription: "learning rate") { $0.optimizer = "adam(learningRate: 0.01)" },
      Edit(testDescription: "schedule") { $0.schedule = "exponentialDecay(factor: 0.9)" },
      Edit(testDescription: "class weights") { $0.classWeights = [1, 2, 1] },
      Edit(testDescription: "loss") { $0.loss = "meanSquaredError" },
      Edit(testDescription: "batch size") { $0.batchSize = 33 },
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

  @Test("The same recipe has the same key, today and tomorrow; its length is no part of it")
  func stable() {
    #expect(RunKey(Fixture.recipe).digest == "15f6473dd1c6570d506a6ab9d99a672b5635959496a5f1551d0aeda09076c8e8")
    #expect(RunKey(Fixture.recipe(epochs: 50)) == RunKey(Fixture.recipe))
  }

  @Test(
    "What changed is told in words",
    arguments: [
      (["layer 2: Dense(3) -> Dense(4)"], Edit(testDescription: "layer") { $0.architecture[2] = "Dense(4)" }),
      (
        ["layer 1: Conv2D(filters: 2) -> Flatten()"],
        Edit(testDescription: "other layer") { $0.architecture[1] = "Flatten()" }
      ),
      (
        ["layer 2: Dropout(0.5) added"],
        Edit(testDescription: "layer more") { $0.architecture.insert("Dropout(0.5)", at: 2) }
      ),
      (["layer 1: Conv2D(filters: 2) removed"], Edit(testDescription: "less") { $0.architecture.remove(at: 1) }),
      (
        ["input [1, 1, 3] -> [2, 2, 3]"], Edit(testDescription: "input") { $0.architecture[0] = "Input([2, 2, 3])" }
      ),
      (
        ["learning rate 0.001 -> 0.01"],
        Edit(testDescription: "rate") { $0.optimizer = "adam(learningRate: 0.01, beta1: 0.9)" }
      ),
      (
        ["optimizer: adam(learningRate: 0.001, beta1: 0.9) -> sgd(learningRate: 0.1)"],
        Edit(testDescription: "optimizer") { $0.optimizer = "sgd(learningRate: 0.1)" }
      ),
      (
        ["schedule: exponentialDecay(factor: 0.9) added"],
        Edit(testDescription: "schedule") { $0.schedule = "exponentialDecay(factor: 0.9)" }
      ),
      (
        ["loss: cross entropy -> cross entropy(label smoothing: 0.1)"],
        Edit(testDescription: "smoothing") { $0.loss = "crossEntropy(labelSmoothing: 0.1)" }
      ),
      (
        ["class weights none -> 1.0, 2.0, 1.0"], Edit(testDescription: "class weights") { $0.classWeights = [1, 2, 1] }
      ),
      (["batch size 32 -> 64"], Edit(testDescription: "batch") { $0.batchSize = 64 }),
      (["training data changed"], Edit(testDescription: "data") { $0.trainingData = "cc" }),
      (
        ["augmentation: Cutout(8) added"],
        Edit(testDescription: "augmentation") { $0.augmentation = ["Cutout(8)"] }
      ),
      (["validation data changed"], Edit(testDescription: "validation") { $0.validationData = "cc" }),
      (["validation data given -> none"], Edit(testDescription: "no validation") { $0.validationData = nil }),
      (
        ["early stopping patience 3 -> 5"],
        Edit(testDescription: "patience") { $0.callbacks = ["earlyStopping(monitor: .loss, patience: 5)"] }
      ),
      (
        ["callback: earlyStopping(monitor: .loss, patience: 3) removed"],
        Edit(testDescription: "no callback") { $0.callbacks = [] }
      ),
      (
        ["seed 7 -> -1"],
        Edit(testDescription: "seed") {
          $0.seed = .max
          $0.initialWeights[0].tensor.scalars[0] = 3
        }
      ),
      (
        ["initial weights changed"],
        Edit(testDescription: "weights") { $0.initialWeights[0].tensor.scalars[0] = 3 }
      ),
      (["engine numerics 1 -> 2"], Edit(testDescription: "numerics") { $0.numericsVersion = 2 }),
      (
        ["batch size 32 -> 1", "seed 7 -> 9"],
        Edit(testDescription: "two") {
          $0.batchSize = 1
          $0.seed = 9
        }
      ),
      ([], Edit(testDescription: "nothing") { $0.epochs = 50 }),
    ])
  func words(_ words: [String], _ edit: Edit) {
    var recipe = Fixture.recipe
    edit.apply(&recipe)
    let changes = RunKey(recipe).changes(from: RunKey(Fixture.recipe))
    #expect(changes.map { "\(KeyChange(part: $0.part, old: $0.old, new: $0.new))" } == words)
  }

  @Test("Transforms are compared setting by setting, then as a list")
  func augmentation() {
    func changes(_ old: [String], _ new: [String]) -> [String] {
      func key(_ lines: [String]) -> RunKey {
        var recipe = Fixture.recipe
        recipe.augmentation = lines
        return RunKey(recipe)
      }
      return key(new).changes(from: key(old)).map { "\(KeyChange(part: $0.part, old: $0.old, new: $0.new))" }
    }
    let (crop, flip) = ("RandomCrop(padding: 4)", "HorizontalFlip(probability: 0.5)")
    #expect(changes([flip, crop], [flip, "RandomCrop(padding: 2)"]) == ["random crop padding 4 -> 2"])
    #expect(changes([flip, crop], [crop]) == ["augmentation: \(flip) removed"])
    #expect(changes([flip, crop], [crop, flip]) == ["augmentation: \(flip), \(crop) -> \(crop), \(flip)"])
  }

  @Test("A key lists its parts by name")
  func parts() {
    let parts = RunKey(Fixture.recipe).parts.map { "\($0.name): \($0.value)" }
    #expect(
      parts.prefix(5) == [
        "input: [1, 1, 3]", "layer 1: Conv2D(filters: 2)", "layer 2: Dense(3)", "optimizer: adam",
        "learning rate: 0.001",
      ])
    #expect(parts.contains("batch size: 32") && parts.contains("seed: 7") && parts.contains("training data: aa"))
  }
}
