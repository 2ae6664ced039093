import CellOutput
import Figures
import Notebooks
import Testing

@testable import Reports

@Suite struct CrossReferenceTests {
  private static func notebook(_ label: String, _ cells: [Cell]) -> Notebook {
    Sample.notebook(
      cells.map { .cell($0.index) } + [.paragraph([.crossReference(label: label, line: 12)])], cells: cells)
  }

  @Test("Figures and captioned tables are numbered in the order of the page, and a label leads to its first figure")
  func numbers() throws {
    let cells = [
      Sample.cell(0), Sample.cell(1) { $0.label = "fig-b" }, Sample.cell(2) { $0.label = "tbl-c" },
      Sample.cell(3) { $0.tableCaption = "More." },
    ]
    let notebook = Self.notebook("fig-b", cells)
    let record = Sample.record(
      notebook,
      [
        [.figure(Sample.chart), .table(Sample.table)], [.figure(Sample.chart), .figure(Sample.chart)],
        [.table(Sample.table)], [.table(Sample.table)],
      ])
    let page = Page(try Report(notebook: notebook, record: record).html())
    #expect(page.all("span", class: "name").map(\.text) == ["Figure 1", "Figure 2", "Figure 3", "Table 1", "Table 2"])
    let link = try #require(page.all("a", class: "reference").first)
    #expect(link.text == "Figure 2" && link["href"] == "#fig-b")
    #expect(page.elements.first { $0["id"] == "fig-b" }?.name == "figure")
    #expect(Report(notebook: notebook, record: record).figures.map(\.identifier) == ["figure-1", "fig-b", "figure-3"])
  }

  @Test("A figure that has not been drawn yet keeps its number, and its reference leads to the cell")
  func reserved() throws {
    let notebook = Self.notebook(
      "fig-a", [Sample.cell(0) { $0.label = "fig-a" }, Sample.cell(1) { $0.label = "fig-b" }])
    let record = Sample.record(notebook, [[], [.figure(Sample.chart)]], statuses: [.failed, .finished])
    let page = Page(try Report(notebook: notebook, record: record).html())
    #expect(page.all("span", class: "name").map(\.text) == ["Figure 2"])
    #expect(page.all("a", class: "reference").first?.text == "Figure 1")
    #expect(page.elements.first { $0["id"] == "fig-a" }?.classes == ["cell"])
  }

  @Test("A reference to a section carries the section's title")
  func sections() throws {
    let page = try Sample.page(
      prose: .heading(level: 1, content: [.text("The "), .emphasis([.text("data")])], identifier: "sec-data"),
      .paragraph([.crossReference(label: "sec-data", line: 2)]))
    let link = try #require(page.all("a", class: "reference").first)
    #expect(link.text == "“The data”" && link["href"] == "#sec-data")
  }

  @Test(
    "A reference that leads nowhere is an error that names the nearest label",
    arguments: [
      ("fig-los", "a.md:12: Nothing is labelled 'fig-los'. Did you mean '@fig-loss'?"),
      (
        "tbl-none",
        "a.md:12: Nothing is labelled 'tbl-none'. Label a cell with '//| label: tbl-none', or remove the reference."
      ),
      (
        "fig-hidden",
        "a.md:12: '@fig-hidden' refers to a cell whose output is not shown. "
          + "Remove 'include: false' or 'output: false' from the cell, or the reference."
      ),
    ])
  func missing(label: String, message: String) {
    var notebook = Self.notebook(
      label,
      [
        Sample.cell(0) { $0.label = "fig-loss" },
        Sample.cell(1) {
          $0.label = "fig-hidden"
          $0.include = false
        },
      ])
    notebook.path = "a.md"
    #expect(Report.problems(in: notebook).map(\.message) == [message])
  }
}
