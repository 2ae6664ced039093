import Testing

@testable import Learning

@Suite struct SequentialTests {
  @Test("Braces and an array give the same model")
  func builderAndArray() throws {
    let built = try Sequential(input: [8, 8, 3], seed: 4) {
      Conv2D(filters: 4, kernelSize: 3)
      Flatten()
      Dense(2, activation: .softmax)
    }
    let listed = try Sequential(
      input: [8, 8, 3], seed: 4,
      layers: [Conv2D(filters: 4, kernelSize: 3), Flatten(), Dense(2, activation: .softmax)])
    #expect(built.weights == listed.weights)
    #expect(built.summary == listed.summary)
  }

  @Test("Every branch of the builder keeps its layers", arguments: [true, false], [0, 1, 2])
  func builderBranches(condition: Bool, number: Int) throws {
    let optional: (any Layer)? = condition ? Dropout(0.1) : nil
    let shared: [any Layer] = [Activation(.relu), Activation(.tanh)]
    let model = try Sequential(input: [8, 8, 3]) {
      if condition { BatchNormalization() }
      if condition {
        Activation(.relu)
        Dropout(0.2)
      } else {
        Activation(.tanh)
      }
      switch number {
      case 0: MaxPooling2D(2)
      case 1: AveragePooling2D(2)
      default:
        Conv2D(filters: 2, kernelSize: 1)
        MaxPooling2D(4)
      }
      for filters in 1..<1 + number { Conv2D(filters: filters, kernelSize: 3, padding: .same) }
      if let optional { optional }
      if #available(macOS 15, *) { Activation(.sigmoid) }
      shared
      Flatten()
    }
    var expected: [String] = []
    if condition { expected.append("BatchNormalization()") }
    expected += condition ? ["Activation(.relu)", "Dropout(0.2)"] : ["Activation(.tanh)"]
    switch number {
    case 0: expected.append("MaxPooling2D(2)")
    case 1: expected.append("AveragePooling2D(2)")
    default: expected += ["Conv2D(filters: 2, kernelSize: 1)", "MaxPooling2D(4)"]
    }
    for filters in 1..<1 + number { expected.append("Conv2D(filters: \(filters), kernelSize: 3, padding: .same)") }
    if condition { expected.append("Dropout(0.1)") }
    expected += ["Activation(.sigmoid)", "Activation(.relu)", "Activation(.tanh)", "Flatten()"]
    #expect(model.layers.map(\.description) == expected)
  }

