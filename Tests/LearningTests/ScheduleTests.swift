import Foundation
import TestSupport
import Testing

@testable import Learning

/// Schedules, losses and weights against Keras's and PyTorch's; `Fixtures/make_fixtures.py` wrote their side.
@Suite struct ScheduleTests {
  struct Fixture: Decodable {
    struct Plateau: Decodable {
      let losses: [Double]
      let plain: [Double]
      let cooldown: [Double]
    }
    let rates: [String: [Double]]
    let plateau: Plateau
    let losses: [String: KerasTests.Fixture.OptimizerRun]

    static let training = Result {
      let url = try #require(Bundle.module.url(forResource: "Fixtures/training", withExtension: "json"))
      return try JSONDecoder().decode(Fixture.self, from: Data(contentsOf: url))
    }
  }

  static let schedules: [String: LearningRateSchedule] = [
    "cosineDecay": .cosineDecay(alpha: 0.1), "cosineDecayWarmup": .cosineDecay(warmupEpochs: 1),
    "exponentialDecay": .exponentialDecay(factor: 0.7), "linearDecay": .linearDecay(alpha: 0.2),
    "stepDecay": .stepDecay(after: [1, 2], factor: 0.3), "oneCycle": .oneCycle(),
    "oneCycleLate": .oneCycle(risingShare: 0.7, startFactor: 0.1, endFactor: 0.02),
  ]

  @Test("Every schedule gives Keras's or PyTorch's rates, step by step", arguments: schedules.keys.sorted())
  func rates(_ name: String) throws {
    let expected = try #require(try Fixture.training.get().rates[name])
    let schedule = try #require(Self.schedules[name])
    let rates = expected.indices.map { schedule.factor(step: $0, stepsPerEpoch: 7, epochs: 3) }
    #expect(expected.count >= 21)
    assertClose(rates, expected, tolerance: 1e-6)
  }

  @Test("A warm-up rises in a line from 0, and what follows ends where the training does")
  func warmup() {
    func rates(_ schedule: LearningRateSchedule, _ steps: [Int]) -> [Double] {
      steps.map { schedule.factor(step: $0, stepsPerEpoch: 10, epochs: 4) }
    }
    #expect(rates(.warmup(epochs: 2), [0, 5, 20, 39]) == [0, 0.25, 1, 1])
    #expect(rates(.warmup(epochs: 0), [0]) == [1])
    #expect(rates(.linearDecay(warmupEpochs: 2), [10, 20, 30, 40, 90]) == [0.5, 1, 0.5, 0, 0])
    #expect(rates(.stepDecay(after: [3], factor: 0.5, warmupEpochs: 1), [5, 10, 29, 30]) == [0.5, 1, 1, 0.5])
    #expect(rates(.cosineDecay(epochs: 2), [0, 10, 20, 30]) == [1, 0.5, 0, 0])
    #expect(rates(.constant, [0, 100]) == [1, 1])
    // Lengths that no training reaches.
    #expect(rates(.stepDecay(after: [.max]), [39]) == [1] && rates(.oneCycle(epochs: .max), [0])[0] < 0.05)
    // No rise where its share is less than a step.
    #expect(rates(.oneCycle(risingShare: 0.01), [0]) == [1])
  }

