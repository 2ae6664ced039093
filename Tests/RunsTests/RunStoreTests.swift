import Foundation
import Learning
import TestSupport
import Testing

@testable import Runs

@Suite struct RunStoreTests {
  private static let name = RunKey(Fixture.recipe).name

  private func names(_ folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(Self.name)").sorted()
  }

  private func checkpoints(_ folder: String) throws -> [String] {
    try names(folder).filter { $0.hasSuffix(".safetensors") }
  }

  @Test("A state comes back bit for bit, with infinities, NaN and -0, between epochs and within one")
  func roundTrip() async throws {
    try await withTemporaryFolder { folder in
      let store = RunStore(folder: folder + "/.cahier/runs")
      #expect(try store.find().stateBits == nil)
      for state in [
        Fixture.state(epochs: 0, images: 12), Fixture.state(epochs: 2), Fixture.state(epochs: 2, images: 64, best: 1),
        Fixture.state(epochs: 4, best: 4),
      ] {
        try await store.save([state])
        let found = try store.find()
        #expect(found.stateBits == bits(state))
        #expect(found.faults.isEmpty && found.name == Self.name)
        #expect(abs(try #require(found.trained).timeIntervalSinceNow) < 60)
      }
    }
  }

  @Test("A run's folder holds its key, the two newest epochs, the best one, and its history")
  func layout() async throws {
    try await withTemporaryFolder { folder in
      let store = RunStore(folder: folder)
      try await store.save((1...5).map { Fixture.state(epochs: $0) } + [Fixture.state(epochs: 5, images: 32)])
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [Self.name])
      #expect(
        try names(folder) == [
          "epoch-000001.safetensors", "epoch-000004.safetensors", "epoch-000005-image-0000032.safetensors",
          "epoch-000005.safetensors", "history.csv", "history.jsonl", "key.json", "lock", "run.json",
        ])
      let key = try JSONDecoder().decode(
        RunKey.self, from: Data(contentsOf: URL(filePath: "\(folder)/\(Self.name)/key.json")))
      #expect(key == RunKey(Fixture.recipe))
      let csv = try String(contentsOfFile: "\(folder)/\(Self.name)/history.csv", encoding: .utf8)
      #expect(
        csv.hasPrefix(
          "epoch,loss,accuracy,validation_loss,validation_accuracy,learning_rate,seconds\n1,1.1,0.3,0.0,,0.001,2.5\n2,nan,"
        ))
      let lines = try String(contentsOfFile: "\(folder)/\(Self.name)/history.jsonl", encoding: .utf8)
      #expect(lines.split(separator: "\n").count == 5)
      #expect(lines.hasPrefix(#"{"accuracy":0.3,"learningRate":0.001,"loss":1.1,"number":1,"#))
    }
  }

  @Test("Every length that a fit asked for stays; a longer one goes on from it, a kept one is found")
  func lengths() async throws {
    try await withTemporaryFolder { folder in
      let store = RunStore(folder: folder)
      try await store.save((1...3).map { Fixture.state(epochs: $0) }, asked: 3)
      let longer = try store.find(epochs: 8)
      #expect(longer.epochs == 3 && longer.isShorterRun)
      try await store.save((4...8).map { Fixture.state(epochs: $0) }, asked: 8)
      #expect(
        try checkpoints(folder) == [
          "epoch-000001.safetensors", "epoch-000007.safetensors", "finished-000003.safetensors",
          "finished-000008.safetensors",
        ])
      for epochs in [1, 3, 7, 8] {
        guard case .result(let result) = try store.find(epochs: epochs).start else {
          Issue.record("\(epochs) epochs are not found")
          continue
        }
        #expect(bits(Fixture.state(epochs: epochs)).contains("\(result.history)"))
      }
      // What was found once stays as well.
      #expect(try checkpoints(folder).contains("finished-000007.safetensors"))
      #expect(try store.find(epochs: 5).epochs == 3)
      #expect(try store.runs().first?.finishedEpochs == [1, 3, 7, 8])
    }
  }

  @Test("A run that stopped early is the result for every greater length, and for shorter ones that it has weights of")
  func stoppedEarly() async throws {
    try await withTemporaryFolder { folder in
      let store = RunStore(folder: folder)
      try await store.save([Fixture.state(epochs: 3, best: 1), Fixture.state(epochs: 4, stopped: true, best: 1)])
      for epochs in 1...12 {
        guard case .result(let result) = try store.find(epochs: epochs).start else {
          Issue.record("\(epochs) epochs are not found")
          continue
        }
        #expect(result.history.epochs.count == min(epochs, 4) && result.history.stoppedEarly == (epochs >= 4))
        #expect(result.weights.map(\.name) == ["conv2d/kernel"])
      }
    }
  }

  @Test("A flipped bit anywhere in the newest checkpoint is noticed, and the one before is used")
  func flippedBits() async throws {
    try await withTemporaryFolder { folder in
      let store = RunStore(folder: folder)
      try await store.save([Fixture.state(epochs: 1), Fixture.state(epochs: 2)])
      let newest = "\(folder)/\(Self.name)/epoch-000002.safetensors"
      let sound = try Data(contentsOf: URL(filePath: newest))
      for position in stride(from: 0, to: sound.count, by: 11) {
        var damaged = sound
        damaged[position] ^= 1 << (position % 8)
        try damaged.write(to: URL(filePath: newest))
        let found = try store.find()
        #expect(found.stateBits == bits(Fixture.state(epochs: 1)), "byte \(position)")
        #expect(found.faults.map(\.file) == [newest])
      }
      for length in [0, 7, 8, 100, sound.count - 1] {
        try sound.prefix(length).write(to: URL(filePath: newest))
        #expect(try store.find().stateBits == bits(Fixture.state(epochs: 1)), "\(length) bytes")
      }
    }
  }

  @Test("A changed byte in a file beside the checkpoints is noticed, and the file is written anew")
  func derivedFiles() async throws {
    try await withTemporaryFolder { folder in
      let store = RunStore(folder: folder)
      try await store.save((1...3).map { Fixture.state(epochs: $0) }, asked: 3)
      for name in ["key.json", "history.jsonl", "history.csv"] {
        let path = "\(folder)/\(Self.name)/\(name)"
        let sound = try Data(contentsOf: URL(filePath: path))
        for position in stride(from: 0, to: sound.count, by: 17) {
          var damaged = sound
          damaged[position] ^= 1
          try damaged.write(to: URL(filePath: path))
          #expect(try store.find(epochs: 3).faults == [.notAsWritten(path: path)], "\(name), byte \(position)")
          #expect(try Data(contentsOf: URL(filePath: path)) == sound)
        }
        // Shorter by an epoch: the program was killed behind the checkpoint.
        if name != "key.json" {
          let text = String(decoding: sound, as: UTF8.self)
          let shorter = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast(2)
          try (shorter.joined(separator: "\n") + "\n").write(toFile: path, atomically: false, encoding: .utf8)
          #expect(try store.find(epochs: 3).faults == [])
        }
      }
      let summary = "\(folder)/\(Self.name)/run.json"
      let sound = try Data(contentsOf: URL(filePath: summary))
      let before = try store.runs()
      for position in stride(from: 0, to: sound.count, by: 7) {
        var damaged = sound
        damaged[position] ^= 1
        try damaged.write(to: URL(filePath: summary))
        let after = try store.runs()
        #expect(after.map(\.epochs) == before.map(\.epochs) && after.map(\.run) == before.map(\.run))
      }
    }
  }

  @Test("Where no generation is sound, the run counts as absent, and the next save puts it right")
  func nothingSound() async throws {
    try await withTemporaryFolder { folder in
      let store = RunStore(folder: folder)
      try await store.save([Fixture.state(epochs: 1), Fixture.state(epochs: 2)])
      let paths = try checkpoints(folder).map { "\(folder)/\(Self.name)/\($0)" }
      for path in paths { try Data("nonsense".utf8).write(to: URL(filePath: path)) }
      let found = try store.find()
      #expect(found.stateBits == nil)
      #expect(found.faults == paths.reversed().map { .digestMismatch(path: $0) })
      try await store.save([Fixture.state(epochs: 1)])
      #expect(try store.find().stateBits == bits(Fixture.state(epochs: 1)))
    }
  }

  @Test("A place that cannot be a folder is an error that names it")
  func noFolder() async throws {
    try await withTemporaryFolder { folder in
      try Data().write(to: URL(filePath: folder + "/file"))
      await #expect(throws: RunError.cannotWrite(path: folder + "/file/runs", reason: "Not a directory")) {
        try await RunStore(folder: folder + "/file/runs").save([Fixture.state(epochs: 1)])
      }
    }
  }

  @Test("A checkpoint of another run is not taken for this one's; a later format is refused by name, files untouched")
  func foreignCheckpoints() async throws {
    try await withTemporaryFolder { folder in
      let store = RunStore(folder: folder)
      try await store.save([Fixture.state(epochs: 1)])
      let path = "\(folder)/\(Self.name)/epoch-000001.safetensors"
      var otherRecipe = Fixture.recipe
      otherRecipe.seed = 8

      var other = try Checkpoint(key: RunKey(otherRecipe), state: Fixture.state(epochs: 1), saved: Date()).packed()
      try other.write(to: path)
      let found = try store.find()
      #expect(found.stateBits == nil)
      #expect(found.faults == [.notACheckpoint(path: path, reason: "it belongs to another run")])

      other = try Checkpoint(key: RunKey(Fixture.recipe), state: Fixture.state(epochs: 1), saved: Date()).packed()
      other.metadata["cahier.format"] = "3"
      try other.write(to: path)
      let newer = RunError.newerFormat(path: path, version: 3, supported: 2)
      #expect(throws: newer) { try store.find() }
      let before = try names(folder)
      await #expect(throws: newer) { try await store.open(Fixture.recipe) }
      #expect(try names(folder) == before)
      #expect(
        newer.description == "\(path): has format 3, written by a newer Cahier; this one reads up to 2.")

      let summary = "\(folder)/\(Self.name)/run.json"
      try FileManager.default.removeItem(atPath: path)
      try Data(#"{"format":9,"something":"else"}"#.utf8).write(to: URL(filePath: summary))
      #expect(throws: RunError.newerFormat(path: summary, version: 9, supported: 2)) { try store.find() }
    }
  }

  @Test("Runs are listed with place, dates and epochs, the newest first; the last one who asked is the place")
  func listing() async throws {
    try await withTemporaryFolder { folder in
      let store = RunStore(folder: folder)
      #expect(try RunStore(folder: folder + "/none").runs().isEmpty)
      let place = RunPlace(notebook: "a.md", cell: 2, label: "train", fit: 0)
      try await store.save([Fixture.state(epochs: 1), Fixture.state(epochs: 2)], asked: 2, place: place)
      var other = Fixture.recipe(epochs: 2)
      other.seed = 8
      let run = try await store.open(other)
      #expect(try run.save(Fixture.state(epochs: 1)) == nil)
      run.close()
      try Data("{".utf8).write(to: URL(filePath: folder + "/stray"))

      let runs = try store.runs()
      #expect(runs.count == 2 && runs[0].updated >= runs[1].updated)
      #expect(try store.unreadable() == ["stray"])
      let first = try #require(runs.first { $0.name == Self.name })
      #expect(first.place == place && first.run == RunKey(Fixture.recipe).digest)
      #expect(first.epochs == 2 && first.isFinished && first.finishedEpochs == [2] && first.seconds == 5)
      #expect(first.started <= first.updated && abs(first.updated.timeIntervalSinceNow) < 60)
      #expect(first.bytes > 2000 && first.validationLoss == 1)
      #expect(runs.first { $0.name != Self.name }?.isFinished == false)

      #expect(store.newest(at: place)?.key == RunKey(Fixture.recipe))
      #expect(store.newest(at: RunPlace(notebook: "b.md", cell: 2, label: "train", fit: 0)) == nil)
      #expect(store.newest(at: RunPlace(notebook: "a.md", cell: 2, label: nil, fit: 0)) == nil)
      let moved = RunPlace(notebook: "a.md", cell: 3, label: "fit", fit: 0)
      _ = try store.find(Fixture.recipe(epochs: 2), place: moved)
      #expect(store.newest(at: moved)?.state.history.epochs.count == 2)
      #expect(store.newest(at: place) == nil)

      let kept = try store.run(named: Self.name)
      #expect(kept.key == RunKey(Fixture.recipe) && kept.result.history.epochs.count == 2)
      try store.remove(Self.name)
      #expect(try store.runs().count == 1)
      #expect(throws: RunError.noSuchRun(folder: folder, name: Self.name)) { try store.remove(Self.name) }
    }
  }

  @Test("Names of checkpoints say what they hold, and nothing else is taken for one")
  func checkpointNames() {
    for name in [
      CheckpointName(epochs: 0, images: 5), CheckpointName(epochs: 7), CheckpointName(epochs: 10, isFinished: true),
      CheckpointName(epochs: 1_234_567, images: 12_345_678),
    ] { #expect(CheckpointName(name.text) == name) }
    for name in [
      "epoch-7.safetensors", "epoch-000007", "epoch-000007.safetensors.new-1-2", "finished--00001.safetensors",
      "epoch-000001-image-0000000.safetensors", "model.safetensors", "finished-000001-image-0000001.safetensors",
      "checkpoint-000001.safetensors",
    ] { #expect(CheckpointName(name) == nil, "\(name)") }
  }
}
