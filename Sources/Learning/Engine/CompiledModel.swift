/// A model compiled for one input shape and largest batch: it holds the weights and computes steps without allocating.
///
/// The same weights, data and arguments give the same bits for any number of threads and instruction set. Use it from
/// one task at a time.
final class CompiledModel {
  let nodes: [OperationNode]
  /// The most images that one call of `trainStep` or `forward` takes.
  let batchSize: Int

  /// Compiles a chain of operations.
  ///
  /// - Parameters:
  ///   - nodes: in order; each one's input has the shape of the output before it, the first's is the images'.
  ///   - batchSize: the most images in one call; a call may have fewer.
  init(
    nodes: [OperationNode], batchSize: Int, threads: Int = EngineInfo.threads,
    instructionSet: InstructionSet = EngineInfo.instructionSet
  ) {
    self.nodes = nodes
    self.batchSize = batchSize
  }

  /// Every parameter in the nodes' order, in Keras's layouts.
  var weights: [NamedTensor] {
    fatalError("not yet")
  }

  /// Replaces the parameters that are named; names and shapes must be the model's.
  func setWeights(_ weights: [NamedTensor]) {
  }

  /// What the optimizer remembers, for every trainable parameter and each of `names` (`OptimizerUpdate.slotNames`).
  func slots(_ names: [String]) -> [NamedTensor] {
    []
  }

  /// Restores what `slots(_:)` gave, for the same `names`; all slots are zero before.
  func setSlots(_ slots: [NamedTensor], names: [String]) {
  }

  /// Trains on one batch: forward, cross-entropy of the final softmax, backward, update.
  ///
  /// The gradient is that of the batch's mean loss. The model must end in a softmax over one row.
  ///
  /// - Parameters:
  ///   - indices: the batch's images, as places in `data`; 1 to `batchSize` of them.
  ///   - random: draws the dropout masks.
  func trainStep(
    data: any LabeledImages, indices: ArraySlice<Int>, update: OptimizerUpdate, random: StepRandomness
  ) -> BatchResult {
    fatalError("not yet")
  }

  /// Computes the outputs for some images, without dropout and with moving averages.
  ///
  /// - Parameters:
  ///   - indices: 1 to `batchSize` places in `data`.
  ///   - outputs: receives `[indices.count, outputs per image]` in row-major order.
  func forward(data: any LabeledImages, indices: ArraySlice<Int>, into outputs: UnsafeMutablePointer<Float>) {
  }
}

/// What a training step measured, before its update.
struct BatchResult: Hashable, Sendable {
  /// The sum over the batch of the cross-entropy.
  var lossSum: Double
  /// How many images' largest probability was at their label (the first, among equal ones).
  var correctCount: Int
}

/// What a step's dropout masks depend on besides the images.
struct StepRandomness: Hashable, Sendable {
  var seed: UInt64
  /// 0-based.
  var epoch: Int
}
