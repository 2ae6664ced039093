internal import CKernels

/// A model compiled for one input shape and largest batch: it holds the weights and computes steps without allocating.
///
/// The same weights, data and arguments give the same bits for any number of threads and instruction set. Use it from
/// one task at a time.
final class CompiledModel {
  let nodes: [OperationNode]
  /// The most images that one call of `trainStep` or `forward` takes.
  let batchSize: Int

  /// As many images as `forward` computes quickest at a time: some for every thread, yet so few that their feature maps
  /// stay in the caches. Results do not depend on it.
  let imagesAtATime: Int

  private let plan: Plan
  private let team: ThreadTeam
  private let batch: Batch
  private let trainingPhases: [Phase]
  private let gradientPhases: [Phase]

  /// Compiles a chain of operations.
  ///
  /// - Parameters:
  ///   - nodes: in order; each one's input has the shape of the output before it, the first's is the images'.
  ///   - batchSize: the most images in one call; a call may have fewer.
  init(
    nodes: [OperationNode], batchSize: Int, threads: Int = EngineInfo.threads,
    instructionSet: InstructionSet = EngineInfo.instructionSet, algorithm: ConvolutionAlgorithm = .automatic
  ) {
    precondition(batchSize >= 1 && threads >= 1 && !nodes.isEmpty)
    self.nodes = nodes
    self.batchSize = batchSize
    plan = Plan(
      nodes: nodes, batchSize: batchSize, threads: threads, kernels: instructionSet.kernels,
      algorithm: algorithm)
    imagesAtATime = min(batchSize, max(32, plan.shape.chunkSize * plan.shape.microBatchSize) * threads)
    batch = Batch(shape: plan.shape, capacity: batchSize)
    gradientPhases = plan.gradients
    trainingPhases = plan.gradients + plan.update + plan.refresh
    team = ThreadTeam(threads: threads, phases: trainingPhases.count + plan.inference.count)
  }

  /// Whether the model ends in a softmax over one row, as `trainStep` needs it.
  var isTrainable: Bool { loss != nil && plan.output.height * plan.output.width == 1 }

  /// Every parameter in the nodes' order, in Keras's layouts.
  var weights: [NamedTensor] { plan.parameters.tensors { UnsafePointer($0.values) } }

  /// Replaces the parameters that are named; names and shapes must be the model's.
  func setWeights(_ weights: [NamedTensor]) {
    for weight in weights {
      let parameter = parameter(named: weight.name)
      precondition(parameter.spec.shape == weight.tensor.shape, "\(weight.name) has the shape \(parameter.spec.shape)")
      parameter.pack(weight.tensor.scalars, into: parameter.values)
    }
    team.run(plan.refresh, on: batch)
  }

  /// What the optimizer remembers, for every trainable parameter and each of `names` (`OptimizerUpdate.slotNames`).
  func slots(_ names: [String]) -> [NamedTensor] {
    if plan.parameters.slotCount != names.count { plan.parameters.resetSlots(count: names.count) }
    return names.enumerated().flatMap { index, name in
      plan.parameters.tensors(
        { $0.spec.isTrainable ? UnsafePointer(plan.parameters.slot(index, of: $0)) : nil }, suffix: "/\(name)")
    }
  }

  /// Restores what `slots(_:)` gave, for the same `names`; all slots are zero before.
  func setSlots(_ slots: [NamedTensor], names: [String]) {
    plan.parameters.resetSlots(count: names.count)
    for slot in slots {
      let path = slot.name.split(separator: "/")
      guard let name = path.last, let index = names.firstIndex(of: String(name)) else {
        preconditionFailure("\(slot.name) is no slot of \(names)")
      }
      let parameter = parameter(named: path.dropLast().joined(separator: "/"))
      plan.parameters.slot(index, of: parameter).map { parameter.pack(slot.tensor.scalars, into: $0) }
    }
  }

