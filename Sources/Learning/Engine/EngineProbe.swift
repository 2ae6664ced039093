internal import CKernels

/// Parts of the engine on their own, for benchmarks: how fast one kernel is, and how fast the processor could be.
package enum EngineProbe {
  /// Billions of floating-point operations a second that fused multiply-adds alone reach, best of several tries.
  package static func peak(threads: Int, instructionSet: InstructionSet, seconds: Double = 0.1) -> Double {
    let kernels = instructionSet.kernels
    let batch = Batch(shape: BatchShape(batchSize: 1), capacity: 1)
    var rounds = 100_000
    let results = AlignedBuffer(count: 16 * threads)
    var operations = 0.0
    func measure() -> Double {
      // A unit a thread: nobody takes a second one before all have begun, for all take equally long.
      let phase = Phase(.count(threads)) { unit, _, thread in
        let done = kernels.peak(rounds, results.floats + 16 * thread)
        if unit == 0 { operations = done }
      }
      let team = ThreadTeam(threads: threads, phases: 1)
      let start = ContinuousClock.now
      team.run([phase], on: batch)
      return (ContinuousClock.now - start) / .seconds(1)
    }
    while measure() < seconds { rounds *= 2 }
    return (0..<5).map { _ in Double(threads) * operations / measure() / 1e9 }.max() ?? 0
  }
}
