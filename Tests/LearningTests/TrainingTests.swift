import TestSupport
import Testing

@testable import Learning

@Suite struct TrainingTests {
  static func model(seed: Int = 3) throws -> Sequential {
    try Sequential(input: [6, 5, 3], seed: seed) {
      Conv2D(filters: 9, kernelSize: 3, activation: .relu)
      BatchNormalization()
      Dropout(0.2)
      Flatten()
      Dense(4, activation: .softmax)
    }
  }

  static let data = TestImages(101)
  static let validation = TestImages(37, seed: 2)

  /// What of a history does not depend on the clock.
  static func timeless(_ history: History) -> History {
    var history = history
    for place in history.epochs.indices { history.epochs[place].seconds = 0 }
    return history
  }

  @Test("A small net learns its classes")
  func learns() async throws {
    let model = try Self.model()
    let history = try await model.fit(
      Self.data, validation: Self.validation, epochs: 25, batchSize: 16, optimizer: .adam(learningRate: 0.01))
    #expect(history.epochs.map(\.number) == Array(1...25))
    #expect(history.epochs[24].loss < 0.5 * history.epochs[0].loss)
    #expect(history.epochs[24].accuracy > 0.8)
    let evaluation = try model.evaluate(Self.validation)
    #expect(evaluation.accuracy == history.epochs[24].validationAccuracy)
    assertClose(evaluation.loss, try #require(history.epochs[24].validationLoss), tolerance: 1e-12)
    #expect(evaluation.accuracy > 0.6)
    #expect(!history.stoppedEarly && history.restoredEpoch == nil)
  }

  @Test("A batch size beyond the data is the data's, to the largest Int; the run's key keeps what was written")
  func largestBatch() async throws {
    let model = try Self.model()
    let recipe = model.recipe(
      data: Self.data, validation: nil, epochs: 1, batchSize: .max, optimizer: .adam(), callbacks: [])
    #expect(recipe.batchSize == .max)
    let history = try await model.fit(
      Self.data, epochs: 2, batchSize: .max, schedule: .cosineDecay(), callbacks: [])
    let whole = try Self.model()
    let expected = try await whole.fit(Self.data, epochs: 2, batchSize: Self.data.count, schedule: .cosineDecay())
    #expect(Self.timeless(history) == Self.timeless(expected) && model.weights == whole.weights)
    #expect(try model.evaluate(Self.validation, batchSize: .max) == whole.evaluate(Self.validation, batchSize: 8))
    // The model that has room for just these images serves.
    let few = model.compiledModel(batchSize: 5)
    #expect(try model.predict(TestImages(5), batchSize: .max) == whole.predict(TestImages(5), batchSize: 2))
    _ = try model.predict(TestImages(5))
    #expect(model.compiledModel(batchSize: 5) === few)
  }

  @Test("A model that was trained and asked keeps no images")
  func keepsNoImages() async throws {
    let model = try Self.model()
    weak var trained: SpoiltLater?
    weak var predicted: SpoiltLater?
    do {
      let images = SpoiltLater(images: TestImages(9))
      trained = images
      try await model.fit(images, epochs: 1)
      #expect(trained != nil)
    }
    #expect(trained == nil)
    do {
      let images = SpoiltLater(images: TestImages(9))
      predicted = images
      _ = try model.predict(images)
      #expect(predicted != nil)
    }
    #expect(predicted == nil)
  }

  @Test("Equal models and data end with equal bits; another seed with others")
  func reproducible() async throws {
    func train(seed: Int) async throws -> (History, [NamedTensor]) {
      let model = try Self.model(seed: seed)
      let history = try await model.fit(Self.data, validation: Self.validation, epochs: 2, batchSize: 16)
      return (Self.timeless(history), model.weights)
    }
    let first = try await train(seed: 3)
    let second = try await train(seed: 3)
    let other = try await train(seed: 4)
    #expect(first == second)
    #expect(first.1 != other.1)
  }

  @Test("An epoch is the reference's: shuffled order, ragged last batch, loss and accuracy")
  func epochIsTheReferences() async throws {
    let data = TestImages(13)
    let model = try Self.model()
    var reference = ReferenceNet<Double>(model)
    var sum = 0.0
    for epoch in 0..<2 {
      let order = RandomStream(seed: 3, purpose: .shuffle, index: epoch).permutation(count: 13)
      sum = 0
      for start in stride(from: 0, to: 13, by: 5) {
        let batch = Array(order[start..<min(start + 5, 13)])
        sum += reference.train(
          data.volume(batch), labels: batch.map { data.labels[$0] }, optimizer: .sgd(learningRate: 0.1),
          pass: .training(seed: 3, epoch: epoch, images: batch))
      }
    }
    let history = try await model.fit(data, epochs: 2, batchSize: 5, optimizer: .sgd(learningRate: 0.1))
    assertClose(history.epochs[1].loss, sum / 13, tolerance: 1e-5)
    for (own, expected) in zip(model.weights, reference.parameters) {
      assertClose(own.tensor.scalars.map { Double($0) }, expected, tolerance: 1e-5, own.name)
    }
  }

  @Test("A window far larger than the image gives its mean, and takes no longer")
  func hugeWindow() throws {
    let huge = try Sequential(input: [6, 5, 3], seed: 3) {
      AveragePooling2D(1 << 30, padding: .same)
      Flatten()
      Dense(4, activation: .softmax)
    }
    let mean = try Sequential(input: [6, 5, 3]) {
      GlobalAveragePooling2D()
      Dense(4, activation: .softmax)
    }
    try mean.setWeights(huge.weights)
    let images = TestImages(7)
    assertClose(
      try huge.predict(images).probabilities.scalars, try mean.predict(images).probabilities.scalars, tolerance: 1e-6,
      "probabilities")
  }

  @Test("Zero epochs train nothing")
  func noEpochs() async throws {
    let model = try Self.model()
    let before = model.weights
    let history = try await model.fit(Self.data, epochs: 0)
    #expect(history == History())
    #expect(model.weights == before)
  }

  @Test("A batch larger than the data holds all of it; a single image trains")
  func oddSizes() async throws {
    try await Self.model().fit(Self.data, epochs: 1, batchSize: 1000)
    try await Self.model().fit(TestImages(1), epochs: 2, batchSize: 1)
  }

  @Test("Predictions do not depend on how many images are computed at a time", arguments: [1, 7, 64, 1000])
  func batchSizes(size: Int) throws {
    let model = try Self.model()
    #expect(try model.predict(Self.data, batchSize: size) == model.predict(Self.data))
  }

  @Test("Each value a result depends on is in the recipe")
  func recipe() throws {
    let model = try Self.model()
    func recipe(
      _ model: Sequential, data: TestImages = Self.data, epochs: Int = 1, batch: Int = 32,
      optimizer: Optimizer = .adam(),
      callbacks: [Callback] = []
    ) -> String {
      "\(model.recipe(data: data, validation: nil, epochs: epochs, batchSize: batch, optimizer: optimizer, callbacks: callbacks))"
    }
    let recipes = [
      recipe(model), recipe(try Self.model(seed: 4)), recipe(model, data: TestImages(7)), recipe(model, epochs: 2),
      recipe(model, batch: 16), recipe(model, optimizer: .adam(decay: 1e-6)), recipe(model, optimizer: .sgd()),
      recipe(model, optimizer: .sgd(nesterov: true)), recipe(model, callbacks: [.earlyStopping()]),
      recipe(model, callbacks: [.earlyStopping(patience: 1)]),
    ]
    #expect(Set(recipes).count == recipes.count)
    #expect(recipe(model) == recipe(try Self.model()))
    let lines = model.recipe(
      data: Self.data, validation: nil, epochs: 1, batchSize: 1, optimizer: .adam(), callbacks: [.earlyStopping()])
    #expect(lines.architecture[0] == "Input([6, 5, 3])")
    #expect(lines.architecture[5] == "Dense(4, activation: .softmax, useBias: true)")
    #expect(lines.optimizer == "adam(learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-07, decay: 0.0)")
    #expect(
      lines.callbacks == [
        "earlyStopping(monitor: .validationLoss, minDelta: 0.0, patience: 0, restoreBestWeights: false)"
      ])
  }