  /// Trains on one batch: forward, cross-entropy of the final softmax, backward, update.
  ///
  /// The gradient is that of the batch's mean loss. The model must end in a softmax over one row.
  ///
  /// - Parameters:
  ///   - indices: the batch's images, as places in `data`; 1 to `batchSize` of them.
  ///   - random: draws augmentation and dropout masks.
  ///   - targets: how labels become the loss's targets.
  func trainStep(
    data: any LabeledImages, indices: ArraySlice<Int>, update: OptimizerUpdate, random: StepRandomness,
    targets: Targets = Targets()
  ) -> BatchResult {
    if plan.parameters.slotCount != update.slotNames.count {
      plan.parameters.resetSlots(count: update.slotNames.count)
    }
    batch.update = update.resolved
    return run(trainingPhases, data: data, indices: indices, random: random, targets: targets)
  }

  /// The gradient of the batch's mean loss, without an update.
  func gradients(
    data: any LabeledImages, indices: ArraySlice<Int>, random: StepRandomness, targets: Targets = Targets()
  ) -> (result: BatchResult, gradients: [NamedTensor]) {
    let result = run(gradientPhases, data: data, indices: indices, random: random, targets: targets)
    return (result, plan.parameters.gradients)
  }

  /// Computes the outputs for some images, without dropout and with moving averages.
  ///
  /// - Parameters:
  ///   - indices: 1 to `batchSize` places in `data`.
  ///   - outputs: receives `[indices.count, outputs per image]` in row-major order.
  /// - Returns: loss and hits of a final softmax; zeros where there is none.
  @discardableResult
  func forward(
    data: any LabeledImages, indices: ArraySlice<Int>, into outputs: UnsafeMutablePointer<Float>
  ) -> BatchResult {
    prepareBatch(data: data, indices: indices)
    defer { batch.data = nil }
    batch.isTraining = false
    plan.predict(batch, on: team)
    plan.output.copy(images: indices.count, to: outputs)
    return loss?.result(batch) ?? BatchResult(lossSum: 0, correctCount: 0)
  }

  /// The plan in words.
  var planLines: [String] { plan.lines }

  /// Where, going forward, the last training step met the first value that is not finite.
  ///
  /// A step whose loss is not finite leaves the trainable weights as they were, and the activations until the next
  /// call; moving averages follow the batch all the same.
  func firstNotFinite() -> NotFinite {
    for step in plan.steps {
      for image in 0..<batch.imageCount where !step.output.isFinite(image: image) {
        return step is InputStep ? .image(image) : .output(of: step.layer)
      }
    }
    return .output(of: nodes[nodes.count - 1].layer)
  }

  /// A place in the forward pass.
  enum NotFinite: Hashable {
    /// In the batch, by its place there.
    case image(Int)
    /// Of a layer, by its name.
    case output(of: String)
  }

  private var loss: SoftmaxStep? { plan.steps.last as? SoftmaxStep }

  private func run(
    _ phases: [Phase], data: any LabeledImages, indices: ArraySlice<Int>, random: StepRandomness, targets: Targets
  ) -> BatchResult {
    guard isTrainable, let loss else { preconditionFailure("only a model that ends in a softmax row trains") }
    prepareBatch(data: data, indices: indices)
    defer { batch.data = nil }
    batch.isTraining = true
    batch.random = random
    batch.targets = targets
    team.run(phases, on: batch)
    return loss.result(batch)
  }

  private func prepareBatch(data: any LabeledImages, indices: ArraySlice<Int>) {
    precondition(!indices.isEmpty && indices.count <= batchSize, "a batch has 1 to \(batchSize) images")
    batch.data = data
    batch.indices.replaceSubrange(0..<batch.indices.count, with: indices)
  }

  private func parameter(named name: String) -> StoredParameter {
    guard let parameter = plan.parameters.parameters.first(where: { $0.spec.name == name }) else {
      preconditionFailure("the model has no parameter \(name)")
    }
    return parameter
  }
}

/// How convolutions are computed; results differ by rounding.
enum ConvolutionAlgorithm: String, CaseIterable, Sendable {
  /// By Winograd's method where it suits the shape.
  case automatic = "auto"
  /// As they are defined.
  case direct
}

/// What a training step measured, before its update.
struct BatchResult: Hashable, Sendable {
  /// The sum over the batch of the cross-entropy, with the targets' weights.
  var lossSum: Double
  /// How many images' largest probability was at their label (the first, among equal ones).
  var correctCount: Int
}

/// What a step's augmentation and dropout masks depend on besides the images.
struct StepRandomness: Hashable, Sendable {
  var seed: UInt64
  /// 0-based.
  var epoch: Int
}
