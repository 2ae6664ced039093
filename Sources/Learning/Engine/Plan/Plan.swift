internal import CKernels

/// A chain of operations as phases over memory that is all allocated.
final class Plan {
  let steps: [Step]
  let parameters: ParameterStore
  let shape: BatchShape
  let output: FeatureMap
  /// Forward only, without dropout and with moving averages; `predict` runs them.
  private(set) var inference: [Phase] = []
  private let predictionUnits = PredictionUnits()
  /// Forward with dropout and batch statistics, the loss, then backward to every parameter's gradient.
  private(set) var gradients: [Phase] = []
  /// The optimizer's step, from the gradients.
  private(set) var update: [Phase] = []
  /// What follows from new weights.
  private(set) var refresh: [Phase] = []

  init(
    nodes: [OperationNode], batchSize: Int, threads: Int, kernels: ck_kernels, algorithm: ConvolutionAlgorithm
  ) {
    var shape = BatchShape(batchSize: batchSize)
    let builder = PlanBuilder(inputShape: nodes[0].inputShape, nodes: nodes, shape: shape, algorithm: algorithm)
    steps = builder.steps
    parameters = builder.parameters
    output = builder.current
    shape.shards = min(parameters.suitableShards, shape.microBatches)
    shape.chunkSize = min(steps.map(\.microBatchesWanted).max() ?? 1, shape.shardSize)
    self.shape = shape
    parameters.allocate(shards: shape.shards)
    let groups = Plan.grouped(steps)
    let predicting = Plan.grouped(steps.filter { !$0.isForTraining })
    for (map, lifetime) in Plan.lifetimes(groups) { map.gradientLifetime = lifetime }
    for (map, lifetime) in Plan.lifetimes(predicting) where lifetime == .microBatch && map !== output {
      map.predictionUnits = predictionUnits
    }
    var seen = Set<ObjectIdentifier>()
    for map in steps.flatMap(\.maps) where seen.insert(ObjectIdentifier(map)).inserted {
      map.shape = shape
      map.allocate(threads: threads)
    }
    let context = PlanContext(
      kernels: kernels, parameters: parameters, scratch: ThreadScratch(), threads: threads, shape: shape)
    for step in steps { step.prepare(context) }
    context.scratch.allocate(threads: threads)
    let preparations = steps.compactMap { $0.predictionPhase() }
    inference = (preparations.isEmpty ? [] : [Plan.merged(preparations)]) + predicting.flatMap { predict($0) }
    gradients = groups.flatMap { forward($0) } + groups.reversed().flatMap { backward($0) }
    update = [updatePhase(kernels)]
    refresh = [Plan.merged(steps.compactMap { $0.refreshPhase() })]
  }

  /// Every parameter's step, 8,192 weights a unit.
  private func updatePhase(_ kernels: ck_kernels) -> Phase {
    let piece = 8192
    var pieces: [(parameter: StoredParameter, start: Int)] = []
    for parameter in parameters.parameters where parameter.spec.isTrainable {
      pieces += stride(from: 0, to: parameter.count, by: piece).map { (parameter, $0) }
    }
    let (store, all, loss) = (parameters, pieces, steps.last as? SoftmaxStep)
    return Phase(.count(all.count)) { unit, batch, _ in
      // The weights stay as they were where training is to stop.
      if let loss, !loss.isFinite(batch) { return }
      let (parameter, start) = all[unit]
      var update = batch.update
      kernels.update(
        &update, parameter.values + start, parameter.gradient + start, store.shardStride,
        Int32(parameter.isSharded ? store.shards : 1), store.slot(0, of: parameter).map { $0 + start },
        store.slot(1, of: parameter).map { $0 + start }, min(piece, parameter.count - start))
    }
  }

  /// Neighbours that work micro-batch by micro-batch, together; wide steps and the loss alone.
  private static func grouped(_ steps: [Step]) -> [[Step]] {
    var groups: [[Step]] = []
    for step in steps {
      let isAlone = step.isWide || step is SoftmaxStep
      if !isAlone, let last = groups.last?.last, !(last.isWide || last is SoftmaxStep) {
        groups[groups.count - 1].append(step)
      } else {
        groups.append([step])
      }
    }
    return groups
  }

  /// A group's steps in runs: those that take one micro-batch at a time together, others alone.
  private static func runs(_ group: [Step]) -> [[Step]] {
    var runs: [[Step]] = []
    for step in group {
      if step.microBatchesWanted == 1, let last = runs.last?.last, last.microBatchesWanted == 1 {
        runs[runs.count - 1].append(step)
      } else {
        runs.append([step])
      }
    }
    return runs
  }

