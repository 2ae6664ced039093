import CellOutput
import Figures
import Foundation
import Notebooks
import Testing

@testable import Reports

@Suite struct CellTests {
  private static let everything: [CellOutput] = [
    .text("the value"), .standardOutput("printed\n"), .standardError("complained\n"),
    .warning(Problem(kind: .compiler, file: "a.md", line: 3, summary: "never used")), .table(Sample.table),
    .figure(Sample.chart), .training(TrainingNote(epochs: 3, stoppedEarly: false, volatile: nil)),
  ]

  /// What of a cell a page shows, in words.
  private static func shown(_ change: (inout CellOptions) -> Void) throws -> Set<String> {
    let notebook = Sample.notebook(cells: [Sample.cell(0, "let code = 1", options: change)])
    let page = Page(try Report(notebook: notebook, record: Sample.record(notebook, [everything])).html())
    var parts: Set<String> = []
    if !page.all("pre", class: "code").isEmpty { parts.insert("code") }
    for name in ["value", "stdout", "stderr", "warning", "note"] where !page.withClass(name).isEmpty {
      parts.insert(name)
    }
    for name in ["table", "drawing"] where !page.all("figure", class: name).isEmpty { parts.insert(name) }
    if !page.all("details", class: "fold").isEmpty { parts.insert("fold") }
    return parts
  }

