internal import CKernels

/// Threads that run phases together; one of them is the caller's.
final class ThreadTeam {
  let threads: Int
  private let pool: OpaquePointer
  private let mostPhases: Int
  private var phases: [Phase] = []
  private var batch: Batch!

  init(threads: Int, phases: Int) {
    self.threads = threads
    mostPhases = phases
    pool = ck_pool_create(Int32(threads), Int32(phases), threads <= Processors.available)
  }

  deinit { ck_pool_destroy(pool) }

  /// Runs the phases one after the other, each one's units on whichever thread is free.
  func run(_ phases: [Phase], on batch: Batch) {
    precondition(phases.count <= mostPhases)
    self.phases = phases
    self.batch = batch
    ck_pool_run(
      pool,
      { context, thread in
        Unmanaged<ThreadTeam>.fromOpaque(context!).takeUnretainedValue().work(Int(thread))
      }, Unmanaged.passUnretained(self).toOpaque())
  }

  private func work(_ thread: Int) {
    let batch = batch!
    for (number, phase) in phases.enumerated() {
      let units = phase.units(batch)
      while true {
        let unit = ck_pool_next(pool, Int32(number))
        if unit >= units { break }
        phase.body(unit, batch, thread)
      }
      ck_pool_barrier(pool)
    }
  }
}
