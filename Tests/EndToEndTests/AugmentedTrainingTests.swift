import CellOutput
import Foundation
import TestSupport
import Testing

/// Augmentation, schedules and cross-validation in a notebook.
@Suite("Training in many ways")
struct AugmentedTrainingTests {
  /// What the cells trained, in order.
  private func notes(_ bench: Workbench) throws -> [TrainingNote] {
    try bench.record("training").cells.flatMap(\.outputs).compactMap { output in
      if case .training(let note) = output { note } else { nil }
    }
  }

  @Test("Five lines cross-validate a net; augmented runs are kept, told apart in words, and one without an id is not")
  func rerun() async throws {
    let bench = try Workbench()
    try bench.copy("training.md")
    var result = try await bench.cahier("render", "training.md")
    #expect(result.status == 0, "\(result)")
    let first = try notes(bench)
    #expect(first.map(\.epochs) == [2, 2, 2, 2, 1])
    #expect(Set(first.prefix(4).compactMap(\.run)).count == 4)
    #expect(first[4].run == nil && first[4].uncached?.contains("CustomTransform has no id") == true)
    let cells = try bench.record("training").cells
    #expect(cells[2].outputs.contains { if case .figure = $0 { true } else { false } })

    result = try await bench.cahier("render", "training.md")
    #expect(result.status == 0, "\(result)")
    let second = try notes(bench)
    #expect(second.map { $0.volatile?.course } == [.reused, .reused, .reused, .reused, .trained])
    #expect(second.map(\.run) == first.map(\.run))

    let edited = try bench.folder.text(of: "training.md")
      .replacing("RandomCrop(padding: 4)", with: "RandomCrop(padding: 2)")
      .replacing("warmupEpochs: 1", with: "warmupEpochs: 0.5")
    try bench.folder.write(edited, to: "training.md")
    result = try await bench.cahier("why", "training.md")
    let words = result.standardOutput
    #expect(words.contains("random crop padding 4 -> 2") && words.contains("warmup epochs 1.0 -> 0.5"), "\(words)")
  }
}
