import Foundation
import Testing

@testable import Cahier

@Suite("What cells show and how errors speak")
struct ShowTests {
  private struct Experiment: Displayable {
    var cellOutputs: [CellOutput] { [.text("experiment"), .table(Table(columns: [], rows: []))] }
  }

  @Test("Figures and tables appear as such, other values as their description, nothing as nothing")
  func outputs() {
    let chart = BarChart(categoryLabel: "class", valueLabel: "count", bars: [])
    let table = Table(columns: [], rows: [])
    #expect(cellOutputs(for: ()) == [])
    #expect(cellOutputs(for: 1.5) == [.text("1.5")])
    #expect(cellOutputs(for: "text") == [.text("text")])
    #expect(cellOutputs(for: Int?.none) == [.text("nil")])
    #expect(cellOutputs(for: ["a"]) == [.text("[\"a\"]")])
    #expect(cellOutputs(for: [Int]()) == [.text("[]")])
    #expect(cellOutputs(for: chart) == [.figure(.barChart(chart))])
    #expect(cellOutputs(for: Optional(table)) == [.table(table)])
    #expect(cellOutputs(for: [Experiment(), Experiment()]).count == 4)
  }

  @Test("A description that would fill pages is cut, with the number of characters that are missing")
  func longText() {
    let text = String(repeating: "é", count: 20_003)
    #expect(
      cellOutputs(for: text) == [.text(String(repeating: "é", count: 20_000) + "\n… (3 more characters)")])
    #expect(cellOutputs(for: String(text.prefix(20_000))) == [.text(String(text.prefix(20_000)))])
  }

  private enum Plain: Error { case broken(part: Int) }
  private struct Bare: Error { var part = 2 }
  private struct Described: Error, CustomStringConvertible { var description: String { "Described." } }
  private struct Localized: LocalizedError { var errorDescription: String? { "Localized." } }

  @Test("An error is reported in its own words")
  func errors() {
    #expect(CellMessage.ErrorNote(Plain.broken(part: 2)).message == "Plain.broken(part: 2)")
    #expect(CellMessage.ErrorNote(Bare()).message == "Bare(part: 2)")
    #expect(CellMessage.ErrorNote(Described()).message == "Described.")
    #expect(CellMessage.ErrorNote(Localized()).message == "Localized.")
    #expect(CellMessage.ErrorNote(Localized()).typeName == "Localized")
    let missing = #expect(throws: (any Error).self) { try Data(contentsOf: URL(filePath: "/no/such/file")) }
    #expect(missing.map { CellMessage.ErrorNote($0).message.contains("/no/such/file") } == true)
  }
}
