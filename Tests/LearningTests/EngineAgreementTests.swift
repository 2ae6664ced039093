import TestSupport
import Testing

@testable import Learning

/// The engine equals the naive references on sizes that no kernel likes.
@Suite struct EngineAgreementTests {
  /// A net and how many images it gets.
  struct Case: CustomTestStringConvertible, Sendable {
    let layers: [any Layer]
    var input = [7, 5, 3]
    var images = 5
    var classes = 4
    var testDescription: String { "\(layers) on \(images) x \(input)" }

    func model() throws -> Sequential {
      let model = try Sequential(
        input: input, seed: 11, layers: layers + [Flatten(), Dense(classes, activation: .softmax)])
      try model.randomizeWeights()
      return model
    }
  }

  static let windows: [any Layer] = [
    Conv2D(filters: 17, kernelSize: 3), Conv2D(filters: 16, kernelSize: 3, padding: .same, activation: .relu),
    Conv2D(filters: 33, kernelSize: (3, 2), activation: .tanh), Conv2D(filters: 1, kernelSize: 1),
    Conv2D(filters: 5, kernelSize: 5, strides: 2, padding: .same, activation: .leakyReLU(), useBias: false),
    Conv2D(filters: 6, kernelSize: (2, 3), strides: (3, 1), activation: .sigmoid),
    MaxPooling2D(2), MaxPooling2D(3, strides: 2, padding: .same), MaxPooling2D((3, 2), strides: (1, 2)),
    AveragePooling2D(2), AveragePooling2D(3, strides: 2, padding: .same), AveragePooling2D((1, 3)),
    GlobalAveragePooling2D(), BatchNormalization(), BatchNormalization(momentum: 0.5, epsilon: 0.1), Dropout(0.4),
    Activation(.relu), Activation(.leakyReLU(negativeSlope: 0.01)), Activation(.sigmoid), Activation(.tanh),
    Activation(.linear),
  ]

  static let cases: [Case] =
    [1, 3, 17].flatMap { channels in
      [1, 5, 19].flatMap { images in
        windows.map { Case(layers: [$0], input: [7, 5, channels], images: images) }
      }
    } + [
      Case(layers: [Flatten(), Dense(37, activation: .relu), Dense(1), BatchNormalization()], images: 13),
      Case(
        layers: [
          Conv2D(filters: 32, kernelSize: 3, padding: .same, activation: .relu), MaxPooling2D(2), Dropout(0.3),
          Conv2D(filters: 48, kernelSize: 3, padding: .same, activation: .relu), MaxPooling2D(2), Dropout(0.3),
        ], input: [12, 12, 3], images: 9),
      Case(
        layers: [
          Conv2D(filters: 32, kernelSize: 3, activation: .relu), Conv2D(filters: 32, kernelSize: 3, activation: .relu),
          MaxPooling2D(2), BatchNormalization(), Conv2D(filters: 24, kernelSize: 3, useBias: false),
          BatchNormalization(), Activation(.relu), Flatten(), Dense(20, activation: .tanh), Dropout(0.5),
        ], input: [15, 13, 3], images: 11),
      Case(
        layers: [
          Conv2D(filters: 20, kernelSize: 5, activation: .relu), AveragePooling2D(2),
          Conv2D(filters: 40, kernelSize: 3, padding: .same), GlobalAveragePooling2D(), Dense(17, activation: .sigmoid),
        ], input: [17, 19, 1], images: 3),
    ] + pooled + residuals + tiny + large

  /// Convolutions as they are defined with a 2x2 pooling after them, whose gradient is summed over winners alone: first
  /// layers and others, of odd sizes, with taps that see half of a window, without a ReLU.
  static let pooled = [
    Case(
      layers: [
        Conv2D(filters: 6, kernelSize: 5, activation: .relu), MaxPooling2D(2),
        Conv2D(filters: 16, kernelSize: 5, padding: .same, activation: .relu), MaxPooling2D(2), Flatten(), Dense(9),
      ], input: [16, 14, 1], images: 13),
    Case(
      layers: [
        Conv2D(filters: 40, kernelSize: 3, padding: .same), MaxPooling2D(2),
        Conv2D(filters: 21, kernelSize: 4, padding: .same), MaxPooling2D(2),
      ], input: [13, 11, 3], images: 10),
    Case(
      layers: [
        Conv2D(filters: 17, kernelSize: 3, strides: 2, padding: .same, activation: .relu), MaxPooling2D(2),
        Conv2D(filters: 33, kernelSize: (2, 3), strides: (1, 2), padding: .same, activation: .relu), MaxPooling2D(2),
      ], input: [18, 25, 3], images: 7),
    Case(
      layers: [
        Conv2D(filters: 24, kernelSize: 1), Conv2D(filters: 19, kernelSize: 3, strides: 2, useBias: false),
        MaxPooling2D(2), Conv2D(filters: 12, kernelSize: 5, padding: .same, activation: .relu), MaxPooling2D(2),
      ], input: [19, 21, 2], images: 9),
  ]