  @Test("Layers and weights are named as in Keras")
  func names() throws {
    let model = try Sequential(input: [16, 16, 3]) {
      Conv2D(filters: 2, kernelSize: 3, activation: .relu)
      Conv2D(filters: 2, kernelSize: 3, useBias: false)
      BatchNormalization()
      MaxPooling2D()
      AveragePooling2D()
      Dropout(0.5)
      GlobalAveragePooling2D()
      Activation(.relu)
      Flatten()
      Dense(4)
      Dense(2, activation: .softmax)
    }
    #expect(
      model.layerNames == [
        "conv2d", "conv2d_1", "batch_normalization", "max_pooling2d", "average_pooling2d", "dropout",
        "global_average_pooling2d", "activation", "flatten", "dense", "dense_1",
      ])
    #expect(
      model.weights.map(\.name) == [
        "conv2d/kernel", "conv2d/bias", "conv2d_1/kernel", "batch_normalization/gamma", "batch_normalization/beta",
        "batch_normalization/moving_mean", "batch_normalization/moving_variance", "dense/kernel", "dense/bias",
        "dense_1/kernel", "dense_1/bias",
      ])
    #expect(model.weights[0].tensor.shape == [3, 3, 3, 2])
    #expect(model.weights[7].tensor.shape == [2, 4])
  }

  @Test("A model's summary reads as a table")
  func summary() throws {
    let model = try Sequential(input: [32, 32, 3]) {
      Conv2D(filters: 16, kernelSize: 3, padding: .same, activation: .relu)
      BatchNormalization()
      MaxPooling2D(2)
      Flatten()
      Dense(10, activation: .softmax)
    }
    #expect(
      model.summary.description == """
        Layer                                    Output shape  Parameters
        ─────────────────────────────────────────────────────────────────
        Input                                    [32, 32, 3]             
        conv2d: Conv2D (3×3, 16 filters, ReLU)   [32, 32, 16]         448
        batch_normalization: BatchNormalization  [32, 32, 16]          64
        max_pooling2d: MaxPooling2D (2×2)        [16, 16, 16]           0
        flatten: Flatten                         [4096]                 0
        dense: Dense (10 units, softmax)         [10]              40,970
        ─────────────────────────────────────────────────────────────────
        41,482 parameters, 41,450 trainable
        """)
    #expect(model.summary.layers[0].kind == .convolution)
  }

  /// Shapes as Keras 3 computes them for an input of 11 x 8.
  @Test(
    "Windows give Keras's output shapes",
    arguments: [
      (Conv2D(filters: 5, kernelSize: 3), [9, 6, 5]),
      (Conv2D(filters: 5, kernelSize: 3, strides: 2), [5, 3, 5]),
      (Conv2D(filters: 5, kernelSize: 4, strides: 3, padding: .same), [4, 3, 5]),
      (Conv2D(filters: 5, kernelSize: (2, 5), strides: (1, 2)), [10, 2, 5]),
      (MaxPooling2D(2), [5, 4, 3]), (MaxPooling2D(3, strides: 2), [5, 3, 3]),
      (MaxPooling2D(2, padding: .same), [6, 4, 3]), (AveragePooling2D((3, 2), strides: (1, 2)), [9, 4, 3]),
    ] as [(any Layer, [Int])])
  func shapes(layer: any Layer, expected: [Int]) throws {
    #expect(try Sequential(input: [11, 8, 3], layers: [layer]).outputShape == expected)
  }

  @Test("Initial weights are Glorot uniform, biases zero, and a function of the seed")
  func initialWeights() throws {
    func weights(seed: Int) throws -> [NamedTensor] {
      try Sequential(input: [8, 8, 16], seed: seed) {
        Conv2D(filters: 32, kernelSize: 3)
        Flatten()
        Dense(10)
      }.weights
    }
    let first = try weights(seed: 1)
    #expect(try weights(seed: 1) == first)
    #expect(try weights(seed: 2) != first)
    let limit = Float((6 / Double(9 * 16 + 9 * 32)).squareRoot())
    let kernel = first[0].tensor.scalars
    #expect(kernel.allSatisfy { abs($0) <= limit } && kernel.contains { abs($0) > 0.99 * limit })
    #expect(first[1].tensor.scalars.allSatisfy { $0 == 0 })
    #expect(Array(first[2].tensor.scalars.prefix(4608)) != kernel)
  }

  @Test("A layer's line in a run's key has every argument, its description only those that were given")
  func canonicalLines() {
    #expect(
      Conv2D(filters: 8, kernelSize: 3).canonicalLine
        == "Conv2D(filters: 8, kernelSize: 3, strides: 1, padding: .valid, activation: .linear, useBias: true)")
    #expect(
      Conv2D(filters: 8, kernelSize: (3, 5), strides: (2, 2), activation: .leakyReLU()).description
        == "Conv2D(filters: 8, kernelSize: (3, 5), strides: 2, activation: .leakyReLU(negativeSlope: 0.2))")
    #expect(MaxPooling2D(2).canonicalLine == "MaxPooling2D(2, strides: 2, padding: .valid)")
    #expect(BatchNormalization().canonicalLine == "BatchNormalization(momentum: 0.99, epsilon: 0.001)")
    #expect(Dropout(0.25).canonicalLine == "Dropout(0.25)")
    #expect(Dense(3).canonicalLine == "Dense(3, activation: .linear, useBias: true)")
  }

  @Test("Weights go out and come back in any order")
  func weightsRoundTrip() throws {
    let layers: [any Layer] = [Conv2D(filters: 2, kernelSize: 3), BatchNormalization(), Flatten(), Dense(3)]
    let first = try Sequential(input: [4, 4, 1], seed: 1, layers: layers)
    let second = try Sequential(input: [4, 4, 1], seed: 2, layers: layers)
    try second.setWeights(first.weights.reversed())
    #expect(second.weights == first.weights)
  }
}
