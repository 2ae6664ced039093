import CellOutput
import Figures
import Foundation
import TestSupport
import Testing

@Suite("Records in files")
struct RecordFileTests {
  private func record() -> Record {
    let problem = Problem(kind: .thrown, file: "n.md", line: 3, column: 5, summary: "No.", remedy: "Ask again.")
    let curve = LineChart.Series(name: "loss", x: [1, 2], y: [.nan, .infinity])
    let chart = LineChart(xLabel: "epoch", panels: [.init(title: "", yLabel: "loss", series: [curve])])
    let note = TrainingNote(
      epochs: 2, stoppedEarly: false, volatile: .init(reused: false, seconds: 1, imagesPerSecond: 2))
    return Record(
      status: .failed, problem: problem, parameters: ["epochs": "3"],
      cells: [
        CellRecord(
          code: "a", status: .finished, outputs: [.text("1"), .standardOutput("é\n"), .training(note)], seconds: 1),
        CellRecord(code: "b", status: .failed, outputs: [.figure(.lineChart(chart)), .failure(problem)], seconds: 2),
      ],
      inlineValues: ["1", nil],
      volatile: .init(
        started: Date(timeIntervalSince1970: 1), seconds: 2, threads: 2, instructionSet: "avx2", host: "h",
        gitCommit: nil, gitIsClean: nil))
  }

  @Test("A record is read as it was written, numbers that JSON lacks included")
  func roundTrip() throws {
    let folder = try TemporaryFolder()
    let path = folder["record.json"].path
    let record = record()
    try record.save(to: path)
    let read = try Record.load(from: path)
    #expect(String(describing: read) == String(describing: record))
    try read.save(to: folder["again.json"].path)
    #expect(try folder.text(of: "again.json") == folder.text(of: "record.json"))
  }

  @Test("Without volatile values nothing is left that differs from run to run")
  func withoutVolatileValues() {
    let plain = record().withoutVolatileValues
    #expect(plain.volatile == nil)
    #expect(plain.cells.allSatisfy { $0.seconds == nil })
    #expect(plain.cells[0].outputs[2] == .training(TrainingNote(epochs: 2, stoppedEarly: false, volatile: nil)))
  }

  @Test("A missing, damaged or newer record is told in one line")
  func cannotLoad() throws {
    let folder = try TemporaryFolder()
    let path = folder["record.json"].path
    func message() -> String? { #expect(throws: Problem.self) { try Record.load(from: path) }?.message }
    #expect(
      message()
        == "\(path): There is no record to draw from. Render the notebook once with its cells executed.")
    try folder.write("{\"format\": 1, \"cells\"", to: "record.json")
    #expect(message() == "\(path): The record is damaged. Render the notebook again.")
    try folder.write("{\"format\": 99, \"pages\": []}", to: "record.json")
    #expect(
      message()
        == "\(path): The record has format 99; this version reads up to 1. "
        + "Update Cahier, or render the notebook again with this version.")
  }

  @Test("A problem is one line: place, what is wrong, what to do")
  func message() {
    #expect(record().problem?.message == "n.md:3:5: No. Ask again.")
    #expect(Problem(kind: .notebook, file: "n.md", summary: "No.").message == "n.md: No.")
  }
}
