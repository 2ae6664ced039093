import Foundation
import Learning
import TestSupport
import Testing

@testable import Runs

@Suite("Nothing that was saved is lost, whatever goes wrong in the next save")
struct FaultTests {
  private static let states = (1...4).map { Fixture.state(epochs: $0) } + [Fixture.state(epochs: 4, images: 9)]

  @Test("At every write, fsync, rename and removal of a save", arguments: FaultyFiles.Fault.allCases)
  func everyChange(_ fault: FaultyFiles.Fault) async throws {
    try await withTemporaryFolder { parent in
      var struck = 0
      var lost: [Int] = []
      for changes in 0... {
        let folder = "\(parent)/\(changes)"
        try await RunStore(folder: folder).save(Array(Self.states[..<2]))
        let files = FaultyFiles(fault, afterChanges: changes)
        var saved = 2
        if let run = try? await RunStore(folder: folder, files: files).open(Fixture.recipe(epochs: 9)) {
          for place in 2..<Self.states.count {
            // As the training goes on: each save is tried, whatever became of the one before.
            if (try? run.save(Self.states[place])) != nil { saved = place + 1 }
          }
          run.close()
        }
        files.loseWhatWasNotSynchronized()
        struck += files.hasStruck ? 1 : 0

        let store = RunStore(folder: folder)
        let found = try store.find()
        let place = try #require(Self.states.firstIndex { bits($0) == found.stateBits }, "after \(changes) changes")
        #expect(place + 1 >= saved, "after \(changes) changes")
        lost.append(place + 1 - saved)
        // Damaged files may be left, but none that is taken for a checkpoint.
        #expect(found.faults.allSatisfy { if case .notAsWritten = $0 { true } else { false } }, "\(found.faults)")
        try await store.save([Fixture.state(epochs: 5)])
        #expect(try store.find().stateBits == bits(Fixture.state(epochs: 5)))
        if !files.hasStruck { break }
      }
      #expect(struck > 30)
      #expect(lost.contains(0))
    }
  }

  @Test("A failed save says what failed and where, in one line")
  func fullDisk() async throws {
    try await withTemporaryFolder { folder in
      try await RunStore(folder: folder).save([Fixture.state(epochs: 1)])
      let store = RunStore(folder: folder, files: FaultyFiles(.full, afterChanges: 0))
      let error = await #expect(throws: RunError.self) { try await store.save([Fixture.state(epochs: 2)]) }
      let path = "\(folder)/\(RunKey(Fixture.recipe).name)/epoch-000002.safetensors"
      #expect(error?.description == "\(path): cannot be written: No space left on device.")
      #expect(try store.find().stateBits == bits(Fixture.state(epochs: 1)))
    }
  }

  @Test("A stopped save's leftovers are gone after the next one")
  func leftovers() async throws {
    try await withTemporaryFolder { folder in
      let files = FaultyFiles(.kill, afterChanges: 2)
      _ = try? await RunStore(folder: folder, files: files).save([Fixture.state(epochs: 1)])
      func leftovers() throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: folder).filter { $0.contains(".new-") }
      }
      #expect(try leftovers().count == 1)
      try await RunStore(folder: folder).save([Fixture.state(epochs: 2)])
      #expect(try leftovers().isEmpty)
    }
  }
}
