import CellOutput
import Foundation
import Notebooks
import Synchronization
import TestSupport
import Testing

@Suite("Training in cells")
struct TrainingTests {
  private final class ProgressObserver: RunObserver {
    let notes = Mutex<[ProgressNote]>([])
    func trainingProgressed(_ progress: ProgressNote) { notes.withLock { $0.append(progress) } }
  }

  private let source = """
    ```{swift}
    //| label: train
    let shapes = Shapes(train: 40, test: 20)
    let model = try Sequential(input: [32, 32, 3], seed: 7) {
      Flatten()
      Dense(10, activation: .softmax)
    }
    let history = try await model.fit(shapes.train, validation: shapes.test, epochs: 2, batchSize: 20)
    history.epochs.count
    ```
    """

  @Test("A fit reports its progress, leaves a note, and is not repeated by the next run")
  func fit() async throws {
    let test = try TestNotebook(source)
    let observer = ProgressObserver()
    let first = try await test.run(observer: observer)
    #expect(first.problem == nil)
    let ends = observer.notes.withLock { $0.filter(\.epochEnded) }
    #expect(ends.map(\.epoch) == [1, 2])
    #expect(ends.allSatisfy { $0.validationLoss != nil && $0.imagesPerEpoch == 40 })
    guard case .training(let note)? = first.cells[0].outputs.first else {
      Issue.record("no note in \(first.cells[0].outputs)")
      return
    }
    #expect(note.epochs == 2 && note.volatile?.reused == false)
    #expect(first.cells[0].outputs.last == .text("2"))

    let second = try await test.run()
    guard case .training(let again)? = second.cells[0].outputs.first else {
      Issue.record("no note in the second run")
      return
    }
    #expect(again.volatile?.reused == true)
    #expect(second.withoutVolatileValues == first.withoutVolatileValues)
  }

  @Test("A run store that cannot be written costs a warning, not the training")
  func unwritableStore() async throws {
    let test = try TestNotebook(source)
    try test.folder.write("in the way", to: ".cahier/runs")
    let record = try await test.run()
    #expect(record.status == .finished)
    #expect(record.cells[0].outputs.last == .text("2"))
    let warnings = record.cells[0].outputs.filter { if case .warning = $0 { true } else { false } }
    // Once, not once an epoch.
    #expect(warnings.count == 1)
    guard case .training(let note)? = record.cells[0].outputs.dropLast().last else {
      Issue.record("no note in \(record.cells[0].outputs)")
      return
    }
    #expect(note.uncached == "Not kept: cannot be read: Not a directory." && note.run == nil, "\(note)")
  }
}
