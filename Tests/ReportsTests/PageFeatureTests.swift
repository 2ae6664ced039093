import CellOutput
import Figures
import Foundation
import Notebooks
import TestSupport
import Testing

@testable import Reports

/// What a page has beyond text, code and figures.
@Suite struct PageFeatureTests {
  private func page(_ text: String, matter: String = "", typesetting: Typesetting = .none) throws -> Page {
    let notebook = try Notebook(source: "---\ntitle: T\n\(matter)---\n" + text, path: "a.md")
    return Page(try Report(notebook: notebook, record: nil, typesetting: typesetting).html())
  }

  @Test("Sections are numbered on request, in the text, in the contents and in references")
  func sectionNumbers() throws {
    let text = "# A {#sec-a}\n\n## B\n\n## C {.unnumbered}\n\n## D {#sec-d}\n\n# E\n\nSee @sec-d and @sec-a.\n"
    let numbered = try page(text, matter: "number-sections: true\n")
    let numbers = numbered.all("span", class: "section-number")
    #expect(numbers.filter { !$0.parents.contains("nav") }.map(\.text) == ["1 ", "1.1 ", "1.2 ", "2 "])
    #expect(numbers.filter { $0.parents.contains("nav") }.map(\.text) == ["1 ", "1.1 ", "1.2 ", "2 "])
    #expect(numbered.all("a", class: "reference").map(\.text) == ["Section 1.2", "Section 1"])
    let plain = try page(text)
    #expect(plain.all("span", class: "section-number").isEmpty)
    #expect(plain.all("a", class: "reference").map(\.text) == ["“D”", "“A”"])
  }

  @Test("A callout has its kind's name or its own title; a folded one opens without a script")
  func callouts() throws {
    let page = try page(
      "> [!TIP]\n> One.\n\n::: {.callout-warning collapse=\"true\"}\n## Mind\nTwo.\n:::\n")
    let tip = try #require(page.withClass("callout-tip").first)
    #expect(tip["role"] == "note" && tip["aria-label"] == "Tip" && tip.text.contains("One."))
    #expect(page.withClass("callout-title").map(\.text) == ["Tip", "Mind"])
    let folded = try #require(page.all("details", class: "callout-warning").first)
    #expect(folded["open"] == nil && folded.text.contains("Two."))
    #expect(page.mistakes == [])
  }

  @Test("Tabs are radio buttons, each before its passage; the first is chosen")
  func tabs() throws {
    let page = try page("::: {.panel-tabset}\n## A\none\n## B {#sec-b}\ntwo\n:::\n\nSee @sec-b.\n")
    let buttons = page.all("input")
    #expect(buttons.map { $0["name"] } == ["tabs-1", "tabs-1"] && buttons.map { $0["checked"] } == ["", nil])
    #expect(page.all("label").map { $0["for"] } == buttons.map { $0["id"] })
    #expect(page.withClass("tab").map { $0["id"] } == ["a", "sec-b"])
    #expect(page.all("a", class: "reference").map { $0["href"] } == ["#sec-b"])
    #expect(page.mistakes == [])
  }

  @Test("The widths of columns are classes whose rules the page brings along")
  func columns() throws {
    let page = try page(
      ":::: {.columns}\n::: {.column width=\"30%\"}\na\n:::\n::: {.column width=\"70%\"}\nb\n:::\n::::\n")
    #expect(page.withClass("column").map(\.classes) == [["column", "width-30"], ["column", "width-70"]])
    #expect(page.style.contains(".columns>.width-30{flex:30 1 0}\n.columns>.width-70{flex:70 1 0}\n"))
  }

  @Test("Lines are numbered as the notebook numbers them, and the numbers are no part of the code")
  func lineNumbers() throws {
    let code = "let a = \"\"\"\n  two\n  \"\"\"\n/* a\n   b */"
    let page = try page("```{swift}\n//| code-line-numbers: true\n\(code)\n```\n\n```{swift}\n1\n```\n")
    #expect(page.withClass("line").map { $0["data-line"] } == ["6", "7", "8", "9", "10"])
    #expect(page.all("pre", class: "code").map(\.text) == [code, "1"])
    #expect(page.mistakes == [])
  }