  @Test("Progress counts images and ends each epoch with the validation's figures")
  func progress() async throws {
    let observer = RecordingObserver()
    let history = try await Self.model().fit(
      Self.data, validation: Self.validation, epochs: 2, batchSize: 16, store: nil, observer: observer)
    let ends = observer.progress.filter(\.epochEnded)
    #expect(ends.map(\.epoch) == [1, 2])
    #expect(ends.map(\.images) == [101, 101] && ends[0].imagesPerEpoch == 101 && ends[0].epochs == 2)
    #expect(ends.map(\.validationLoss) == history.epochs.map(\.validationLoss))
    #expect(ends.map(\.loss) == history.epochs.map(\.loss))
    #expect(ends[1].secondsRemaining == 0 && ends[0].secondsRemaining > 0 && ends[0].imagesPerSecond > 0)
  }

  @Test("The process's environment lends fit its store and observer")
  func environment() async throws {
    let data = TestImages(9, seed: 77)
    let (store, observer) = (MemoryStore(), RecordingObserver())
    TrainingEnvironment.store = store
    TrainingEnvironment.observer = observer
    defer {
      TrainingEnvironment.store = nil
      TrainingEnvironment.observer = nil
    }
    try await Self.model(seed: 77).fit(data, epochs: 1)
    #expect(store.savedStates.contains { $0.history.epochs.count == 1 })
    #expect(observer.progress.contains { $0.imagesPerEpoch == 9 })
  }
}