  @Test("Every option shows and hides its part of a cell")
  func options() throws {
    let outputs: Set = ["value", "stdout", "stderr", "table", "drawing"]
    #expect(try Self.shown { _ in } == outputs.union(["code", "warning", "note"]))
    #expect(try Self.shown { $0.echo = false } == outputs.union(["warning", "note"]))
    #expect(try Self.shown { $0.output = false } == ["code", "warning", "note"])
    #expect(try Self.shown { $0.warning = false } == outputs.union(["code", "note"]))
    #expect(try Self.shown { $0.include = false } == [])
    #expect(try Self.shown { $0.codeFold = true } == outputs.union(["code", "warning", "note", "fold"]))
    #expect(
      try Self.shown {
        $0.echo = false
        $0.output = false
      } == ["warning"])
  }

  @Test("A failure is shown whatever the options hide, with place, remedy and detail")
  func failure() throws {
    let problem = Problem(
      kind: .compiler, file: "notebooks/a.md", line: 42, column: 7, summary: "cannot find 'x' in scope",
      remedy: "Declare it first.", detail: "40 | x + 1\n   | ^")
    for hide in [{ (_: inout CellOptions) in }, { $0.include = false }, { $0.output = false }]
      as [(inout CellOptions) -> Void]
    {
      let page = try Sample.page(.failure(problem), status: .failed, options: hide)
      let shown = try #require(page.withClass("failure").first)
      for part in [
        "Does not compile", "a.md:42:7", "cannot find 'x' in scope", "Declare it first.", "40 | x + 1\n   | ^",
      ] {
        #expect(shown.text.contains(part))
      }
    }
  }

  @Test("A cell in a list, a quote or a note is shown where it stands")
  func nested() throws {
    let cells = (0..<3).map { Sample.cell($0) }
    let notebook = Sample.notebook(
      [
        .list(start: nil, isTight: true, items: [.init(isDone: nil, content: [.cell(0)])]), .quote([.cell(1)]),
        .paragraph([.footnoteReference(label: "1")]), .footnote(label: "1", content: [.cell(2)]),
      ], cells: cells)
    let record = Sample.record(notebook, [[.text("first")], [.text("second")], [.text("third")]])
    let page = Page(try Report(notebook: notebook, record: record).html())
    #expect(page.withClass("value").map { $0.text.filter { !$0.isNewline } } == ["first", "second", "third"])
    #expect(page.withClass("value")[0].parents.contains("li"))
    #expect(page.withClass("value")[1].parents.contains("blockquote"))
    #expect(page.mistakes == [])
  }

  @Test("A failure that the notebook expects looks like none", arguments: [true, false])
  func expected(isExpected: Bool) throws {
    let problem = Problem(kind: .thrown, file: "a.md", summary: "no")
    let page = try Sample.page(.failure(problem), status: .failed) { $0.error = isExpected }
    #expect(page.withClass("expected").count == (isExpected ? 1 : 0))
    #expect(page.withClass("failure").count == (isExpected ? 0 : 1))
  }

  @Test("The end of the run is told at the top, with a link to the cell")
  func ended() throws {
    let notebook = Sample.notebook(cells: [Sample.cell(0), Sample.cell(1, "throw") { $0.label = "second" }])
    let problem = Problem(kind: .thrown, file: "a.md", line: 9, summary: "It broke.", remedy: "Mend it.")
    var record = Sample.record(notebook, [[], [.failure(problem)]], statuses: [.finished, .failed])
    record.problem = problem
    record.status = .failed
    let page = Page(try Report(notebook: notebook, record: record).html())
    let banner = try #require(page.withClass("failure").first)
    #expect(banner.text.contains("The run ended early, in cell 2 “second”: It broke."))
    #expect(page.all("a").contains { $0["href"] == "#second" })
    // Where no cell shows it, all is said there.
    record.cells[1].outputs = []
    #expect(
      try Page(Report(notebook: notebook, record: record).html()).withClass("failure")[0].text.contains("Mend it."))
  }

  @Test("Cells after the end of the program are marked as not run")
  func notRun() throws {
    let page = try Sample.page(status: .notRun)
    #expect(page.withClass("notice").map(\.text) == ["Not run: the program ended before it."])
  }

  @Test("Without a record the page shows the code and says that it has not run")
  func noRecord() throws {
    let notebook = Sample.notebook(cells: [Sample.cell()])
    let page = Page(try Report(notebook: notebook, record: nil).html())
    #expect(page.withClass("banner").first?.text.contains("has not been run") == true)
    #expect(page.all("pre", class: "code").count == 1)
  }

  @Test("What a killed run left says that it was cut off")
  func cutOff() throws {
    let notebook = Sample.notebook(cells: [Sample.cell()])
    var record = Sample.record(notebook, statuses: [.notRun])
    record.status = .running
    let page = Page(try Report(notebook: notebook, record: record).html())
    #expect(page.withClass("banner").first?.text.contains("was cut off") == true)
  }

  @Test("A cell whose code has changed keeps the outputs of its earlier text, marked")
  func stale() throws {
    let before = Sample.notebook(cells: [Sample.cell(0, "a"), Sample.cell(1, "b"), Sample.cell(2, "c")])
    let record = Sample.record(before, [[.text("A")], [.text("B")], [.text("C")]])
    let after = Sample.notebook(cells: [Sample.cell(0, "a"), Sample.cell(1, "b2"), Sample.cell(2, "c")])
    let page = Page(try Report(notebook: after, record: record).html())
    let cells = page.all("div", class: "cell")
    #expect(cells.map { $0.classes.contains("stale") } == [false, true, false])
    #expect(cells[1].text.contains("B"))
    #expect(page.withClass("banner").count == 1)
  }

  @Test(
    "Cells find their outputs again when others come, go and change",
    arguments: [
      ("abc", "abc", [0, 1, 2]), ("abc", "axbc", [0, nil, 1, 2]), ("abc", "ac", [0, 2]), ("abc", "aXc", [0, -1, 2]),
      ("abc", "XYc", [-10, -1, 2]), ("", "ab", [nil, nil]), ("ab", "", []), ("abc", "aXYc", [0, nil, nil, 2]),
      ("aab", "aaab", [0, 1, nil, 2]),
    ] as [(String, String, [Int?])])
  func matching(records: String, cells: String, expected: [Int?]) {
    let matches = RecordedCells.match(
      cells.enumerated().map { Sample.cell($0, String($1)) },
      with: records.enumerated().map {
        CellRecord(code: String($1), status: .finished, outputs: [.text("\($0)")], seconds: nil)
      })
    let found = matches.map { match -> Int? in
      guard let match, case .text(let text)? = match.record.outputs.first, let index = Int(text) else { return nil }
      // A stale one is written as its negative; -10 stands for the first.
      return match.isStale ? (index == 0 ? -10 : -index) : index
    }
    #expect(found == expected)
  }

  @Test(
    "A cell that trained says so",
    arguments: [
      (TrainingNote(epochs: 1, stoppedEarly: false, volatile: nil), "Trained for 1 epoch."),
      (
        TrainingNote(epochs: 12, stoppedEarly: true, volatile: .init(reused: true, seconds: 9, imagesPerSecond: 1)),
        "Trained in 9.0 s, reused: 12 epochs, stopped early · 1 images/s."
      ),
      (
        TrainingNote(
          epochs: 50, stoppedEarly: false,
          volatile: .init(
            course: .reused, trained: Date(timeIntervalSince1970: 1_795_132_800), seconds: 192, imagesPerSecond: 0)),
        "Trained 20 Nov 2026 in 3 min 12 s, reused: 50 epochs."
      ),
      (
        TrainingNote(
          epochs: 50, stoppedEarly: false,
          volatile: .init(course: .continued(epochs: 30), trained: nil, seconds: 192, imagesPerSecond: 0)),
        "Trained in 3 min 12 s, continued after epoch 30: 50 epochs."
      ),
      (
        TrainingNote(
          epochs: 50, stoppedEarly: false,
          volatile: .init(course: .resumed(epochs: 7), trained: nil, seconds: 192, imagesPerSecond: 0)),
        "Trained in 3 min 12 s, resumed after epoch 7: 50 epochs."
      ),
      (
        TrainingNote(
          epochs: 2, stoppedEarly: false, volatile: .init(reused: false, seconds: 59.97, imagesPerSecond: 12345.4)),
        "Trained in 1 min 0 s: 2 epochs · 12,345 images/s."
      ),
    ])
  func training(note: TrainingNote, words: String) throws {
    #expect(try Sample.page(.training(note)).withClass("note").map(\.text) == [words])
  }

  @Test("A run that stands in for another setting is marked with what has changed, in the cell and at the top")
  func staleRun() throws {
    let note = TrainingNote(
      epochs: 3, stoppedEarly: false,
      stale: [
        KeyChange(part: "learning rate", old: "0.001", new: "0.01"),
        KeyChange(part: "training data", old: nil, new: nil),
      ], volatile: nil)
    let page = try Sample.page(.training(note))
    let banners = page.withClass("banner").map(\.text)
    #expect(banners.count == 2)
    #expect(banners[0].hasPrefix("Shown without training"))
    #expect(banners[1] == "Stale: learning rate 0.001 -> 0.01, training data changed")
  }

  @Test("Outputs of an earlier run, and cells that have none, say why they are not new")
  func staleOutputs() throws {
    let notebook = Sample.notebook(cells: [Sample.cell(0, "a"), Sample.cell(1, "b"), Sample.cell(2, "c")])
    var record = Sample.record(notebook, [[.text("A")], [.text("B")]], statuses: [.finished, .finished, .notRun])
    record.cells[1].staleReason = "Layer 2 has another shape."
    record.cells[2].staleReason = "It comes after."
    let page = Page(try Report(notebook: notebook, record: record).html())
    let cells = page.all("div", class: "cell")
    #expect(cells.map { $0.classes.contains("stale") } == [false, true, true])
    #expect(cells[1].text.contains("Stale, from an earlier run: Layer 2 has another shape."))
    #expect(cells[1].text.contains("B") && cells[2].text.contains("Not run: It comes after."))
    #expect(page.withClass("notice").isEmpty)
  }

  @Test("Text on the two streams is told apart and pieces of one are joined")
  func streams() throws {
    let page = try Sample.page(
      .standardOutput("a"), .standardOutput("b\n"), .standardError("c\n"), .standardOutput("d"))
    #expect(page.withClass("stdout").map(\.text).map { $0.filter { !$0.isNewline } } == ["ab", "d"])
    #expect(page.withClass("stderr").first?.text.contains("Standard error") == true)
  }

  @Test(
    "Durations read as people say them",
    arguments: [
      (0.04, "0.0 s"), (12.44, "12.4 s"), (59.96, "1 min 0 s"), (192, "3 min 12 s"), (7500, "2 h 5 min"), (.nan, "–"),
      (-1, "–"),
    ])
  func durations(seconds: Double, words: String) {
    #expect(Quantities.duration(seconds: seconds) == words)
  }
}