  @Test("A picture that stands alone with a title has it as its caption")
  func captionedPicture() throws {
    let folder = try TemporaryFolder()
    try folder.write(Data([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), to: "cat.png")
    let notebook = try Notebook(
      source: "![A grey cat](cat.png \"The cat of the house.\")\n", path: folder["a.md"].path)
    let page = Page(try Report(notebook: notebook, record: nil).html())
    #expect(page.all("img").map { $0["alt"] } == ["A grey cat"])
    #expect(page.all("figure", class: "picture").map(\.text) == ["The cat of the house."])
  }

  @Test("A reference to a cell that ran without a figure is told and quotes no number")
  func missingFigure() throws {
    let cells = [Sample.cell(0) { $0.label = "fig-a" }, Sample.cell(1) { $0.label = "fig-b" }]
    let notebook = Sample.notebook(
      [.cell(0), .cell(1), .paragraph([.crossReference(label: "fig-a", line: 7)])], cells: cells)
    let report = Report(notebook: notebook, record: Sample.record(notebook, [[], [.figure(Sample.chart)]]))
    let page = Page(try report.html())
    #expect(page.all("a", class: "reference").map(\.text) == ["@fig-a"])
    #expect(page.all("span", class: "name").map(\.text) == ["Figure 1"])
    #expect(
      report.warnings.map(\.message) == [
        "sample.md:7: '@fig-a' refers to a cell that shows no figure. "
          + "End the cell with a figure, or remove the reference."
      ])
  }