  /// Maps of 2x2, convolved at the points of a Toeplitz matrix's product.
  static let tiny =
    [3, 37].flatMap { images in
      [(16, 16), (17, 24), (66, 33)].map { channels, filters in
        Case(
          layers: [
            Conv2D(filters: channels, kernelSize: 3, activation: .relu), MaxPooling2D(2),
            Conv2D(
              filters: filters, kernelSize: 3, padding: .same, activation: filters == 33 ? .tanh : .relu,
              useBias: filters != 16), Conv2D(filters: 18, kernelSize: 3, padding: .same, activation: .relu),
          ], input: [6, 6, 3], images: images)
      }
    } + [
      // Its input wants no gradient.
      Case(
        layers: [MaxPooling2D(2), Conv2D(filters: 48, kernelSize: 3, padding: .same, activation: .relu)],
        input: [4, 4, 20], images: 11)
    ]

  /// What small images and few classes do not reach: classes beyond a register's lanes, and rows of outputs so long that
  /// weights' gradients are summed by pieces of them.
  static let large = [
    Case(layers: [Flatten()], images: 21, classes: 17), Case(layers: [MaxPooling2D(2)], images: 9, classes: 37),
    Case(
      layers: [
        Conv2D(filters: 4, kernelSize: 1), Conv2D(filters: 3, kernelSize: 5, padding: .same),
        Conv2D(filters: 18, kernelSize: (2, 5), strides: (1, 2), activation: .tanh),
      ], input: [3, 87, 3], images: 8),
  ]

  static let residuals = [
    // Straight on the images, with a projection from three channels.
    Case(layers: [Residual { Conv2D(filters: 17, kernelSize: 3, padding: .same, activation: .relu) }], images: 9),
    Case(layers: [Residual { Conv2D(filters: 3, kernelSize: 3, padding: .same) }, Activation(.relu)], images: 3),
    // A branch of nothing.
    Case(layers: [Conv2D(filters: 3, kernelSize: 1), Residual { Activation(.linear) }], images: 3),
    // Winograd and ReLUs around it.
    Case(
      layers: [
        Conv2D(filters: 32, kernelSize: 3, padding: .same, activation: .relu),
        Residual {
          Conv2D(filters: 32, kernelSize: 3, padding: .same, activation: .relu)
          Conv2D(filters: 32, kernelSize: 3, padding: .same)
        },
        Activation(.relu), Conv2D(filters: 24, kernelSize: 3, activation: .relu),
      ], input: [12, 10, 3], images: 21),
    // As in the literature: shrinking, wider, normalized, dropped; then one after the other, and one within another.
    Case(
      layers: [
        Conv2D(filters: 16, kernelSize: 3, padding: .same),
        Residual {
          Conv2D(filters: 33, kernelSize: 3, strides: 2, padding: .same, useBias: false)
          BatchNormalization()
          Activation(.relu)
          Dropout(0.3)
          Conv2D(filters: 33, kernelSize: 3, padding: .same, useBias: false)
          BatchNormalization()
        },
        Activation(.leakyReLU()),
        Residual {
          Activation(.relu)
          Residual { Conv2D(filters: 33, kernelSize: 1, activation: .tanh) }
          Dropout(0.2)
        }, MaxPooling2D(2),
      ], input: [11, 9, 3], images: 19),
    // Tiny images, whose convolutions are wide steps; a pooling in the branch.
    Case(
      layers: [
        Conv2D(filters: 20, kernelSize: 3, activation: .relu),
        Residual {
          MaxPooling2D(2)
          Conv2D(filters: 20, kernelSize: 3, padding: .same, activation: .relu)
        },
        Residual { Conv2D(filters: 40, kernelSize: 1) }, GlobalAveragePooling2D(),
      ], input: [6, 6, 3], images: 13),
  ]

