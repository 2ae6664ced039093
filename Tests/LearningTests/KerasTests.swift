import Foundation
import TestSupport
import Testing

@testable import Learning

/// The engine against Keras on the same weights, images and dropout masks; `Fixtures/make_fixtures.py` wrote Keras's
/// side.
@Suite struct KerasTests {
  struct Fixture: Decodable {
    struct Net: Decodable {
      let forward: [Float]
      let losses: [Double]
      let lossesWithDropout: [Double]
    }
    struct OptimizerRun: Decodable {
      let losses: [Double]
      let kernel: [Float]
      let bias: [Float]
    }
    struct Normalization: Decodable {
      let losses: [Double]
      let gamma: [Float]
      let beta: [Float]
      let movingMean: [Float]
      let movingVariance: [Float]
      let forward: [Float]
    }
    let nets: [String: Net]
    let optimizers: [String: OptimizerRun]
    let normalization: Normalization

    static let keras = Result {
      let url = try #require(Bundle.module.url(forResource: "Fixtures/keras", withExtension: "json"))
      return try JSONDecoder().decode(Fixture.self, from: Data(contentsOf: url))
    }
  }

  static let seed = 7
  static let images = 48
  static let batch = 16

  /// The script's images: coarse squares of chance, half of them the class's own.
  static func data(shape: [Int]) -> TestImages {
    let coarse = [(shape[0] + 7) / 8, (shape[1] + 7) / 8, shape[2]]
    let size = coarse.reduce(1, *)
    func random(_ index: Int) -> RandomStream { RandomStream(seed: UInt64(seed), purpose: .data, index: index) }
    let own = random(0).uniform(count: images * size, limit: 0.25)
    let shared = random(2).uniform(count: 10 * size, limit: 0.25)
    let labels = (0..<images).map { Int(random(1).bits($0) % 10) }
    var pixels: [Float] = []
    for image in 0..<images {
      for y in 0..<shape[0] {
        for x in 0..<shape[1] {
          for c in 0..<shape[2] {
            let place = (y / 8 * coarse[1] + x / 8) * shape[2] + c
            pixels.append(own[image * size + place] + shared[labels[image] * size + place] + 0.5)
          }
        }
      }
    }
    return TestImages(imageShape: shape, classNames: (0..<10).map(String.init), labels: labels, pixels: pixels)
  }

  /// The mean loss of each step's batch, as the script's `train`.
  static func train(
    _ model: Sequential, _ optimizer: Optimizer, steps: Int, targets: Targets = Targets()
  ) -> (losses: [Double], CompiledModel) {
    let compiled = CompiledModel(nodes: model.chain.nodes, batchSize: batch)
    compiled.setWeights(model.weights)
    let data = data(shape: model.inputShape)
    let losses = (0..<steps).map { step in
      let (epoch, place) = step.quotientAndRemainder(dividingBy: images / batch)
      let indices = Array(0..<images)[place * batch..<(place + 1) * batch]
      let result = compiled.trainStep(
        data: data, indices: indices, update: optimizer.update(step: step),
        random: StepRandomness(seed: UInt64(seed), epoch: epoch), targets: targets)
      return result.lossSum / Double(batch)
    }
    return (losses, compiled)
  }

  /// Kernels twice their initial values and biases that are not zero, as the script's.
  static func giveStrongWeights(_ model: Sequential) throws {
    let places = Dictionary(uniqueKeysWithValues: model.layerNames.enumerated().map { ($0.element, $0.offset) })
    try model.setWeights(
      model.weights.map { weight in
        let place = places[String(weight.name.prefix { $0 != "/" })]!
        let scalars =
          weight.name.hasSuffix("bias")
          ? RandomStream(seed: UInt64(seed), purpose: .data, index: 100 + place)
            .uniform(count: weight.tensor.scalars.count, limit: 0.5)
          : weight.tensor.scalars.map { $0 * 2 }
        return NamedTensor(name: weight.name, tensor: Tensor(shape: weight.tensor.shape, scalars: scalars))
      })
  }

  static func optimizer(of net: ReferenceNets) -> Optimizer {
    .adam(learningRate: 3e-5, decay: net == .vgg ? 1e-6 : 0)
  }

