import Testing

@testable import Learning

/// A loss or a weight that is not finite ends training, says where, and loses nothing.
@Suite struct NotFiniteTests {
  @Test("An image with a value that is not a number is named, and the weights stay as they were")
  func image() async throws {
    let clean = TestImages(101)
    var pixels = clean.pixels
    pixels[90 * 40 + 7] = .nan
    let data = TestImages(
      imageShape: [6, 5, 3], classNames: clean.classNames, labels: clean.labels, pixels: pixels)
    let order = RandomStream(seed: 3, purpose: .shuffle, index: 0).permutation(count: 101)
    let place = try #require(order.firstIndex(of: 40))
    let model = try TrainingTests.model()
    let before = model.weights
    await #expect(
      throws: ModelError.lossNotFinite(
        epoch: 1, batch: place / 16 + 1, loss: "not a number", origin: .image(40))
    ) { try await model.fit(data, epochs: 1, batchSize: 16) }
    #expect(model.weights == before)
  }

  /// A net, the weight that is spoilt, and the layer that is to be named.
  struct Case: CustomTestStringConvertible, Sendable {
    let layers: [any Layer]
    let weight: String
    var testDescription: String { "\(weight) of \(layers)" }
  }

  static let cases = [
    Case(layers: [Conv2D(filters: 16, kernelSize: 3, activation: .relu), MaxPooling2D(2)], weight: "conv2d/bias"),
    Case(layers: [Conv2D(filters: 16, kernelSize: 3, activation: .relu), Dropout(0.2)], weight: "conv2d/kernel"),
    // By Winograd's method, with and without the pooling that is done in registers.
    Case(
      layers: [
        Conv2D(filters: 16, kernelSize: 3), Conv2D(filters: 16, kernelSize: 3, activation: .relu), MaxPooling2D(2),
      ], weight: "conv2d_1/kernel"),
    Case(
      layers: [
        Conv2D(filters: 16, kernelSize: 3), Conv2D(filters: 16, kernelSize: 3, padding: .same, activation: .relu),
        MaxPooling2D(3, strides: 2, padding: .same),
      ], weight: "conv2d_1/kernel"),
    Case(
      layers: [
        Conv2D(filters: 16, kernelSize: 3), Conv2D(filters: 16, kernelSize: 3, activation: .relu),
        GlobalAveragePooling2D(),
      ], weight: "conv2d_1/bias"),
    Case(
      layers: [
        Conv2D(filters: 16, kernelSize: 3, activation: .tanh), BatchNormalization(), Activation(.leakyReLU()),
        AveragePooling2D(2),
      ], weight: "batch_normalization/gamma"),
    Case(
      layers: [Conv2D(filters: 16, kernelSize: 3), BatchNormalization(), Activation(.relu), MaxPooling2D(2)],
      weight: "batch_normalization/gamma"),
    Case(layers: [Flatten(), Dense(20, activation: .relu), Dense(20, activation: .relu)], weight: "dense_1/kernel"),
    Case(layers: [Flatten(), Dense(20, activation: .sigmoid), Dropout(0.5)], weight: "dense_1/bias"),
  ]

  @Test("The first layer whose output is not finite is named; no pooling or ReLU hides it", arguments: cases)
  func layer(_ it: Case) async throws {
    for (value, isFinite) in [(Float.nan, false), (Float.infinity, false), (1.5e38, true)] {
      // A large bias alone stays finite.
      if isFinite, it.weight.hasSuffix("bias") || it.weight.hasSuffix("gamma") { continue }
      let model = try Sequential(
        input: [12, 12, 3], seed: 1, layers: it.layers + [Flatten(), Dense(4, activation: .softmax)])
      let spoilt = model.weights.map { weight in
        guard weight.name == it.weight else { return weight }
        return NamedTensor(
          name: weight.name,
          tensor: Tensor(
            shape: weight.tensor.shape, scalars: weight.tensor.scalars.map { _ in value }))
      }
      try model.setWeights(spoilt)
      let name = String(it.weight.prefix { $0 != "/" })
      let error = try await #require(throws: ModelError.self) {
        try await model.fit(TestImages(20, shape: [12, 12, 3]), epochs: 1, batchSize: 8)
      }
      guard case .lossNotFinite(1, 1, _, .output(name, _, isFinite)) = error else {
        Issue.record("\(value) in \(it.weight): \(error)")
        continue
      }
      #expect(
        model.weights.map { $0.tensor.scalars.map(\.bitPattern) } == spoilt.map { $0.tensor.scalars.map(\.bitPattern) })
    }
  }

  @Test("Moving averages that the failing batch itself spoils are not blamed on the step before")
  func movingAverages() async throws {
    let clean = TestImages(20)
    // Finite, but their sum is not.
    let data = TestImages(
      imageShape: [6, 5, 3], classNames: clean.classNames, labels: clean.labels,
      pixels: clean.pixels.map { _ in 3e38 })
    let model = try Sequential(input: [6, 5, 3], seed: 1) {
      BatchNormalization()
      Flatten()
      Dense(4, activation: .softmax)
    }
    let error = try await #require(throws: ModelError.self) { try await model.fit(data, epochs: 1, batchSize: 10) }
    guard case .lossNotFinite(1, 1, _, .output("batch_normalization", _, weightsAreFinite: true)) = error else {
      throw error
    }
  }

  @Test("One value that is not a number stays so through a pooling, wherever in the window it is", arguments: 0..<4)
  func pooledImage(place: Int) async throws {
    let clean = TestImages(20, shape: [12, 12, 3])
    var pixels = clean.pixels
    pixels[((6 * 12 + 4 + place / 2 * 12 + place % 2) * 3) + 1] = .nan
    let data = TestImages(imageShape: [12, 12, 3], classNames: clean.classNames, labels: clean.labels, pixels: pixels)
    let model = try Sequential(input: [12, 12, 3], seed: 1) {
      MaxPooling2D(2)
      Flatten()
      Dense(4, activation: .softmax)
    }
    await #expect(throws: ModelError.lossNotFinite(epoch: 1, batch: 1, loss: "not a number", origin: .image(0))) {
      try await model.fit(data, epochs: 1, batchSize: 20)
    }
  }

  @Test("A failure in a later epoch keeps the epoch before: weights, store and predictions")
  func laterEpoch() async throws {
    let clean = TestImages(64)
    let model = try TrainingTests.model()
    let store = MemoryStore()
    let error = try await #require(throws: ModelError.self) {
      try await model.fit(
        SpoiltLater(images: clean, after: 2 * 64 + 20), epochs: 5, batchSize: 16, store: store, observer: nil)
    }
    guard case .lossNotFinite(3, _, _, .image) = error else { throw error }
    #expect(store.savedStates.map(\.history.epochs.count) == [1, 2])
    #expect(store.savedStates.last?.weights == model.weights)
    let fresh = try TrainingTests.model()
    try fresh.setWeights(model.weights)
    #expect(try model.predict(clean, batchSize: 16) == fresh.predict(clean, batchSize: 16))
  }

  @Test("An update that breaks the weights after an epoch's last loss keeps the epoch before", arguments: [1, 3])
  func lastUpdate(epoch: Int) async throws {
    let model = try Sequential(input: [6, 5, 3], seed: 2, layers: [Flatten(), Dense(4, activation: .softmax)])
    let before = model.weights
    let (store, observer) = (MemoryStore(), RecordingObserver())
    // One batch an epoch, and a rate beyond all floats from this epoch on.
    await #expect(throws: Self.broken(epoch: epoch)) {
      try await model.fit(
        TestImages(24), epochs: 3, batchSize: 24, optimizer: .sgd(),
        schedule: .stepDecay(after: [epoch - 1], factor: 1e60), store: store, observer: observer)
    }
    #expect(store.savedStates.map(\.history.epochs.count) == Array(1..<epoch))
    #expect(observer.progress.filter(\.epochEnded).map(\.epoch) == Array(1..<epoch))
    #expect(model.weights == store.savedStates.last?.weights ?? before)
  }

  @Test("Weights that an update has broken are not kept within an epoch either")
  func savedWithinEpoch() async throws {
    let model = try Sequential(input: [6, 5, 3], seed: 2, layers: [Flatten(), Dense(4, activation: .softmax)])
    let store = MemoryStore(checkpointInterval: .zero)
    await #expect(throws: Self.broken(epoch: 1)) {
      try await model.fit(
        TestImages(24), epochs: 1, batchSize: 8, optimizer: .sgd(learningRate: 1e60), store: store, observer: nil)
    }
    #expect(store.savedStates.isEmpty)
  }

  private static func broken(epoch: Int) -> ModelError {
    .weightsNotFinite(epoch: epoch, batch: 1, of: "dense", layer: "Dense(4, activation: .softmax)")
  }
}
