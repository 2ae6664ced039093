import CellOutput
import Foundation
import TestSupport
import Testing

/// What cells print and show lands in their place.
@Suite("Outputs of cells")
struct OutputTests {
  @Test("A thousand interleavings of print, C, standard error and show keep their order and their cell")
  func interleavings() async throws {
    let bench = try Workbench()
    try bench.copy("interleavings.md")
    let result = try await bench.cahier("render", "interleavings.md")
    #expect(result.status == 0, "\(result)")
    let cells = try bench.record("interleavings").cells
    try #require(cells.count == 6)

    // Each round is the text of two kinds between two shown values.
    for (cell, rounds) in [(1, 0..<500), (2, 500..<1000)] {
      var found: [String] = []
      for output in cells[cell].outputs {
        switch output {
        case .standardOutput(let text): found.append("out " + text)
        case .standardError(let text): found.append("err " + text)
        case .text(let text): found.append("show " + text)
        default: found.append("\(output)")
        }
      }
      let expected = rounds.map { round in
        ["err error \(round)\n", "out print \(round)\nC \(round)\n", "show shown \(round)"]
      }
      // What was written to the two streams between two marks has no order of its own.
      let sorted = stride(from: 0, to: found.count, by: 3).map { Array(found[$0..<min($0 + 3, found.count)]) }
        .map { Array($0.dropLast().sorted() + $0.suffix(1)) }
      #expect(sorted.count == expected.count)
      let different = zip(sorted, expected).first { $0 != $1 }
      #expect(different == nil)
    }

    // Threads: every line whole, and in the cell that started them.
    for cell in [3, 4] {
      let lines = Self.standardOutput(of: cells[cell]).split(separator: "\n").map(String.init)
      #expect(
        lines.sorted()
          == (0..<8).flatMap { thread in (0..<50).map { "cell \(cell) thread \(thread) line \($0)" } }.sorted())
    }

    // Text without a line end stays where it was written.
    #expect(Self.standardOutput(of: cells[5]) == "no line end")
  }

  static func standardOutput(of cell: CellRecord) -> String {
    cell.outputs.map { if case .standardOutput(let text) = $0 { text } else { "" } }.joined()
  }

  @Test("A cell's options decide what of it is run and shown")
  func options() async throws {
    let bench = try Workbench()
    try bench.copy("options.md")
    let result = try await bench.cahier("render", "options.md")
    #expect(result.status == 0, "\(result)")
    let text = try bench.page("options").text

    #expect(text.contains("shown-code") && text.contains("SHOWN-OUTPUT"))
    #expect(!text.contains("echo-code") && text.contains("ECHO-OUTPUT"))
    #expect(text.contains("eval-code") && !text.contains("EVAL-OUTPUT"))
    #expect(text.contains("output-code") && !text.contains("OUTPUT-OUTPUT"))
    #expect(!text.contains("include-code") && !text.contains("INCLUDE-OUTPUT"))
    #expect(text.contains("fold-code") && text.contains("Press to see"))
    #expect(text.contains("plain-code") && !text.contains("PLAIN-OUTPUT"))
    // Code that is not shown has run: later cells have its names.
    #expect(text.contains("from the hidden cell: 42"))
    #expect(text.contains("The answer is 42 in the text, in a heading, and 84 in a table"), "\(text)")
    #expect(text.contains("Heading with 42"))
    #expect(text.contains("'loudly' was never used"))
    #expect(!text.contains("'silently' was never used"))
  }

  @Test("Parameters come from the front matter, and -P changes one")
  func parameters() async throws {
    let bench = try Workbench(
      notebook: """
        ---
        params:
          epochs: 3
          rate: 0.5
          name: cat
          deep: false
        ---
        ```{swift}
        let half = params.epochs / 2
        let quarter = params.rate / 2
        print(half, quarter, params.name.uppercased() + "!", params.deep ? "deep-" + "er" : "shallow-" + "er")
        ```

        """)
    #expect(try await bench.cahier("render", "notebook.md").status == 0)
    #expect(try bench.page().text.contains("1 0.25 CAT! shallow-er"))

    let changed = try await bench.cahier(
      "render", "-P", "epochs:9", "-P", "rate:1", "-P", "name:a:b", "-P", "deep:true", "notebook.md")
    #expect(changed.status == 0, "\(changed)")
    #expect(try bench.page().text.contains("4 0.5 A:B! deep-er"))
    #expect(try bench.record().parameters == ["epochs": "9", "rate": "1.0", "name": "a:b", "deep": "true"])
  }

  @Test("The value of a last expression is shown, as in a REPL; a declaration, an assignment and () are not")
  func lastExpression() async throws {
    let bench = try Workbench(
      notebook: """
        ```{swift}
        var x = 40
        x + 1
        x + 2
        ```

        ```{swift}
        x = 7
        ```

        ```{swift}
        func say() { print("said" + "!") }
        say()
        ```

        ```{swift}
        Optional<Int>.none
        ```

        ```{swift}
        ["b": 2, "a": 1].count == 2 ? "two" : "other"
        ```

        """)
    let result = try await bench.cahier("render", "notebook.md")
    #expect(result.status == 0, "\(result)")
    let outputs = try bench.record().cells.map { cell in
      cell.outputs.filter { if case .warning = $0 { false } else { true } }
    }
    #expect(outputs[0] == [.text("42")])
    #expect(outputs[1] == [])
    #expect(outputs[2] == [.standardOutput("said!\n")])
    #expect(outputs[3] == [.text("nil")])
    #expect(outputs[4] == [.text("two")])
  }

  @Test("A dictionary prints alike in every run")
  func deterministicHashing() async throws {
    let bench = try Workbench(
      notebook: "```{swift}\nDictionary(uniqueKeysWithValues: (0..<50).map { (\"k\\($0)\", $0) })\n```\n")
    var records: [String] = []
    for _ in 0..<3 {
      #expect(try await bench.cahier("render", "notebook.md").status == 0)
      records.append(try "\(bench.record().cells[0].outputs)")
    }
    #expect(Set(records).count == 1)
  }
}