  @Test("The forward pass is Keras's", arguments: ReferenceNets.allCases)
  func forward(_ net: ReferenceNets) throws {
    let model = try Sequential(input: [32, 32, 3], seed: Self.seed, layers: net.layers(dropout: true))
    try Self.giveStrongWeights(model)
    let probabilities = try model.predict(Self.data(shape: [32, 32, 3])).probabilities.scalars.prefix(Self.batch * 10)
    let expected = try #require(try Fixture.keras.get().nets[net.rawValue]).forward
    assertClose(Array(probabilities), expected, tolerance: 1e-5, "forward")
  }

  @Test(
    "The loss follows Keras's over 20 Adam steps, without dropout and with the same masks",
    arguments: ReferenceNets.allCases, [false, true])
  func losses(_ net: ReferenceNets, dropout: Bool) throws {
    let model = try Sequential(input: [32, 32, 3], seed: Self.seed, layers: net.layers(dropout: dropout))
    let expected = try #require(try Fixture.keras.get().nets[net.rawValue])
    let keras = dropout ? expected.lossesWithDropout : expected.losses
    let losses = Self.train(model, Self.optimizer(of: net), steps: keras.count).losses
    let furthest = zip(losses, keras).map { abs($0 - $1) }.max() ?? .infinity
    #expect(furthest <= 1e-4, "\(losses) for \(keras)")
  }

  static let runs: [String: Optimizer] = [
    "sgd": .sgd(learningRate: 0.1), "momentum": .sgd(learningRate: 0.05, momentum: 0.9),
    "nesterov": .sgd(learningRate: 0.05, momentum: 0.9, nesterov: true), "adam": .adam(learningRate: 0.01),
    "adamDecay": .adam(learningRate: 0.01, decay: 0.1), "adamW": .adamW(learningRate: 0.01, weightDecay: 0.1),
    "rmsprop": .rmsprop(learningRate: 0.01), "rmspropMomentum": .rmsprop(learningRate: 0.003, rho: 0.8, momentum: 0.5),
    "adamax": .adamax(learningRate: 0.01),
  ]

  @Test("Every optimizer goes Keras's way", arguments: runs.keys.sorted())
  func optimizer(name: String) throws {
    let model = try Sequential(input: [8, 8, 3], seed: Self.seed) {
      Conv2D(filters: 4, kernelSize: 3, activation: .relu)
      Flatten()
      Dense(10, activation: .softmax)
    }
    let keras = try #require(try Fixture.keras.get().optimizers[name])
    let (losses, compiled) = Self.train(model, Self.runs[name]!, steps: keras.losses.count)
    assertClose(losses, keras.losses, tolerance: 1e-5, "losses")
    assertClose(compiled.weights[0].tensor.scalars, keras.kernel, tolerance: 1e-4, "kernel")
    assertClose(compiled.weights[3].tensor.scalars, keras.bias, tolerance: 1e-4, "bias")
  }

  @Test("Batch normalization trains, averages and predicts as Keras's")
  func normalization() throws {
    let model = try Sequential(input: [9, 7, 3], seed: Self.seed) {
      Conv2D(filters: 5, kernelSize: 3, useBias: false)
      BatchNormalization(momentum: 0.9)
      Activation(.relu)
      GlobalAveragePooling2D()
      Dense(10, activation: .softmax)
    }
    let keras = try Fixture.keras.get().normalization
    let (losses, compiled) = Self.train(model, .adam(learningRate: 0.01), steps: keras.losses.count)
    assertClose(losses, keras.losses, tolerance: 1e-5, "losses")
    try model.setWeights(compiled.weights)
    for (weight, expected) in zip(
      model.weights[1...4], [keras.gamma, keras.beta, keras.movingMean, keras.movingVariance])
    {
      assertClose(weight.tensor.scalars, expected, tolerance: 1e-4, weight.name)
    }
    let probabilities = try model.predict(Self.data(shape: [9, 7, 3])).probabilities.scalars.prefix(Self.batch * 10)
    assertClose(Array(probabilities), keras.forward, tolerance: 1e-4, "forward")
  }
}
