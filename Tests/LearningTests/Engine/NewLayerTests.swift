import CKernels
import TestSupport
import Testing

@testable import Learning

/// A layer that Cahier does not have, in one file: what it is, what the engine is to do, how it is done.
///
/// docs/engine.md names this file as the pattern for a new layer.
private struct UpSampling2D: Layer {
  static let baseName = "up_sampling2d"
  static let kind = LayerSummary.Kind.pooling

  let size: Int

  var arguments: [LayerArgument] { [LayerArgument("size", size)] }

  func lower(onto input: [Int]) throws(ModelError) -> LoweredLayer {
    try check("size", size, size >= 1, "at least 1")
    guard input.count == 3 else { throw .needsImageInput(layer: description, input: input) }
    return LoweredLayer([UpSamplingOperation(size: size)])
  }
}

private struct UpSamplingOperation: Operation {
  let size: Int

  func outputShape(for inputShape: [Int]) -> [Int] { [inputShape[0] * size, inputShape[1] * size, inputShape[2]] }

  func addSteps(to plan: PlanBuilder, node: OperationNode) {
    let input = plan.current
    let output = plan.makeMap(height: input.height * size, width: input.width * size, channels: input.channels)
    plan.append(UpSamplingStep(input: input, output: output, size: size))
  }
}

private final class UpSamplingStep: Step {
  private let size: Int

  init(input: FeatureMap, output: FeatureMap, size: Int) {
    self.size = size
    super.init(input: input, output: output)
  }

  override func forward(_ microBatch: Int, _ batch: Batch, thread: Int) {
    let (x, y) = (input.view(microBatch), output.view(microBatch))
    forEachOutput { row, column, image in
      y.at(row, column, image).update(from: x.at(row / size, column / size, image), count: input.paddedChannels)
    }
  }

  override func backward(_ microBatch: Int, _ batch: Batch, shard: Int, thread: Int) {
    guard input.needsGradient else { return }
    let dx = input.gradient(microBatch, thread: thread)
    let dy = output.gradient(microBatch, thread: thread)
    forEachOutput { row, column, image in
      let (from, to) = (dy.at(row, column, image), dx.at(row / size, column / size, image))
      let isFirst = row % size == 0 && column % size == 0
      for channel in 0..<input.paddedChannels { to[channel] = (isFirst ? 0 : to[channel]) + from[channel] }
    }
  }

  private func forEachOutput(_ body: (_ row: Int, _ column: Int, _ image: Int) -> Void) {
    for row in 0..<output.height {
      for column in 0..<output.width {
        for image in 0..<output.shape.microBatchSize { body(row, column, image) }
      }
    }
  }
}

@Suite struct NewLayerTests {
  /// Probabilities and gradients of a net, with these layers in the middle.
  private func results(_ middle: [any Layer]) throws -> [[Float]] {
    let before: [any Layer] = [Conv2D(filters: 20, kernelSize: 3, activation: .tanh)]
    let model = try Sequential(
      input: [6, 5, 3], seed: 3, layers: before + middle + [GlobalAveragePooling2D(), Dense(4, activation: .softmax)])
    let data = TestImages(11, shape: model.inputShape)
    let compiled = CompiledModel(nodes: model.chain.nodes, batchSize: 11, threads: 2)
    compiled.setWeights(model.weights)
    var probabilities = [Float](repeating: 0, count: 11 * 4)
    compiled.forward(data: data, indices: Array(0..<11)[...], into: &probabilities)
    let (_, gradients) = compiled.gradients(
      data: data, indices: Array(0..<11)[...], random: StepRandomness(seed: 1, epoch: 0))
    return [probabilities] + gradients.map(\.tensor.scalars)
  }

  @Test("A new layer is one file: repeating every pixel changes no average, and no gradient")
  func upSampling() throws {
    // Both nets draw equal weights: a layer without any takes none from another.
    for (own, expected) in zip(try results([UpSampling2D(size: 3)]), try results([UpSampling2D(size: 1)])) {
      assertClose(own, expected, tolerance: 1e-5)
    }
  }
}
