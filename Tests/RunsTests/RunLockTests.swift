import Foundation
import Learning
import Synchronization
import TestSupport
import Testing

@testable import Runs

@Suite("One process trains a run")
struct RunLockTests {
  private static func progress(_ images: Int) -> TrainingProgress {
    TrainingProgress(
      epoch: 2, epochs: 9, images: images, imagesPerEpoch: 100, imagesPerSecond: 5, loss: 1, accuracy: 0.5,
      validationLoss: nil, validationAccuracy: nil, secondsRemaining: 3, epochEnded: false)
  }

  @Test("Another waits, sees how far the first one is, and finds what that has trained")
  func waits() async throws {
    try await withTemporaryFolder { folder in
      let store = RunStore(folder: folder)
      let first = try await store.open(Fixture.recipe(epochs: 2))
      first.progressed(Self.progress(40))
      let seen = Mutex<[RunOwner]>([])
      async let second = store.open(Fixture.recipe(epochs: 2)) { owner in
        if let owner { seen.withLock { $0.append(owner) } }
      }
      while seen.withLock(\.isEmpty) { try await Task.sleep(for: .milliseconds(5)) }
      _ = try first.save(Fixture.state(epochs: 1))
      _ = try first.save(Fixture.state(epochs: 2))
      first.close()
      let found = try await second.found
      guard case .result(let result) = found.start else {
        Issue.record("the second one would train again")
        return
      }
      #expect(result.history.epochs.count == 2)
      let owners = seen.withLock { $0 }
      let owner = try #require(owners.first)
      #expect(owner.process == Int(ProcessInfo.processInfo.processIdentifier))
      #expect(owner.progress == Self.progress(40) && !owner.host.isEmpty)
    }
  }

  @Test("Other runs of the store are not held up, and neither is looking")
  func others() async throws {
    try await withTemporaryFolder { folder in
      let store = RunStore(folder: folder)
      let run = try await store.open(Fixture.recipe)
      var other = Fixture.recipe
      other.seed = 8
      let otherRun = try await store.open(other)
      #expect(try store.find().stateBits == nil)
      #expect(
        throws: RunError.beingTrained(
          folder: store.folder(of: run.found.name), process: Int(ProcessInfo.processInfo.processIdentifier))
      ) { try store.remove(run.found.name) }
      otherRun.close()
      run.close()
    }
  }

  @Test("Who waits can be cancelled")
  func cancelled() async throws {
    try await withTemporaryFolder { folder in
      let store = RunStore(folder: folder)
      let first = try await store.open(Fixture.recipe)
      let second = Task { try await store.open(Fixture.recipe).close() }
      second.cancel()
      await #expect(throws: CancellationError.self) { try await second.value }
      first.close()
    }
  }

  /// A file system that knows no locks.
  private struct Lockless: FileLayer {
    let base = SystemFiles()
    func contents(of path: String) throws(RunError) -> [UInt8] { try base.contents(of: path) }
    func create(_ path: String, holding bytes: [UInt8], isDurable: Bool) throws(RunError) {
      try base.create(path, holding: bytes, isDurable: isDurable)
    }
    func move(_ path: String, to target: String) throws(RunError) { try base.move(path, to: target) }
    func synchronizeFolder(_ path: String) throws(RunError) { try base.synchronizeFolder(path) }
    func makeFolder(_ path: String) throws(RunError) { try base.makeFolder(path) }
    func remove(_ path: String) throws(RunError) { try base.remove(path) }
    func removeFolder(_ path: String) throws(RunError) { try base.removeFolder(path) }
    func names(in folder: String) throws(RunError) -> [String] { try base.names(in: folder) }
    func size(of path: String) -> Int { base.size(of: path) }
    func lock(_ path: String) throws(RunError) -> LockAttempt { .unsupported(reason: "No locks available") }
  }

  @Test("Without locks two may train the same run, and lose nothing")
  func lockless() async throws {
    try await withTemporaryFolder { folder in
      let store = RunStore(folder: folder, files: Lockless())
      let faults = Mutex<[RunError]>([])
      let first = try await store.open(
        Fixture.recipe(epochs: 9), noLocks: { fault in faults.withLock { $0.append(fault) } })
      let second = try await store.open(Fixture.recipe(epochs: 9))
      #expect(
        faults.withLock { $0.map(\.description) } == [
          "\(folder): the file system has no locks (No locks available). "
            + "Two renders at the same time may train the same run."
        ])
      for epochs in 1...3 {
        #expect(try first.save(Fixture.state(epochs: epochs)) == nil)
        #expect(try second.save(Fixture.state(epochs: epochs)) == nil)
      }
      #expect(try store.find().stateBits == bits(Fixture.state(epochs: 3)))
    }
  }
}
