import TestSupport
import Testing

@testable import Learning

/// Training on augmented images: always the same bits, mixed labels, and a key that knows of it.
@Suite struct AugmentedTrainingTests {
  @AugmentationBuilder private static var everything: [any ImageTransform] {
    HorizontalFlip()
    RandomCrop(padding: 2, fill: .reflect)
    Cutout(3)
    ColorJitter(brightness: 0.2, contrast: 0.2, saturation: 0.2, hue: 0.05)
    MixUp(alpha: 0.4)
    Normalize(mean: [0.5, 0.5, 0.4], deviation: [0.3, 0.2, 0.25])
    CustomTransform(id: "first row less") { image, random in
      image[0, 0, 0] -= random.unit()
    }
  }

  private static let data = DeterminismTests.data.first(230).augmented { everything }

  /// Whoever changes a transform's arithmetic or draws changes this, and raises the numerics version.
  private static let committed = "1ad4d47716e1cb56"

  @Test(
    "A fit on augmented images ends with the committed bits on every path and any number of threads",
    arguments: DeterminismTests.machines)
  func sameBits(_ machine: DeterminismTests.Machine) async throws {
    let model = try DeterminismTests.model()
    model.engine.threads = machine.threads
    model.engine.instructionSet = machine.instructionSet
    let history = try await model.fit(Self.data, epochs: 2, batchSize: 100)
    model.fixedTransforms = nil
    let digest = try DeterminismTests.digest(model, history)
    #expect(digest == Self.committed)
  }