  /// How long what maps hold is needed: what one group alone touches need not outlive its chunk, and within a run its
  /// micro-batch. Of other maps nothing is said.
  private static func lifetimes(_ groups: [[Step]]) -> [(map: FeatureMap, lifetime: FeatureMap.Lifetime)] {
    let touchingGroups = places(groups)
    var lifetimes: [(map: FeatureMap, lifetime: FeatureMap.Lifetime)] = []
    for (index, group) in groups.enumerated() where !group[0].isWide && !(group[0] is SoftmaxStep) {
      let runs = runs(group)
      let touchingRuns = places(runs)
      for map in group.flatMap(\.maps) {
        guard case .microBatches = map.layout, touchingGroups[ObjectIdentifier(map)] == [index] else { continue }
        let places = touchingRuns[ObjectIdentifier(map)] ?? []
        let isInOneRun = places.count == 1 && places.allSatisfy { runs[$0][0].microBatchesWanted == 1 }
        lifetimes.append((map, isInOneRun ? .microBatch : .chunk))
      }
    }
    return lifetimes
  }

  /// In which of some lists of steps each map appears.
  private static func places(_ lists: [[Step]]) -> [ObjectIdentifier: Set<Int>] {
    var places: [ObjectIdentifier: Set<Int>] = [:]
    for (index, list) in lists.enumerated() {
      for map in list.flatMap(\.maps) { places[ObjectIdentifier(map), default: []].insert(index) }
    }
    return places
  }

  /// Computes the outputs of a batch that is not for training.
  func predict(_ batch: Batch, on team: ThreadTeam) {
    // Some for every thread; so many in a unit that few weights are read for many images.
    let shares = (batch.microBatches + team.threads - 1) / team.threads
    predictionUnits.predict(size: min(max(4, shape.chunkSize), shares)) { team.run(inference, on: batch) }
  }

  private func predict(_ group: [Step]) -> [Phase] {
    if group[0].isWide { return group[0].forwardPhases() }
    let (runs, units) = (Plan.runs(group), predictionUnits)
    return [
      Phase(.of(units.count)) { unit, batch, thread in
        Plan.carry(units.microBatches(of: unit, batch), through: runs, batch, thread: thread)
      }
    ]
  }

  private func forward(_ group: [Step]) -> [Phase] {
    if group[0].isWide { return group[0].forwardPhases() }
    let (runs, shape) = (Plan.runs(group), shape)
    return [
      Phase(.count(shape.shards * shape.chunksPerShard)) { unit, batch, thread in
        let chunk = shape.chunk(
          unit % shape.chunksPerShard, ofShard: unit / shape.chunksPerShard, count: batch.microBatches)
        Plan.carry(chunk, through: runs, batch, thread: thread)
      }
    ]
  }

  private static func carry(_ microBatches: Range<Int>, through runs: [[Step]], _ batch: Batch, thread: Int) {
    for run in runs {
      if run.count == 1 {
        run[0].forward(microBatches, batch, thread: thread)
      } else {
        for microBatch in microBatches { for step in run { step.forward(microBatch, batch, thread: thread) } }
      }
    }
  }

  private func backward(_ group: [Step]) -> [Phase] {
    if group[0].isWide { return group[0].backwardPhases() }
    let steps = Array(group.reversed().filter { $0.output.needsGradient })
    if steps.isEmpty || steps[0] is SoftmaxStep { return [] }
    let (runs, shape) = (Plan.runs(steps), shape)
    return [
      Phase(.count(shape.shards)) { shard, batch, thread in
        for step in steps { step.beginBackward(shard: shard, thread: thread) }
        for index in 0..<shape.chunksPerShard {
          let chunk = shape.chunk(index, ofShard: shard, count: batch.microBatches)
          for run in runs {
            if run.count == 1 {
              run[0].backward(chunk, batch, shard: shard, thread: thread)
            } else {
              for microBatch in chunk {
                for step in run { step.backward(microBatch, batch, shard: shard, thread: thread) }
              }
            }
          }
        }
        for step in steps { step.endBackward(shard: shard, thread: thread) }
      }
    ]
  }

  /// One phase that has the units of all.
  private static func merged(_ phases: [Phase]) -> Phase {
    Phase(.of { batch in phases.reduce(0) { $0 + $1.units(batch) } }) { unit, batch, thread in
      var unit = unit
      for phase in phases {
        let units = phase.units(batch)
        if unit < units { return phase.body(unit, batch, thread) }
        unit -= units
      }
    }
  }
}
