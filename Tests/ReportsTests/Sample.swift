import CellOutput
import Figures
import Notebooks

@testable import Reports

/// Small notebooks and records, made by hand.
enum Sample {
  static func notebook(
    _ blocks: [MarkdownBlock] = [], cells: [Cell] = [], expressions: [String] = [],
    matter: (inout FrontMatter) -> Void = { _ in }, path: String = "sample.md", source: String = ""
  ) -> Notebook {
    var frontMatter = FrontMatter()
    frontMatter.title = "Sample"
    matter(&frontMatter)
    return Notebook(
      path: path, source: source, frontMatter: frontMatter,
      blocks: blocks.isEmpty ? cells.map { .cell($0.index) } : blocks, cells: cells,
      inlineExpressions: expressions.map { InlineExpression(code: $0, line: 1, cellsBefore: 0) })
  }

  static func cell(
    _ index: Int = 0, _ code: String = "let a = 1", options change: (inout CellOptions) -> Void = { _ in }
  ) -> Cell {
    var options = CellOptions()
    change(&options)
    return Cell(index: index, options: options, code: code, line: 10 * index + 2, fenceLine: 10 * index + 1)
  }

  /// A record of `notebook` with these outputs, one list a cell.
  static func record(
    _ notebook: Notebook, _ outputs: [[CellOutput]] = [], statuses: [CellRecord.Status] = [], values: [String?] = [],
    seconds: Double? = nil, volatile: Record.Volatile? = nil
  ) -> Record {
    Record(
      parameters: [:],
      cells: notebook.cells.map { cell in
        CellRecord(
          code: cell.code, status: cell.index < statuses.count ? statuses[cell.index] : .finished,
          outputs: cell.index < outputs.count ? outputs[cell.index] : [], seconds: seconds)
      },
      inlineValues: values, volatile: volatile)
  }

  static let chart = Figure.barChart(
    BarChart(
      categoryLabel: "Class", valueLabel: "Images",
      bars: [.init(label: "cat", value: 5), .init(label: "dog", value: 7)]))

  static let table = Table(
    columns: [.init("class"), .init("images", alignment: .trailing)], rows: [["cat", "5"], ["dog", "7"]],
    footer: [["all", "12"]])

  /// One cell with `output`, as a page.
  static func page(
    _ outputs: CellOutput..., status: CellRecord.Status = .finished,
    options change: (inout CellOptions) -> Void = { _ in }
  ) throws -> Page {
    let notebook = notebook(cells: [cell(options: change)])
    return Page(try Report(notebook: notebook, record: record(notebook, [outputs], statuses: [status])).html())
  }

  static func page(prose blocks: MarkdownBlock...) throws -> Page {
    let notebook = notebook(blocks)
    return Page(try Report(notebook: notebook, record: record(notebook)).html())
  }
}