  @Test("The rate is reduced on a plateau where Keras reduces it")
  func plateau() throws {
    let fixture = try Fixture.training.get().plateau
    func rates(_ callback: Callback, _ losses: [Double] = fixture.losses) -> [Double] {
      var list = CallbackList([.earlyStopping(monitor: .loss, patience: 99), callback])
      var history = History()
      return losses.enumerated().map { place, loss in
        let rate = 0.1 * list.rateFactor
        history.epochs.append(
          History.Epoch(
            number: place + 1, loss: 1, accuracy: 0, validationLoss: loss, validationAccuracy: nil, learningRate: rate,
            seconds: 0))
        _ = list.epochEnded(history)
        return rate
      }
    }
    assertClose(rates(.reduceLROnPlateau(factor: 0.5, patience: 2)), fixture.plain, tolerance: 1e-6)
    assertClose(
      rates(.reduceLROnPlateau(factor: 0.5, patience: 1, cooldown: 2, minLearningRate: 0.03)), fixture.cooldown,
      tolerance: 1e-6)
    #expect(Set(fixture.plain).count > 2)
    // Not Keras's: there what is not a number would stay the best, and the rate fall for ever.
    #expect(
      rates(.reduceLROnPlateau(factor: 0.5, patience: 2), [.nan, 4, 3, 2, 1, 0]) == Array(repeating: 0.1, count: 6))
  }

  @Test(
    "Weight decay, label smoothing and class weights train as Keras's",
    arguments: [
      ("decayedMomentum", Optimizer.sgd(learningRate: 0.05, momentum: 0.9, weightDecay: 0.2), Targets()),
      ("smoothed", .sgd(learningRate: 0.1), Targets(labelSmoothing: 0.2)),
      ("weighted", .sgd(learningRate: 0.1), Targets(classWeights: (1...10).map { 0.25 * Float($0) })),
    ])
  func losses(name: String, optimizer: Optimizer, targets: Targets) throws {
    let model = try Sequential(input: [8, 8, 3], seed: KerasTests.seed) {
      Conv2D(filters: 4, kernelSize: 3, activation: .relu)
      Flatten()
      Dense(10, activation: .softmax)
    }
    let keras = try #require(try Fixture.training.get().losses[name])
    let (losses, compiled) = KerasTests.train(model, optimizer, steps: keras.losses.count, targets: targets)
    assertClose(losses, keras.losses, tolerance: 1e-5, "losses")
    assertClose(compiled.weights[0].tensor.scalars, keras.kernel, tolerance: 1e-4, "kernel")
    assertClose(compiled.weights[3].tensor.scalars, keras.bias, tolerance: 1e-4, "bias")
  }

  @Test("Balanced weights are scikit-learn's; named and listed ones stand as they are, bad ones are refused")
  func classWeights() throws {
    let data = TestImages(
      imageShape: [1, 1, 1], classNames: ["cat", "dog", "eel"], labels: [0, 0, 0, 1], pixels: [0, 0, 0, 0])
    #expect(try ClassWeights.balanced.resolved(for: data) == [4.0 / 9, 4.0 / 3, 0])
    #expect(try ClassWeights.named(["dog": 3]).resolved(for: data) == [1, 3, 1])
    #expect(try ClassWeights.each([1, 2, 3]).resolved(for: data) == [1, 2, 3])
    for (weights, message) in [
      (.each([1]), "3 numbers, one for each class, got [1.0]"), (.each([1, -1, 1]), "0 or more, got [1.0, -1.0, 1.0]"),
      (.named(["cow": 2]), "named after classes, which are cat, dog, eel, got \"cow\""),
    ] as [(ClassWeights, String)] {
      let error = #expect(throws: ModelError.self) { try weights.resolved(for: data) }
      #expect(error.map { "\($0)" } == "fit: classWeights must be \(message).")
    }
  }

  /// Everything at once.
  private func train(_ store: MemoryStore, epochs: Int = 3) async throws -> (History, [NamedTensor]) {
    let model = try TrainingTests.model()
    let history = try await model.fit(
      TrainingTests.data, validation: TrainingTests.validation, epochs: epochs, batchSize: 16,
      optimizer: .sgd(learningRate: 0.5, momentum: 0.9, nesterov: true, weightDecay: 0.01),
      schedule: .cosineDecay(warmupEpochs: 0.5), loss: .categoricalCrossentropy(labelSmoothing: 0.1),
      classWeights: .balanced,
      callbacks: [.reduceLROnPlateau(monitor: .loss, factor: 0.5, patience: 1, minDelta: 100)], store: store,
      observer: nil)
    return (TrainingTests.timeless(history), model.weights)
  }

  @Test("With schedule, plateau, smoothing and weights a run resumed after any batch ends with the same bits")
  func resume() async throws {
    let store = MemoryStore(checkpointInterval: .zero)
    let whole = try await train(store)
    #expect(store.savedStates.count == 24)
    for state in store.savedStates.dropLast() {
      let resumed = try await train(MemoryStore.holding(state))
      #expect(resumed.0 == whole.0 && resumed.1 == whole.1)
    }
    // The last epoch: reduced once, after the second; the schedule's end is a step further.
    let schedule = LearningRateSchedule.cosineDecay(warmupEpochs: 0.5)
    #expect(
      whole.0.epochs.map(\.learningRate)
        == zip([6, 13, 20], [1, 1, 0.5]).map { 0.5 * (schedule.factor(step: $0, stepsPerEpoch: 7, epochs: 3) * $1) })
  }

  @Test("A schedule over the whole training makes another length another run; a fixed one goes on")
  func lengths() throws {
    func line(_ schedule: LearningRateSchedule, epochs: Int) throws -> String? {
      try TrainingTests.model().recipe(
        data: TrainingTests.data, validation: nil, epochs: epochs, batchSize: 1, optimizer: .sgd(), schedule: schedule,
        callbacks: []
      ).schedule
    }
    #expect(try line(.cosineDecay(), epochs: 3) == "cosineDecay(epochs: 3, warmupEpochs: 0.0, alpha: 0.0)")
    #expect(try line(.cosineDecay(), epochs: 3) != line(.cosineDecay(), epochs: 4))
    #expect(try line(.oneCycle(epochs: 9), epochs: 3) == line(.oneCycle(epochs: 9), epochs: 4))
    #expect(try line(.constant, epochs: 3) == nil)
    let recipe = try TrainingTests.model().recipe(
      data: TrainingTests.data, validation: nil, epochs: 1, batchSize: 1, optimizer: .sgd(weightDecay: 0.1),
      loss: .categoricalCrossentropy(labelSmoothing: 0.1), classWeights: [1, 2], callbacks: [.reduceLROnPlateau()])
    #expect(recipe.optimizer == "sgd(learningRate: 0.01, momentum: 0.0, weightDecay: 0.1, nesterov: false)")
    #expect(recipe.loss == "categoricalCrossentropy(labelSmoothing: 0.1)" && recipe.classWeights == [1, 2])
    #expect(
      recipe.callbacks == [
        "reduceLROnPlateau(monitor: .validationLoss, factor: 0.1, patience: 10, minDelta: 0.0001, cooldown: 0, "
          + "minLearningRate: 0.0)"
      ])
  }

  @Test("A setting of a schedule, a loss or a callback that makes no sense is named")
  func errors() async throws {
    let model = try TrainingTests.model()
    func message(
      schedule: LearningRateSchedule = .constant, loss: Loss = .categoricalCrossentropy(), callbacks: [Callback] = []
    ) async -> String {
      do {
        try await model.fit(TrainingTests.data, epochs: 0, schedule: schedule, loss: loss, callbacks: callbacks)
        return "none"
      } catch { return "\(error)" }
    }
    #expect(
      await message(schedule: .cosineDecay(epochs: 0)) == "cosineDecay: epochs must be greater than 0, got 0.0.")
    #expect(
      await message(schedule: .stepDecay(after: [1], factor: 0)) == "stepDecay: factor must be greater than 0, got 0.0."
    )
    #expect(
      await message(loss: .categoricalCrossentropy(labelSmoothing: 1))
        == "categoricalCrossentropy: labelSmoothing must be in 0..<1, got 1.0.")
    #expect(
      await message(callbacks: [.reduceLROnPlateau(factor: 1)])
        == "reduceLROnPlateau: factor must be between 0 and 1, got 1.0.")
    #expect(
      await message(callbacks: [.reduceLROnPlateau()])
        == "reduceLROnPlateau: monitor must be .loss or .accuracy where fit has no validation data, got "
        + ".validationLoss.")
  }
}
