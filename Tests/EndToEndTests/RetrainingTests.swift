import CellOutput
import Foundation
import TestSupport
import Testing

/// What makes a training another one, and what never does.
@Suite("Edits and retraining")
struct RetrainingTests {
  private func notes(_ record: Record) -> [TrainingNote] {
    record.cells.flatMap(\.outputs).compactMap { if case .training(let note) = $0 { note } else { nil } }
  }

  @Test("Every change of data, net or settings is a training of its own, and none is done twice")
  func variants() async throws {
    let bench = try Workbench()
    try bench.copy("variants.md")
    let result = try await bench.cahier("render", "variants.md")
    #expect(result.status == 0, "\(result)")
    let record = try bench.record("variants")
    // `same` and `copied` ask for what `base` has trained.
    let isReused = notes(record).map { $0.volatile?.reused == true }
    let expected = [false, true] + Array(repeating: false, count: 18) + [true]
    #expect(isReused == expected)
    let runs = notes(record).map(\.run)
    #expect(Set(runs).count == 19 && !runs.contains(nil))
    #expect(runs.first == runs.dropFirst().first && runs.first == runs.last)

    #expect(try await bench.cahier("render", "variants.md").status == 0)
    let again = notes(try bench.record("variants"))
    #expect(again.allSatisfy { $0.volatile?.reused == true } && again.map(\.run) == runs)
  }

  private static let notebook = """
    ---
    title: Before
    ---
    Some text.

    ```{swift}
    let shapes = Shapes(train: 24, test: 12)
    let model = try Sequential(input: [32, 32, 3], seed: 1) { Flatten(); Dense(10, activation: .softmax) }
    ```

    ```{swift}
    //| label: train
    let history = try await model.fit(shapes.train, epochs: 1, optimizer: .adam(learningRate: 0.001))
    ```

    ```{swift}
    //| label: fig-loss
    //| fig-cap: Before.
    history.curves(.loss)
    ```

    """

  /// An edit of the text, an option of the command or a setting of the machine.
  struct Edit: Sendable, CustomTestStringConvertible {
    var name: String
    var replacing: [(String, String)] = []
    var file = "notebook"
    var arguments: [String] = []
    var environment: [String: String?] = [:]

    var testDescription: String { name }
  }

  static let edits: [Edit] = [
    Edit(name: "prose", replacing: [("Some text.", "Other text, and @fig-loss.")]),
    Edit(name: "title", replacing: [("title: Before", "title: After\ndate: 2026-11-21")]),
    Edit(name: "theme", replacing: [("title: Before", "title: Before\nformat:\n  html:\n    theme: dark")]),
    Edit(name: "caption", replacing: [("fig-cap: Before.", "fig-cap: After.\n//| fig-width: 500")]),
    Edit(
      name: "cell options", replacing: [("//| label: train", "//| label: train\n//| echo: false\n//| code-fold: true")]),
    Edit(name: "cell label", replacing: [("label: train", "label: training")]),
    Edit(name: "comment", replacing: [("let history", "// A comment.\nlet history")]),
    Edit(name: "names", replacing: [("let model", "let net"), ("await model", "await net")]),
    Edit(name: "layout of the code", replacing: [("(shapes.train, epochs: 1,", "(\n  shapes.train,\n  epochs: 1,")]),
    Edit(name: "a number's spelling", replacing: [("learningRate: 0.001", "learningRate: 1e-3")]),
    Edit(
      name: "a default spelled out",
      replacing: [("learningRate: 0.001)", "learningRate: 0.001, beta1: 0.9), callbacks: []")]),
    Edit(name: "plotting cell", replacing: [("history.curves(.loss)", "history.curves(.loss, .accuracy)")]),
    Edit(name: "cell before", replacing: [("Some text.", "```{swift}\nlet early = 1 + 1\n```")]),
    Edit(
      name: "moved cell",
      replacing: [
        ("let shapes = Shapes(train: 24, test: 12)\n", ""),
        ("Some text.", "```{swift}\nlet shapes = Shapes(train: 24, test: 12)\n```"),
      ]),
    Edit(name: "threads", environment: ["CAHIER_THREADS": "1"]),
    Edit(name: "instruction set", environment: ["CAHIER_ISA": "portable"]),
    Edit(name: "output folder", arguments: ["--output-dir", "elsewhere", "--figures", "figures"]),
    Edit(name: "file name", file: "renamed"),
  ]

  @Test("An edit that does not change the training never repeats it")
  func reused() async throws {
    let bench = try Workbench(notebook: Self.notebook)
    #expect(try await bench.cahier("render", "notebook.md").status == 0)
    #expect(try notes(bench.record()).map { $0.volatile?.reused } == [false])
    for edit in Self.edits {
      var text = Self.notebook
      for (old, new) in edit.replacing {
        #expect(text.contains(old), "\(edit.name)")
        text = text.replacingOccurrences(of: old, with: new)
      }
      try bench.folder.write(text, to: "\(edit.file).md")
      let result = try await bench.tool.run(
        ["render", "\(edit.file).md"] + edit.arguments, in: bench.folder.url, environment: edit.environment)
      #expect(result.status == 0, "\(edit.name): \(result)")
      #expect(try notes(bench.record(edit.file)).map { $0.volatile?.reused } == [true], "\(edit.name)")
    }
  }
}