  @Test("A link to another notebook leads to its report; to other Markdown it stays")
  func notebookLinks() throws {
    let folder = try TemporaryFolder()
    for name in ["notebooks/b.md", "other/c.md", "other/notebooks/d.md"] {
      try folder.write("```{swift}\n1\n```\n", to: name)
    }
    try folder.write("Plain.", to: "notebooks/plain.md")
    let text = "[b](b.md#part) [c](../other/c.md) [d](../other/notebooks/d.md) [p](plain.md) [n](none.md)"
    let notebook = try Notebook(source: text, path: folder["notebooks/a.md"].path)
    func links(_ pageFolder: String?) throws -> [String?] {
      let options = Report.Options(pageFolder: pageFolder)
      let page = Page(try Report(notebook: notebook, record: nil, options: options).html())
      return page.all("a").filter { $0.parents.contains("p") }.map { $0["href"] }
    }
    #expect(
      try links(folder["output"].path) == [
        "b.html#part", "../other/output/c.html", "../other/output/d.html", "../notebooks/plain.md",
        "../notebooks/none.md",
      ])
    #expect(try links(nil).first == "b.html#part")
  }

  @Test("A page in another language says of the page's own words that they are English")
  func ownWords() throws {
    let notebook = Sample.notebook(cells: [Sample.cell()], matter: { $0.language = "de" })
    let record = Sample.record(notebook, [[.figure(Sample.chart), .standardError("x")]])
    let page = Page(try Report(notebook: notebook, record: record).html())
    #expect(page.all("html").first?["lang"] == "de")
    #expect(page.all("footer").first?["lang"] == "en" && page.all("summary").first?["lang"] == "en")
    #expect(page.withClass("drawn").first?["lang"] == "en" && page.withClass("name").first?["lang"] == "en")
    #expect(page.withClass("stream").first?["lang"] == "en" && page.withClass("skip").first?["lang"] == "en")
    let english = Page(try Report(notebook: Sample.notebook(), record: nil).html())
    #expect(english.elements.filter { $0["lang"] != nil }.map(\.name) == ["html"])
  }

  // MARK: The header

  private static let facts = TrainingFacts(
    data: "CIFAR-10", licence: "CIFAR-10 by its authors.", trainingImages: 50_000, validationImages: 10_000,
    net: "3 Conv2D, 2 Dense",
    parameterCount: 122_570, seed: 7, keptEpoch: 9, accuracy: 0.81, validationAccuracy: 0.7266,
    trainingDigest: String(repeating: "a", count: 64), validationDigest: String(repeating: "b", count: 64),
    weightsDigest: String(repeating: "c", count: 64))

  private func header(_ outputs: [CellOutput], volatile: Record.Volatile? = nil) throws -> [String] {
    let notebook = Sample.notebook(cells: [Sample.cell()])
    let record = Sample.record(notebook, [outputs], volatile: volatile)
    let page = Page(try Report(notebook: notebook, record: record).html())
    return page.all("dd").filter { $0.parents.contains("header") }.map(\.text)
  }

  @Test("The header answers first: accuracy, data, net, training, day")
  func header() throws {
    let volatile = TrainingNote.Volatile(reused: false, seconds: 192, imagesPerSecond: 1)
    let training = CellOutput.training(
      TrainingNote(epochs: 12, stoppedEarly: true, facts: Self.facts, volatile: volatile))
    let run = Record.Volatile(
      started: Date(timeIntervalSince1970: 1_795_231_320), seconds: 1, threads: 1, instructionSet: "", host: "",
      gitCommit: nil, gitIsClean: nil)
    #expect(
      try header([training], volatile: run) == [
        "72.7 %on 10,000 validation images after epoch 9",
        "CIFAR-1050,000 images to train on, 10,000 to validate", "122,5703 Conv2D, 2 Dense",
        "12 epochsin 3 min 12 s, stopped early", "21 Nov 202603:22 UTC",
      ])
    func result(on data: String) throws -> String? {
      try header([
        training, .evaluation(EvaluationNote(data: data, images: 10_000, accuracy: 0.72, loss: 0.9)),
      ]).first
    }
    #expect(try result(on: "CIFAR-10, test images") == "72.0 %on 10,000 test images")
    #expect(try result(on: "Mine") == "72.0 %on 10,000 images of Mine")
    #expect(try result(on: "") == "72.0 %on 10,000 images")
    #expect(try header([.text("nothing trained")]) == [])
  }

  @Test("The footer has seed and digests; a reproducible one leaves out nothing but what differs")
  func provenance() throws {
    let notebook = Sample.notebook(cells: [Sample.cell()])
    let record = Sample.record(
      notebook, [[.training(TrainingNote(epochs: 1, stoppedEarly: false, facts: Self.facts, volatile: nil))]])
    let page = Page(try Report(notebook: notebook, record: record, options: .init(isReproducible: true)).html())
    let footer = try #require(page.all("footer").first).text
    #expect(footer.contains("Data licence") && footer.contains("CIFAR-10 by its authors."))
    #expect(!footer.contains("Data from"))
    for part in ["7", "SHA-256 aaaaaaaaaaaaaaaa…", "SHA-256 bbbbbbbbbbbbbbbb…", "SHA-256 cccccccccccccccc…"] {
      #expect(footer.contains(part), "\(part)")
    }
  }

  @Test("The footer says where the data was read from, each place once")
  func origin() throws {
    let volatile = TrainingNote.Volatile(
      course: .trained, trained: nil, seconds: 1, imagesPerSecond: 1, dataOrigin: "/data/cifar")
    let note = TrainingNote(epochs: 1, stoppedEarly: false, facts: Self.facts, volatile: volatile)
    let notebook = Sample.notebook(cells: [Sample.cell()])
    let record = Sample.record(notebook, [[.training(note), .training(note)]])
    let footer = try #require(Page(try Report(notebook: notebook, record: record).html()).all("footer").first).text
    #expect(footer.split(separator: "Data from").count == 2 && footer.split(separator: "/data/cifar").count == 2)
  }

  // MARK: Data

  @Test("A program reads the figures' numbers and the tables out of a page, exactly")
  func data() throws {
    struct Data: Decodable {
      struct NumberedFigure: Decodable {
        var id, name: String
        var caption: String?
        var figure: Figure
      }
      struct NumberedTable: Decodable {
        var id: String?
        var table: Table
      }
      var format: Int
      var parameters: [String: String]
      var figures: [NumberedFigure]
      var tables: [NumberedTable]
      var trainings: [TrainingNote]
    }
    let chart = Figure.lineChart(
      LineChart(
        xLabel: "</template><script>",
        panels: [
          .init(
            title: "a & b", yLabel: "\u{85}\u{202e}", series: [.init(name: "s", x: [1, 2], y: [0.1 + 0.2, .nan])])
        ]))
    let notebook = Sample.notebook(cells: [Sample.cell { $0.label = "fig-a" }])
    var record = Sample.record(
      notebook,
      [[.figure(chart), .table(Sample.table), .training(TrainingNote(epochs: 3, stoppedEarly: false, volatile: nil))]])
    record.parameters = ["epochs": "3"]
    let html = try Report(notebook: notebook, record: record).html()
    // As docs/report-format.md tells it: what stands between the tags is JSON.
    let start = try #require(html.range(of: "<template id=\"report-data\">"))
    let end = try #require(html[start.upperBound...].range(of: "</template>"))
    let data = try CellMessage.decoder.decode(
      Data.self, from: Foundation.Data(html[start.upperBound..<end.lowerBound].utf8))
    #expect(data.format == 1 && data.parameters == ["epochs": "3"])
    #expect(data.figures.map(\.id) == ["fig-a"] && data.tables.map(\.table) == [Sample.table])
    #expect(data.trainings.map(\.epochs) == [3])
    guard case .lineChart(let read)? = data.figures.first?.figure else {
      Issue.record("no chart")
      return
    }
    #expect(read.panels[0].series[0].y[0] == 0.1 + 0.2 && read.panels[0].series[0].y[1].isNaN)
    #expect(read.xLabel == "</template><script>")
  }
}
