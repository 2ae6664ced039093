import CellOutput
import Testing

@testable import Notebooks

@Suite("Cells that train")
struct TrainingCallsTests {
  @Test("A call of fit is found, also behind functions of the notebook, and nowhere else")
  func found() throws {
    let source = """
      ```{swift}
      func study(_ rate: Double) async throws -> History { try await train(rate) }
      func train(_ rate: Double) async throws -> History { try await model.fit(data, epochs: 1) }
      func fitting() -> Int { 3 }
      ```
      ```{swift}
      let first = try await train(0.1)
      ```
      ```{swift}
      // model.fit(data)
      "model.fit(data)"
      ```
      ```{swift}
      for rate in [0.1, 0.2] { show(try await study(rate)) }
      ```
      ```{swift}
      fitting()
      ```
      ```{swift}
      //| eval: false
      try await model.fit(data, epochs: 1)
      ```
      ```{swift}
      let history = try await model.fit(data, epochs: 3).curves(.loss)
      ```
      """
    #expect(TrainingCalls.cells(of: try Notebook(source: source, path: "a.md")) == [1, 3, 6])
  }
}

@Suite("What stands in for a training that was left out")
struct TrainingStopTests {
  private func notebook(_ codes: [String]) throws -> Notebook {
    let cells = codes.map { "```{swift}\n\($0)\n```\n" }.joined()
    return try Notebook(source: cells + "\nValue `{swift} x`.\n", path: "a.md")
  }

  private func record(_ notebook: Notebook, _ outputs: [String?], value: String?) -> Record {
    Record(
      parameters: [:],
      cells: zip(notebook.cells, outputs).map { cell, text in
        CellRecord(
          code: cell.code, status: text == nil ? .notRun : .finished, outputs: text.map { [.text($0)] } ?? [],
          seconds: 1)
      },
      inlineValues: [value], volatile: nil)
  }

  @Test("Cells from the stop on keep what they had recorded, and say so; those before are the new ones")
  func filled() throws {
    let earlier = try notebook(["a", "fit", "c", "d"])
    let now = try notebook(["a2", "fit", "c", "new", "d"])
    var record = record(now, ["A2", nil, nil, nil, nil], value: nil)
    TrainingStop(cell: 1, reason: "Layer 2 changed.")
      .fill(&record, of: now, from: self.record(earlier, ["A", "F", "C", "D"], value: "7"))
    #expect(record.cells.map(\.outputs) == [[.text("A2")], [.text("F")], [.text("C")], [], [.text("D")]])
    #expect(record.cells.map(\.status) == [.finished, .finished, .finished, .notRun, .finished])
    #expect(record.cells[0].staleReason == nil && record.cells[1].staleReason == "Layer 2 changed.")
    #expect(record.cells[2...].allSatisfy { $0.staleReason == "It comes after a cell that was not trained." })
    #expect(record.inlineValues == ["7"])
  }

  @Test("Without an earlier record the cells are shown as not run, with the reason")
  func nothingRecorded() throws {
    let notebook = try notebook(["a", "fit"])
    var record = record(notebook, ["A", nil], value: nil)
    TrainingStop(cell: 1, reason: "No run is kept.").fill(&record, of: notebook, from: nil)
    #expect(record.cells[1].status == .notRun && record.cells[1].staleReason == "No run is kept.")
  }
}
