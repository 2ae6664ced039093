import CellOutput
import Figures
import Notebooks
import Reports

/// A comparison of runs as a report: a notebook without code whose outputs are the comparison's.
struct ComparisonPage {
  let comparison: RunComparison

  func html() throws -> String {
    let outputs: [(options: String, output: CellOutput)] = [
      ("//| label: tbl-settings\n//| tbl-cap: Settings in which the runs differ.", settings),
      (
        "//| label: tbl-results\n//| tbl-cap: Results after the last epoch.",
        .table(comparison.table(comparison.results))
      ),
      ("//| label: fig-curves\n//| fig-cap: Loss and accuracy by epoch.", .figure(comparison.curves.figure)),
    ]
    let cells = outputs.enumerated().map { "```{swift}\n\($1.options)\n//| echo: false\noutput\($0)\n```\n" }
    let source = """
      ---
      title: "\(comparison.runs.count) runs compared"
      format:
        html:
          toc: false
      ---

      """ + cells.joined(separator: "\n")
    let notebook = try Notebook(source: source, path: "comparison.md")
    let records = zip(notebook.cells, outputs).map { cell, part in
      CellRecord(code: cell.code, status: .finished, outputs: [part.output], seconds: nil)
    }
    let record = Record(parameters: [:], cells: records, inlineValues: [], volatile: nil)
    return try Report(notebook: notebook, record: record).html()
  }

  private var settings: CellOutput {
    comparison.settings.isEmpty
      ? .text("The runs have the same settings.") : .table(comparison.table(comparison.settings))
  }
}
