internal import CKernels

/// One convolution as it runs inside a model, for benchmarks: with a layer before it that wants a gradient.
package final class ConvolutionProbe {
  /// A part of a training step.
  package enum Pass: String, CaseIterable, Sendable {
    case forward
    /// The input's gradient: what it adds to the weights', for Winograd's method shares work between the two.
    case backwardData = "backward-data"
    case backwardWeights = "backward-weights"
  }

  /// Images and kernels are square, the padding is `same`.
  package struct Shape: Hashable, Sendable {
    package var size, channels, filters, kernel, stride: Int

    package init(size: Int, channels: Int, filters: Int, kernel: Int, stride: Int = 1) {
      (self.size, self.channels, self.filters) = (size, channels, filters)
      (self.kernel, self.stride) = (kernel, stride)
    }

    var outputSize: Int { (size + stride - 1) / stride }

    /// Floating-point operations of one pass over one image, as the convolution is defined.
    package var operations: Double {
      2 * Double(outputSize * outputSize * kernel * kernel * channels) * Double(filters)
    }
  }

  private let plans: (whole: Plan, weightsOnly: Plan)
  private let team: ThreadTeam
  private let batch: Batch
  private let repeats: Int

  /// - Returns: `nil` where the shape cannot be computed by Winograd's method, or not as a front convolution.
  package init?(
    _ shape: Shape, batchSize: Int, threads: Int, instructionSet: InstructionSet, usesWinograd: Bool, repeats: Int = 5
  ) {
    func plan(needsGradient: Bool) -> Plan {
      let input = [shape.size, shape.size, shape.channels]
      let before = max((shape.outputSize - 1) * shape.stride + shape.kernel - shape.size, 0) / 2
      let window = SlidingWindow(
        size: [shape.kernel, shape.kernel], strides: [shape.stride, shape.stride], paddingBefore: [before, before],
        outputSize: [shape.outputSize, shape.outputSize])
      let convolution = ConvolutionOperation(filters: shape.filters, window: window, hasBias: true)
      return Plan(
        nodes: [
          OperationNode(name: "before", operation: Source(needsGradient: needsGradient), inputShape: input),
          OperationNode(name: "convolution", operation: convolution, inputShape: input),
        ], batchSize: batchSize, threads: threads, kernels: instructionSet.kernels,
        algorithm: usesWinograd ? .automatic : .direct)
    }
    plans = (plan(needsGradient: true), plan(needsGradient: false))
    let step = plans.whole.steps[plans.whole.steps.count - 1]
    guard !step.isWide, step is WinogradStep == usesWinograd else { return nil }
    self.repeats = repeats
    batch = Batch(shape: plans.whole.shape, capacity: batchSize)
    batch.indices = Array(0..<batchSize)
    team = ThreadTeam(threads: threads, phases: 1)
    for plan in [plans.whole, plans.weightsOnly] {
      let step = plan.steps[plan.steps.count - 1]
      fill(step.input.values)
      fill(step.output.gradients)
      for parameter in plan.parameters.parameters {
        parameter.pack(
          [Float](repeating: 0.01, count: parameter.spec.shape.reduce(1, *)), into: parameter.values)
      }
      team.run(plan.refresh, on: batch)
    }
  }

  /// Seconds that a pass takes for the batch: the median of some tries.
  package func seconds(_ pass: Pass) -> Double {
    switch pass {
    case .forward: median(forward(plans.whole))
    case .backwardWeights: median(backward(plans.weightsOnly))
    case .backwardData: max(0, median(backward(plans.whole)) - median(backward(plans.weightsOnly)))
    }
  }

  private func median(_ phase: Phase) -> Double {
    team.run([phase], on: batch)
    let seconds = (0..<repeats).map { _ in
      let start = ContinuousClock.now
      team.run([phase], on: batch)
      return (ContinuousClock.now - start) / .seconds(1)
    }
    return seconds.sorted()[repeats / 2]
  }

  private func forward(_ plan: Plan) -> Phase {
    let (shape, step) = (plan.shape, plan.steps[plan.steps.count - 1])
    return Phase(.count(shape.shards * shape.chunksPerShard)) { unit, batch, thread in
      let (shard, chunk) = (unit / shape.chunksPerShard, unit % shape.chunksPerShard)
      step.forward(shape.chunk(chunk, ofShard: shard, count: batch.microBatches), batch, thread: thread)
    }
  }

  private func backward(_ plan: Plan) -> Phase {
    let (shape, step) = (plan.shape, plan.steps[plan.steps.count - 1])
    return Phase(.count(shape.shards)) { shard, batch, thread in
      step.beginBackward(shard: shard, thread: thread)
      for chunk in 0..<shape.chunksPerShard {
        step.backward(
          shape.chunk(chunk, ofShard: shard, count: batch.microBatches), batch, shard: shard, thread: thread)
      }
      step.endBackward(shard: shard, thread: thread)
    }
  }

  /// Numbers of all sizes: zeros would let the processor clock higher.
  private func fill(_ buffer: AlignedBuffer) {
    for index in 0..<buffer.count { buffer.floats[index] = Float(index &* 2_654_435_761 & 0xffff) / 0x10000 - 0.5 }
  }

  /// What stands before the convolution: a map that is there already.
  private struct Source: Operation {
    let needsGradient: Bool

    func outputShape(for inputShape: [Int]) -> [Int] { inputShape }

    func addSteps(to plan: PlanBuilder, node: OperationNode) {
      let output = plan.makeMap(height: plan.current.height, width: plan.current.width, channels: plan.current.channels)
      plan.append(Step(input: plan.current, output: output), isTrainable: needsGradient)
    }
  }
}