  @Test("The engine's probabilities, loss and gradients are the reference's", arguments: cases)
  func gradients(_ it: Case) throws {
    let model = try it.model()
    // More images than the batch holds, in no order: a step sees only its own.
    let data = TestImages(it.images + 3, shape: it.input, classes: it.classes)
    let indices = RandomStream(seed: 1, purpose: .shuffle, index: 0).permutation(count: data.count)[2..<2 + it.images]
    let compiled = CompiledModel(nodes: model.chain.nodes, batchSize: it.images + 2)
    compiled.setWeights(model.weights)

    var reference = ReferenceNet<Double>(model)
    let expected = reference.forward(data.volume(indices))
    var probabilities = [Float](repeating: 0, count: it.images * it.classes)
    compiled.forward(data: data, indices: indices, into: &probabilities)
    assertClose(probabilities, expected.scalars.map { Float($0) }, tolerance: 1e-5, "probabilities")

    let random = StepRandomness(seed: 5, epoch: 3)
    let (result, gradients) = compiled.gradients(data: data, indices: indices, random: random)
    let loss = reference.loss(
      data.volume(indices), labels: indices.map { data.labels[$0] },
      pass: .training(seed: 5, epoch: 3, images: Array(indices)))
    assertClose(result.lossSum, loss, tolerance: 1e-5 * max(1, loss), "loss")

    let tensors = Dictionary(uniqueKeysWithValues: gradients.map { ($0.name, $0.tensor) })
    // Gradients that are zero but for rounding, such as a bias's before normalization, are measured by the largest one.
    let scale = reference.gradients.flatMap { $0 }.map { abs($0) }.max() ?? 1
    for (weight, gradient) in zip(model.weights, reference.gradients) where !gradient.isEmpty {
      let own = try #require(tensors[weight.name]).scalars.map { Double($0) }
      if gradient.allSatisfy({ abs($0) < 1e-9 * scale }) {
        #expect(own.allSatisfy { abs($0) < 1e-5 * scale }, "\(weight.name)")
      } else {
        assertClose(own, gradient, tolerance: 1e-5, weight.name)
      }
    }
    // Moving averages follow the batch.
    for (own, expected) in zip(compiled.weights, reference.parameters) where own.name.contains("moving") {
      assertClose(own.tensor.scalars.map { Double($0) }, expected, tolerance: 1e-5, own.name)
    }
  }

  @Test(
    "Among equal values of a pooling the first has the gradient",
    arguments: [
      Case(layers: [Conv2D(filters: 5, kernelSize: 1), MaxPooling2D(2)], input: [8, 8, 3]),
      Case(layers: [Conv2D(filters: 5, kernelSize: 2), MaxPooling2D(3, strides: 1)], input: [8, 8, 3]),
      // By Winograd's method, which pools in registers.
      Case(
        layers: [Conv2D(filters: 16, kernelSize: 1), Conv2D(filters: 16, kernelSize: 3), MaxPooling2D(2)],
        input: [10, 12, 3]),
    ])
  func ties(_ it: Case) throws {
    let model = try it.model()
    // Without weights every pooled value is the bias.
    let last = try #require(model.weights.last { $0.name.hasPrefix("conv2d") && $0.name.hasSuffix("kernel") }).name
    try model.setWeights(
      model.weights.map { weight in
        guard weight.name == last else { return weight }
        return NamedTensor(name: weight.name, tensor: Tensor(shape: weight.tensor.shape, repeating: 0))
      })
    let data = TestImages(it.images, shape: it.input)
    let compiled = CompiledModel(nodes: model.chain.nodes, batchSize: it.images)
    compiled.setWeights(model.weights)
    var reference = ReferenceNet<Double>(model)
    let all = Array(0..<it.images)
    _ = reference.loss(
      data.volume(all[...]), labels: data.labels, pass: .training(seed: 1, epoch: 0, images: all))
    let (_, gradients) = compiled.gradients(data: data, indices: all[...], random: StepRandomness(seed: 1, epoch: 0))
    for (weight, expected) in zip(model.weights, reference.gradients) where weight.name == last {
      let own = try #require(gradients.first { $0.name == last }).tensor.scalars.map { Double($0) }
      assertClose(own, expected, tolerance: 1e-5, last)
    }
  }

