import CellOutput
import Notebooks
import Testing

@testable import CahierCLI

@Suite("What a render would train")
struct TrainingForecastTests {
  private let notebook = """
    ```{swift}
    //| label: first
    try await a.fit(data, epochs: 1)
    ```
    ```{swift}
    //| label: second
    try await b.fit(data, epochs: 1)
    ```
    ```{swift}
    b.summary
    ```
    ```{swift}
    try await c.fit(data, epochs: 1)
    ```
    """

  private func forecast(_ notes: [TrainingNote?]) throws -> TrainingForecast {
    let notebook = try Notebook(source: notebook, path: "a.md")
    let cells = zip(notebook.cells, notes).map { cell, note in
      CellRecord(code: cell.code, status: .notRun, outputs: note.map { [.training($0)] } ?? [], seconds: nil)
    }
    return TrainingForecast(
      notebook: notebook, record: Record(parameters: [:], cells: cells, inlineValues: [], volatile: nil))
  }

  private func note(_ course: TrainingNote.Course, _ changes: [KeyChange] = []) -> TrainingNote {
    TrainingNote(
      epochs: 1, stoppedEarly: false, stale: changes,
      volatile: .init(course: course, trained: nil, seconds: 2, imagesPerSecond: 0))
  }

  @Test("Reused, changed and unknown fits each have a line")
  func lines() throws {
    let change = KeyChange(part: "learning rate", old: "0.001", new: "0.01")
    let forecast = try forecast([note(.reused), note(.missing(epochs: 0), [change]), nil, nil])
    #expect(
      forecast.lines == [
        "a.md:3: 'first' would be reused. Trained in 2.0 s, reused: 1 epoch.",
        "a.md:7: 'second' would train: learning rate 0.001 -> 0.01",
        "a.md:13: cell 4 unknown until the fit before it is trained",
      ])
    #expect(forecast.fits.map(\.answer) == [.reused, .train, .unknown])
  }

  @Test("A first training, one that goes on, and one that is never kept say so")
  func others() throws {
    #expect(
      try forecast([note(.missing(epochs: 0)), nil, nil, nil]).lines[0].hasSuffix("no earlier run of this cell is kept")
    )
    #expect(try forecast([note(.missing(epochs: 7)), nil, nil, nil]).lines[0].contains("train on after epoch 7"))
    var uncached = note(.missing(epochs: 0))
    uncached.uncached = "A layer has no id."
    #expect(try forecast([uncached, nil, nil, nil]).lines[0].hasSuffix("as in every render. A layer has no id."))
    let quiet = try Notebook(source: "Text.\n", path: "b.md")
    let empty = Record(parameters: [:], cells: [], inlineValues: [], volatile: nil)
    #expect(TrainingForecast(notebook: quiet, record: empty).lines == ["b.md: Nothing trains here."])
  }
}
