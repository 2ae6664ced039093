import Testing

@testable import Learning

/// The same bits for any number of threads and on every path.
@Suite struct EngineBitsTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let name: String
    let layers: [any Layer]
    var input = [16, 16, 3]
    var batchSize = 32
    var images = 70
    var algorithm = ConvolutionAlgorithm.automatic
    var testDescription: String { name }
  }

  static let cases = [
    Case(
      name: "convolutions on both sides of a pooling, all sharded",
      layers: [
        Conv2D(filters: 32, kernelSize: 3, padding: .same, activation: .relu), MaxPooling2D(2), Dropout(0.25),
        Conv2D(filters: 48, kernelSize: 3, activation: .relu), MaxPooling2D(2), Dropout(0.25), Flatten(),
        Dense(40, activation: .relu), Dropout(0.5),
      ]),
    Case(
      name: "batch normalization and every activation",
      layers: [
        Conv2D(filters: 17, kernelSize: 5, strides: 2, padding: .same), BatchNormalization(), Activation(.leakyReLU()),
        Conv2D(filters: 33, kernelSize: 3, padding: .same, activation: .tanh), AveragePooling2D(2),
        BatchNormalization(), Activation(.relu), Conv2D(filters: 8, kernelSize: 1, activation: .sigmoid),
        GlobalAveragePooling2D(),
        Dense(12, activation: .tanh),
      ], batchSize: 19, images: 45),
    Case(
      name: "overlapping pools, one channel, batches of one and two images",
      layers: [
        Conv2D(filters: 16, kernelSize: 3, padding: .same), MaxPooling2D(3, strides: 2, padding: .same),
        Conv2D(filters: 16, kernelSize: 3, activation: .relu), MaxPooling2D(3, strides: 2), Flatten(),
      ], input: [13, 11, 1], batchSize: 2, images: 7),
    Case(
      name: "direct convolutions only",
      layers: [
        Conv2D(filters: 32, kernelSize: 3, activation: .relu), Conv2D(filters: 48, kernelSize: 3, activation: .relu),
        MaxPooling2D(2), Flatten(),
      ], images: 40, algorithm: .direct),
    Case(
      name: "tiny images, taken several micro-batches at a time",
      layers: [
        Conv2D(filters: 32, kernelSize: 3, activation: .relu), MaxPooling2D(2),
        Conv2D(filters: 64, kernelSize: 3, padding: .same, activation: .relu), MaxPooling2D(2),
        Conv2D(filters: 96, kernelSize: 3, padding: .same, activation: .relu), Flatten(),
      ], input: [10, 10, 3], batchSize: 72, images: 150),
    Case(
      name: "2x2 maps at a Toeplitz matrix's points, more images than a unit takes",
      layers: [
        Conv2D(filters: 72, kernelSize: 3, activation: .relu), MaxPooling2D(2),
        Conv2D(filters: 80, kernelSize: 3, padding: .same, activation: .relu), MaxPooling2D(2), Dropout(0.2),
      ], input: [6, 6, 3], batchSize: 150, images: 320),
    Case(
      name: "residual branches, kept and projected",
      layers: [
        Conv2D(filters: 16, kernelSize: 3, padding: .same, activation: .relu),
        Residual {
          Conv2D(filters: 16, kernelSize: 3, padding: .same, activation: .relu)
          Conv2D(filters: 16, kernelSize: 3, padding: .same)
        },
        Activation(.relu),
        Residual {
          Conv2D(filters: 32, kernelSize: 3, strides: 2, padding: .same)
          BatchNormalization()
          Dropout(0.2)
        }, GlobalAveragePooling2D(),
      ]),
  ]

  @Test(
    "Weights, losses and predictions are the same to the bit for 1, 2, 3 and 7 threads on every path", arguments: cases)
  func bits(_ it: Case) throws {
    let model = try Sequential(
      input: it.input, seed: 3, layers: it.layers + [Flatten(), Dense(4, activation: .softmax)])
    try model.randomizeWeights()
    let data = TestImages(it.images, shape: it.input)
    var first: [UInt32]?
    for set in InstructionSet.allCases where set.isAvailable {
      for threads in set == .portable ? [2] : [1, 2, 3, 7] {
        let bits = train(it, model: model, data: data, threads: threads, set: set)
        if let first { #expect(bits == first, "\(set), \(threads) threads") }
        first = first ?? bits
      }
    }
  }

  /// Trains an epoch, the last batch ragged, and returns every number that comes out.
  private func train(
    _ it: Case, model: Sequential, data: TestImages, threads: Int, set: InstructionSet
  ) -> [UInt32] {
    let compiled = CompiledModel(
      nodes: model.chain.nodes, batchSize: it.batchSize, threads: threads, instructionSet: set, algorithm: it.algorithm)
    compiled.setWeights(model.weights)
    let order = RandomStream(seed: 1, purpose: .shuffle, index: 0).permutation(count: data.count)
    var bits: [UInt32] = []
    for (step, start) in stride(from: 0, to: data.count, by: it.batchSize).enumerated() {
      let indices = order[start..<min(start + it.batchSize, data.count)]
      let result = compiled.trainStep(
        data: data, indices: indices, update: Optimizer.adam().update(step: step),
        random: StepRandomness(seed: 9, epoch: 0))
      bits += [Float(result.lossSum).bitPattern, UInt32(result.correctCount)]
    }
    var outputs = [Float](repeating: 0, count: it.batchSize * 4)
    compiled.forward(data: data, indices: order[0..<min(it.batchSize, data.count)], into: &outputs)
    return bits + (outputs + compiled.weights.flatMap(\.tensor.scalars)).map(\.bitPattern)
  }

  @Test("An image's prediction does not depend on the batch that it comes in, nor on the threads", arguments: cases)
  func batches(_ it: Case) throws {
    let model = try Sequential(
      input: it.input, seed: 3, layers: it.layers + [Flatten(), Dense(4, activation: .softmax)])
    let data = TestImages(70, shape: it.input)
    let alone = predictions(model, data: data, batchSize: 1, threads: 1)
    for (batchSize, threads) in [(70, 1), (70, 2), (70, 3), (5, 2), (8, 7), (19, 2)] {
      #expect(
        predictions(model, data: data, batchSize: batchSize, threads: threads) == alone,
        "batches of \(batchSize), \(threads) threads")
    }
  }

  private func predictions(_ model: Sequential, data: TestImages, batchSize: Int, threads: Int) -> [Float] {
    let compiled = CompiledModel(nodes: model.chain.nodes, batchSize: batchSize, threads: threads)
    compiled.setWeights(model.weights)
    var outputs = [Float](repeating: 0, count: data.count * 4)
    outputs.withUnsafeMutableBufferPointer { outputs in
      for start in stride(from: 0, to: data.count, by: batchSize) {
        let indices = Array(0..<data.count)[start..<min(start + batchSize, data.count)]
        compiled.forward(data: data, indices: indices, into: outputs.baseAddress! + start * 4)
      }
    }
    return outputs
  }
}