  static let optimizers: [Optimizer] = [
    .sgd(learningRate: 0.1), .sgd(learningRate: 0.1, weightDecay: 0.3), .sgd(learningRate: 0.05, momentum: 0.9),
    .sgd(learningRate: 0.05, momentum: 0.9, nesterov: true), .adam(), .adam(learningRate: 0.01, decay: 0.1),
    .adamW(learningRate: 0.01, weightDecay: 0.1), .rmsprop(), .rmsprop(learningRate: 0.002, rho: 0.8, momentum: 0.5),
    .adamax(),
  ]

  @Test(
    "Some steps of each optimizer end at the reference's weights, ragged last batch included", arguments: optimizers)
  func steps(_ optimizer: Optimizer) throws {
    let it = Case(
      layers: [
        Conv2D(filters: 17, kernelSize: 3, activation: .tanh), AveragePooling2D(2), BatchNormalization(), Dropout(0.2),
      ], input: [9, 7, 3])
    let model = try it.model()
    let data = TestImages(21, shape: it.input)
    let compiled = CompiledModel(nodes: model.chain.nodes, batchSize: 8)
    compiled.setWeights(model.weights)
    var reference = ReferenceNet<Double>(model)
    for step in 0..<6 {
      let indices = Array(0..<21)[step % 3 * 8..<min(step % 3 * 8 + 8, 21)]
      let random = StepRandomness(seed: 2, epoch: step / 3)
      let result = compiled.trainStep(
        data: data, indices: indices, update: optimizer.update(step: step), random: random)
      let loss = reference.train(
        data.volume(indices), labels: indices.map { data.labels[$0] }, optimizer: optimizer,
        pass: .training(seed: 2, epoch: step / 3, images: Array(indices)))
      assertClose(result.lossSum, loss, tolerance: 1e-4, "loss of step \(step)")
    }
    for (own, expected) in zip(compiled.weights, reference.parameters) {
      assertClose(own.tensor.scalars.map { Double($0) }, expected, tolerance: 1e-5, own.name)
    }
  }

  @Test("The last place of the largest window that a max pooling takes wins its gradient")
  func largestPooling() throws {
    let model = try Sequential(input: [255, 257, 1], seed: 1) {
      Conv2D(filters: 1, kernelSize: 1, activation: .tanh)
      MaxPooling2D((255, 257))
      Flatten()
      Dense(2, activation: .softmax)
    }
    // One pixel is 1: there the kernel's gradient is the bias's, and everywhere else none.
    let pixels = Array(repeating: Float(0), count: 255 * 257 - 1) + [1]
    let data = TestImages(imageShape: [255, 257, 1], classNames: ["a", "b"], labels: [0], pixels: pixels)
    let compiled = CompiledModel(nodes: model.chain.nodes, batchSize: 1)
    var weights = model.weights
    weights[0].tensor.scalars = [0.5]
    compiled.setWeights(weights)
    let (_, gradients) = compiled.gradients(data: data, indices: [0], random: StepRandomness(seed: 1, epoch: 0))
    #expect(gradients[0].tensor.scalars == gradients[1].tensor.scalars)
    #expect(gradients[1].tensor.scalars != [0])
  }

  @Test("Slots and weights go out of the engine and come back as they were")
  func slotsRoundTrip() throws {
    let model = try Case(
      layers: [Conv2D(filters: 17, kernelSize: 3), BatchNormalization(), Flatten(), Dense(5, activation: .relu)]
    ).model()
    let compiled = CompiledModel(nodes: model.chain.nodes, batchSize: 4)
    compiled.setWeights(model.weights)
    #expect(compiled.weights == model.weights)
    let data = TestImages(4, shape: model.inputShape)
    let update = Optimizer.adam().update(step: 0)
    _ = compiled.trainStep(
      data: data, indices: [0, 1, 2, 3], update: update, random: StepRandomness(seed: 1, epoch: 0))
    let slots = compiled.slots(update.slotNames)
    let second = CompiledModel(nodes: model.chain.nodes, batchSize: 4)
    second.setSlots(slots, names: update.slotNames)
    #expect(second.slots(update.slotNames) == slots)
    #expect(slots.count == 2 * model.weights.count { !$0.name.contains("moving") })
  }
}
