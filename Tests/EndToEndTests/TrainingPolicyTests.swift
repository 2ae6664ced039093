import CellOutput
import Foundation
import TestSupport
import Testing

/// Training again on purpose, not at all, and asking first.
@Suite("Whether to train")
struct TrainingPolicyTests {
  private static let notebook = """
    ---
    params:
      rate: 0.001
      units: 6
    ---

    ```{swift}
    let shapes = Shapes(train: 24, test: 12)
    let model = try Sequential(input: [32, 32, 3], seed: 1) {
      MaxPooling2D(8)
      Flatten()
      Dense(params.units)
      Dense(10, activation: .softmax)
    }
    print("units: \\(params.units)")
    ```

    ```{swift}
    //| label: train
    let history = try await model.fit(
      shapes.train, epochs: 1, optimizer: .adam(learningRate: params.rate))
    ```

    ```{swift}
    //| label: after
    print("epochs: \\(history.epochs.count)")
    ```

    ```{swift}
    let other = try Sequential(input: [32, 32, 3], seed: 2) { Flatten(); Dense(10, activation: .softmax) }
    try await other.fit(shapes.train, epochs: 1)
    ```

    """

  private func rendered() async throws -> Workbench {
    let bench = try Workbench(notebook: Self.notebook)
    let result = try await bench.cahier("render", "notebook.md")
    #expect(result.status == 0, "\(result)")
    return bench
  }

  private func courses(_ bench: Workbench) throws -> [TrainingNote.Course?] {
    try bench.record().cells.flatMap(\.outputs).compactMap { output in
      if case .training(let note) = output { .some(note.volatile?.course) } else { nil }
    }
  }

  @Test("'--retrain' trains again: everything, or the named cells")
  func retrain() async throws {
    let bench = try await rendered()
    #expect(try await bench.cahier("render", "--retrain", "notebook.md").status == 0)
    #expect(try courses(bench) == [.trained, .trained])
    #expect(try await bench.cahier("render", "notebook.md", "--retrain", "train").status == 0)
    #expect(try courses(bench) == [.trained, .reused])
    let wrong = try await bench.cahier("render", "notebook.md", "--retrain", "tarin")
    #expect(wrong.status == 2)
    #expect(wrong.standardError == "notebook.md: No cell has the label 'tarin'. Did you mean 'train'?\n")
  }

  @Test("Without training, the newest earlier run of the cell stands in, marked with what has changed")
  func stale() async throws {
    let bench = try await rendered()
    let result = try await bench.cahier("render", "notebook.md", "--no-train", "-P", "rate:0.01")
    #expect(result.status == 0, "\(result)")
    let words = "Stale: learning rate 0.001 -> 0.01"
    #expect(result.standardError.contains(words), "\(result)")
    let text = try bench.page().text
    #expect(text.contains(words) && text.contains("epochs: 1"), "\(text)")
    #expect(try courses(bench) == [.stale, .reused])
    // The mark is gone once the cell is trained.
    #expect(try await bench.cahier("render", "notebook.md", "-P", "rate:0.01").status == 0)
    #expect(try !bench.page().text.contains("Stale"))
  }

  @Test("Where no earlier run fits the net, its cell and those after it keep what they showed last")
  func misfit() async throws {
    let bench = try await rendered()
    let result = try await bench.cahier("render", "notebook.md", "--no-train", "-P", "units:7")
    #expect(result.status == 0, "\(result)")
    let record = try bench.record()
    #expect(record.cells.map { $0.staleReason != nil } == [false, true, true, true])
    let text = try bench.page().text
    #expect(text.contains("units: 7") && text.contains("epochs: 1"), "\(text)")
    #expect(text.contains("Stale, from an earlier run: layer 3: Dense(6) -> Dense(7)."), "\(text)")
    // The record keeps what it had, so that it can stand in again.
    #expect(try await bench.cahier("render", "notebook.md", "--no-train", "-P", "units:8").status == 0)
    #expect(try bench.page().text.contains("epochs: 1"))
  }

  @Test("'why' names what has changed, trains nothing and touches nothing")
  func why() async throws {
    let bench = try await rendered()
    func state() throws -> [String: Date] {
      var dates: [String: Date] = [:]
      for name in bench.folder.files where !name.contains("/programs/") {
        dates[name] =
          try FileManager.default.attributesOfItem(atPath: bench.folder[name].path)[.modificationDate] as? Date
      }
      return dates
    }
    let before = try state()
    let unchanged = try await bench.cahier("why", "notebook.md")
    #expect(unchanged.status == 0)
    #expect(unchanged.standardOutput.components(separatedBy: "would be reused").count == 3, "\(unchanged)")
    let changed = try await bench.cahier("why", "notebook.md", "-P", "rate:0.01")
    #expect(changed.status == 0)
    #expect(
      changed.standardOutput.contains("'train' would train: learning rate 0.001 -> 0.01\n"), "\(changed)")
    #expect(changed.standardOutput.contains("cell 4 unknown until"), "\(changed)")
    let json = try await bench.cahier("why", "--json", "notebook.md", "-P", "units:7")
    #expect(json.standardOutput.contains(#""answer":"train""#), "\(json)")
    #expect(try state() == before)
  }

  @Test("Of two renders at once one trains, and the other waits, says so and reuses the result")
  func shared() async throws {
    let notebook = """
      ```{swift}
      let shapes = Shapes(train: 2000, test: 200)
      let model = try Sequential(input: [32, 32, 3], seed: 1) {
        Conv2D(filters: 16, kernelSize: 3, activation: .relu)
        Flatten()
        Dense(10, activation: .softmax)
      }
      let history = try await model.fit(shapes.train, validation: shapes.test, epochs: 12)
      history.curves(.loss)
      ```

      """
    let bench = try Workbench(notebook: notebook)
    let first = try bench.start("render", "notebook.md")
    #expect(try await holds(within: 120) { first.standardError.contains("Epoch 1/12") || !first.isRunning })
    let second = try await bench.cahier("render", "notebook.md", "-o", "second.html")
    #expect(second.status == 0, "\(second)")
    #expect(second.standardError.contains("Waiting for process"), "\(second)")
    #expect(!second.standardError.contains("Epoch 12/12: loss") || second.standardError.contains("reused"), "\(second)")
    #expect(try await first.result(within: 120).status == 0)
  }
}
