import Foundation
import Learning
import Synchronization
import TestSupport
import Testing

@testable import Runs

@Suite struct RunStoreTests {
  /// Collects what a store says about files it passed over.
  private final class Notes: Sendable {
    private let errors = Mutex<[RunError]>([])
    func add(_ error: RunError) { errors.withLock { $0.append(error) } }
    var all: [RunError] { errors.withLock { $0 } }
  }

  private func checkpoints(in folder: String) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: folder).filter { $0.hasSuffix(".safetensors") }.sorted()
      .map { folder + "/" + $0 }
  }

  @Test("A state comes back bit for bit, with infinities, NaN and -0")
  func roundTrip() throws {
    try withTemporaryFolder { folder in
      let store = RunStore(folder: folder + "/.cahier/runs")
      #expect(try store.state(of: Fixture.recipe) == nil)
      try store.save(Fixture.state(epochs: 2), of: Fixture.recipe)
      #expect(isSame(try store.state(of: Fixture.recipe), Fixture.state(epochs: 2)))
      try store.save(Fixture.state(epochs: 3, isFinished: true), of: Fixture.recipe)
      #expect(isSame(try store.state(of: Fixture.recipe), Fixture.state(epochs: 3, isFinished: true)))
      #expect(!isSame(Fixture.state(epochs: 3), Fixture.state(epochs: 2)))

      var bare = Fixture.state(epochs: 4)
      bare.bestWeights = nil
      bare.optimizerSlots = []
      try store.save(bare, of: Fixture.recipe)
      #expect(isSame(try store.state(of: Fixture.recipe), bare))
    }
  }

  @Test("A run's folder holds its key, two generations and its history, and nothing else")
  func layout() throws {
    try withTemporaryFolder { folder in
      let store = RunStore(folder: folder)
      for epochs in 1...4 { try store.save(Fixture.state(epochs: epochs), of: Fixture.recipe) }
      let run = RunKey(Fixture.recipe).digest.prefix(16)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [String(run)])
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(run)").sorted() == [
          "checkpoint-000003.safetensors", "checkpoint-000004.safetensors", "history.csv", "history.json", "key.json",
          "run.json",
        ])
      let key = try JSONDecoder().decode(
        RunKey.self, from: Data(contentsOf: URL(filePath: "\(folder)/\(run)/key.json")))
      #expect(key == RunKey(Fixture.recipe))
      let csv = try String(contentsOf: URL(filePath: "\(folder)/\(run)/history.csv"), encoding: .utf8)
      #expect(
        csv.hasPrefix(
          "epoch,loss,accuracy,validation_loss,validation_accuracy,learning_rate,seconds\n1,1.1,0.3,inf,,0.001,2.5\n2,nan,"
        ))
    }
  }

  @Test("A flipped bit anywhere in the newest checkpoint is noticed, and the one before is used")
  func flippedBits() throws {
    try withTemporaryFolder { folder in
      let notes = Notes()
      let store = RunStore(folder: folder, note: notes.add)
      try store.save(Fixture.state(epochs: 1), of: Fixture.recipe)
      try store.save(Fixture.state(epochs: 2), of: Fixture.recipe)
      let newest = try #require(checkpoints(in: folder).last)
      let sound = try Data(contentsOf: URL(filePath: newest))
      let positions = stride(from: 0, to: sound.count, by: 11)
      for position in positions {
        var damaged = sound
        damaged[position] ^= 1 << (position % 8)
        try damaged.write(to: URL(filePath: newest))
        #expect(isSame(try store.state(of: Fixture.recipe), Fixture.state(epochs: 1)), "byte \(position)")
      }
      #expect(notes.all.count == Array(positions).count)
      for length in [0, 7, 8, 100, sound.count - 1] {
        try sound.prefix(length).write(to: URL(filePath: newest))
        #expect(isSame(try store.state(of: Fixture.recipe), Fixture.state(epochs: 1)), "\(length) bytes")
      }
    }
  }

  @Test("Where no generation is sound, the run counts as absent, and the next save puts it right")
  func nothingSound() throws {
    try withTemporaryFolder { folder in
      let notes = Notes()
      let store = RunStore(folder: folder, note: notes.add)
      for epochs in 1...2 { try store.save(Fixture.state(epochs: epochs), of: Fixture.recipe) }
      for path in try checkpoints(in: folder) { try Data("nonsense".utf8).write(to: URL(filePath: path)) }
      #expect(try store.state(of: Fixture.recipe) == nil)
      #expect(notes.all == (try checkpoints(in: folder)).reversed().map { .digestMismatch(path: $0) })
      try store.save(Fixture.state(epochs: 1), of: Fixture.recipe)
      #expect(isSame(try store.state(of: Fixture.recipe), Fixture.state(epochs: 1)))
    }
  }

  @Test("Stopped at any change of a save, the store has the state before or the new one")
  func stopped() throws {
    try withTemporaryFolder { parent in
      var kept: [Int] = []
      for changes in 0... {
        let folder = "\(parent)/\(changes)"
        for epochs in 1...2 { try RunStore(folder: folder).save(Fixture.state(epochs: epochs), of: Fixture.recipe) }
        let files = FaultyFiles(.stop, afterChanges: changes)
        try? RunStore(folder: folder, files: files).save(Fixture.state(epochs: 3), of: Fixture.recipe)

        let store = RunStore(folder: folder)
        let found = try store.state(of: Fixture.recipe)
        let epochs = try #require(found?.history.epochs.count)
        #expect(isSame(found, Fixture.state(epochs: epochs)))
        kept.append(epochs)
        try store.save(Fixture.state(epochs: 4), of: Fixture.recipe)
        #expect(isSame(try store.state(of: Fixture.recipe), Fixture.state(epochs: 4)))
        if !files.hasStruck { break }
      }
      // One by one: the folder, the new file, its move into place; from there on the new state is kept.
      #expect(kept == [2, 2, 2] + Array(repeating: 3, count: kept.count - 3))
      #expect(kept.count > 10)
    }
  }

  @Test("A stopped save's leftovers are gone after the next one")
  func leftovers() throws {
    try withTemporaryFolder { folder in
      try? RunStore(folder: folder, files: FaultyFiles(.stop, afterChanges: 1)).save(
        Fixture.state(epochs: 1), of: Fixture.recipe)
      let left = try FileManager.default.subpathsOfDirectory(atPath: folder).filter { $0.contains(".new-") }
      #expect(left.count == 1)
      try RunStore(folder: folder).save(Fixture.state(epochs: 2), of: Fixture.recipe)
      #expect(try FileManager.default.subpathsOfDirectory(atPath: folder).allSatisfy { !$0.contains(".new-") })
    }
  }

  @Test("A full disk is an error to report, and what was kept stays")
  func fullDisk() throws {
    try withTemporaryFolder { folder in
      try RunStore(folder: folder).save(Fixture.state(epochs: 1), of: Fixture.recipe)
      let store = RunStore(folder: folder, files: FaultyFiles(.full, afterChanges: 0))
      let error = #expect(throws: RunError.self) { try store.save(Fixture.state(epochs: 2), of: Fixture.recipe) }
      #expect(
        error.map { "\($0)" }?.hasSuffix(
          ": cannot be written: No space left on device. Training goes on, but this progress is not kept.") == true)
      #expect(isSame(try store.state(of: Fixture.recipe), Fixture.state(epochs: 1)))
    }
  }

  @Test("A place that cannot be a folder is an error that names it")
  func noFolder() throws {
    try withTemporaryFolder { folder in
      try Data().write(to: URL(filePath: folder + "/file"))
      #expect(throws: RunError.cannotWrite(path: folder + "/file/runs", reason: "Not a directory")) {
        try RunStore(folder: folder + "/file/runs").save(Fixture.state(epochs: 1), of: Fixture.recipe)
      }
    }
  }

  @Test("A checkpoint of another run or of a later format is not taken for this one's")
  func foreignCheckpoints() throws {
    try withTemporaryFolder { folder in
      let notes = Notes()
      let store = RunStore(folder: folder, note: notes.add)
      try store.save(Fixture.state(epochs: 1), of: Fixture.recipe)
      let path = try #require(checkpoints(in: folder).first)
      let run = RunKey(Fixture.recipe).digest

      var other = try Checkpoint.pack(Fixture.state(epochs: 1), run: "another")
      try FileManager.default.removeItem(atPath: path)
      try other.write(to: path)
      #expect(try store.state(of: Fixture.recipe) == nil)

      other = try Checkpoint.pack(Fixture.state(epochs: 1), run: run)
      other.metadata["cahier.format"] = "2"
      try other.write(to: path)
      #expect(try store.state(of: Fixture.recipe) == nil)
      #expect(
        notes.all == [
          .notACheckpoint(path: path, reason: "it belongs to another run"),
          .newerFormat(path: path, version: 2, supported: 1),
        ])
    }
  }

  @Test("Runs are listed with label, dates and epochs, the newest first")
  func listing() throws {
    try withTemporaryFolder { folder in
      #expect(try RunStore(folder: folder + "/none").runs().isEmpty)
      var other = Fixture.recipe
      other.seed = 8
      try RunStore(folder: folder, label: { "train" }).save(Fixture.state(epochs: 1), of: Fixture.recipe)
      try RunStore(folder: folder).save(Fixture.state(epochs: 2, isFinished: true), of: Fixture.recipe)
      try RunStore(folder: folder).save(Fixture.state(epochs: 5), of: other)
      try Data("{".utf8).write(to: URL(filePath: folder + "/stray"))

      #expect(RunStore(folder: folder).summary(of: other)?.epochs == 5)
      #expect(RunStore(folder: folder + "/none").summary(of: other) == nil)
      let runs = try RunStore(folder: folder).runs()
      #expect(runs.count == 2)
      let first = try #require(runs.first { $0.run == RunKey(Fixture.recipe).digest })
      #expect(first.label == "train")
      #expect(first.epochs == 2 && first.isFinished && first.seconds == 5)
      #expect(first.started <= first.updated && abs(first.updated.timeIntervalSinceNow) < 60)
      #expect(runs.first { $0.run == RunKey(other).digest }?.label == nil)
    }
  }
}