  @Test("A run resumed after any batch ends with the bits of one that never stopped")
  func resume() async throws {
    func train(_ store: MemoryStore) async throws -> [NamedTensor] {
      let model = try TrainingTests.model()
      let data = TrainingTests.data.augmented {
        HorizontalFlip()
        RandomCrop(padding: 1)
        MixUp()
      }
      _ = try await model.fit(data, epochs: 2, batchSize: 16, store: store, observer: nil)
      return model.weights
    }
    let store = MemoryStore(checkpointInterval: .zero)
    let whole = try await train(store)
    #expect(store.savedStates.count == 16)
    for state in store.savedStates.dropLast() { #expect(try await train(MemoryStore.holding(state)) == whole) }
  }

  @Test("Augmentation changes what is trained on, epoch by epoch, and nothing that is evaluated")
  func validation() async throws {
    let plain = TrainingTests.data
    let flipped = plain.augmented { HorizontalFlip(probability: 1) }
    let (first, second) = (try TrainingTests.model(), try TrainingTests.model())
    let histories = (
      try await first.fit(plain, validation: plain, epochs: 1, batchSize: 16),
      try await second.fit(flipped, validation: flipped, epochs: 1, batchSize: 16)
    )
    #expect(histories.0.epochs[0].loss != histories.1.epochs[0].loss)
    #expect(try second.evaluate(flipped).loss == second.evaluate(plain).loss)
    #expect(histories.1.epochs[0].validationLoss == (try second.evaluate(plain).loss))
    #expect(histories.1.epochs[0].validationLoss != histories.0.epochs[0].validationLoss)
  }

  @Test("Normalized training asks for normalized validation and evaluation, which see the change")
  func fixed() async throws {
    let plain = TrainingTests.data
    let normalize = Normalize(mean: [0.5, 0.5, 0.5], deviation: [0.25, 0.25, 0.25])
    let normalized = plain.augmented { normalize }
    let model = try TrainingTests.model()
    await #expect(throws: ModelError.otherFixedTransforms(.validation, has: [], expected: [normalize.id ?? ""])) {
      try await model.fit(normalized, validation: plain, epochs: 1)
    }
    try await model.fit(normalized, validation: normalized, epochs: 1)
    let error = #expect(throws: ModelError.self) { try model.evaluate(plain) }
    #expect(
      error.map { "\($0)" }
        == "The training data went through Normalize(mean: [0.5, 0.5, 0.5], deviation: [0.25, 0.25, 0.25]), the "
        + "evaluation data through no fixed transform. Give the evaluation data .augmented { … } with the same Normalize."
    )
    // The same as pixels that were normalized beforehand.
    let beforehand = TestImages(
      imageShape: plain.imageShape, classNames: plain.classNames, labels: plain.labels,
      pixels: plain.pixels.map { ($0 - 0.5) * 4 })
    let other = try TrainingTests.model()
    try await other.fit(beforehand, validation: beforehand, epochs: 1)
    #expect(other.weights == model.weights)
    #expect(try other.predict(beforehand) == model.predict(normalized))
  }

  /// Loss and gradients of one batch.
  private func gradients(
    _ data: TestImages, of indices: [Int], targets: Targets = Targets()
  ) throws -> (loss: Double, gradients: [NamedTensor]) {
    let model = try TrainingTests.model()
    try model.randomizeWeights()
    let compiled = CompiledModel(nodes: model.chain.nodes, batchSize: indices.count)
    compiled.setWeights(model.weights)
    let (result, gradients) = compiled.gradients(
      data: data, indices: indices[...], random: StepRandomness(seed: 5, epoch: 1), targets: targets)
    return (result.lossSum, gradients)
  }

  @Test("The loss of mixed images is that of their two labels, each with its part, and so are the gradients")
  func mixUp() throws {
    let data = TrainingTests.data
    let mixed = data.augmented { MixUp(alpha: 1) }
    let random = StepRandomness(seed: 5, epoch: 1)
    for sample in 0..<5 {
      let picture = try mixed.augmentedPicture(at: sample, seed: random.seed, epoch: random.epoch)
      let (partner, share) = try #require(picture.mixedWith)
      #expect((0.5...1).contains(share) && data.count > partner)
      let size = picture.pixels.count
      assertClose(
        picture.pixels,
        (0..<size).map {
          data.pixels[sample * size + $0] * Float(share) + data.pixels[partner * size + $0] * Float(1 - share)
        }, tolerance: 1e-6)

      // The mixture as an image of its own; place and label in turn, so that dropout falls alike.
      func labelled(_ label: Int) throws -> (loss: Double, gradients: [NamedTensor]) {
        var (labels, pixels) = (data.labels, data.pixels)
        labels[sample] = label
        pixels.replaceSubrange(sample * size..<(sample + 1) * size, with: picture.pixels)
        return try gradients(
          TestImages(imageShape: data.imageShape, classNames: data.classNames, labels: labels, pixels: pixels),
          of: [sample])
      }
      let (result, own, other) = (
        try gradients(mixed, of: [sample]), try labelled(data.labels[sample]), try labelled(data.labels[partner])
      )
      assertClose(result.loss, own.loss * share + other.loss * (1 - share), tolerance: 1e-5)
      for (place, gradient) in result.gradients.enumerated() {
        let expected = zip(own.gradients[place].tensor.scalars, other.gradients[place].tensor.scalars)
          .map { $0 * Float(share) + $1 * Float(1 - share) }
        assertClose(gradient.tensor.scalars, expected, tolerance: 1e-5)
      }
    }
  }

  @Test("Transforms are part of a run's key; one that has no id keeps the run from being kept")
  func key() throws {
    func recipe(@AugmentationBuilder _ transforms: () -> [any ImageTransform]) throws -> TrainingRecipe {
      try TrainingTests.model().recipe(
        data: TrainingTests.data.augmented(transforms), validation: nil, epochs: 1, batchSize: 1, optimizer: .sgd(),
        callbacks: [])
    }
    let all = try recipe { Self.everything }
    #expect(
      all.augmentation == [
        "HorizontalFlip(probability: 0.5)", "RandomCrop(padding: 2, fill: reflect)", "Cutout(3, value: 0.0)",
        "ColorJitter(brightness: 0.2, contrast: 0.2, saturation: 0.2, hue: 0.05)", "MixUp(alpha: 0.4)",
        "Normalize(mean: [0.5, 0.5, 0.4], deviation: [0.3, 0.2, 0.25])", "CustomTransform(id: first row less)",
      ])
    #expect(all.reasonAgainstKeeping == nil)
    let unknown = try recipe { CustomTransform { _, _ in } }
    #expect(
      unknown.reasonAgainstKeeping
        == "Not kept: the transform CustomTransform has no id to tell it by. Add one, such as "
        + "CustomTransform(id: \"darker by half\") { … }.")
    #expect(unknown.trainingData == all.trainingData)
  }
}
