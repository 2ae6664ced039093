import CellOutput
import Figures
import Foundation
import Imaging
import TestSupport
import Testing

/// The quickstart, trained afresh, against the one that is committed.
@Suite("Quickstart")
struct QuickstartTests {
  private static let committed = Repository.root.appending(path: "output/quickstart.html")
  private static let recordFile = Repository.root.appending(path: "Tests/EndToEndTests/Fixtures/quickstart.record.json")

  @Test("It renders")
  func renders() async throws {
    let rendering = try await Shared.quickstart.value.first
    #expect(rendering.result.status == 0, "\(rendering.result)")
    #expect(rendering.record.status == .finished)
  }

  @Test("Its record is the committed one, to the last digit of every loss")
  func record() async throws {
    let fresh = try RecordText(await Shared.quickstart.value.first.record)
    guard FileManager.default.fileExists(atPath: Self.recordFile.path) else {
      try (fresh.lines.joined(separator: "\n") + "\n").write(to: Self.recordFile, atomically: true, encoding: .utf8)
      Issue.record("There was no record to compare with; one is written now: \(Self.recordFile.path)")
      return
    }
    let differences = try fresh.differences(from: RecordText(contentsOf: Self.recordFile))
    #expect(differences == [])
  }

  @Test("Its text is the committed report's")
  func text() async throws {
    let fresh = try await Shared.quickstart.value.first.page.text
    let committed = try Page(html: String(contentsOf: Self.committed, encoding: .utf8)).text
    let common = fresh.commonPrefix(with: committed).count
    #expect(
      fresh == committed,
      "They part after “…\(fresh.prefix(common).suffix(60))”: “\(fresh.dropFirst(common).prefix(60))”, committed “\(committed.dropFirst(common).prefix(60))”"
    )
  }

  @Test("Its figures are the committed report's, within half a percent of the pixels")
  func figures() async throws {
    let fresh = try await Shared.quickstart.value.first.page
    let committed = try Page(html: String(contentsOf: Self.committed, encoding: .utf8))
    #expect(fresh.figures.count == committed.figures.count)
    #expect(fresh.figures.count >= 5)
    for (number, (mine, theirs)) in zip(fresh.figures, committed.figures).enumerated() where mine != theirs {
      let difference = try await fresh.screenshot(ofFigure: mine).difference(
        from: committed.screenshot(ofFigure: theirs))
      #expect(difference <= 0.005, "figure \(number + 1)")
    }
  }

  @Test("A label that is moved in a figure is more than half a percent")
  func movedLabel() async throws {
    let page = try await Shared.quickstart.value.first.page
    let figure = try #require(page.figures.first { $0.contains("Loss") || $0.contains("loss") })
    // In units of its letters: 1000 for 44 pixels.
    let label = try #require(figure.firstMatch(of: /<g id="[^"]*" transform="translate\((-?\d+)/))
    let moved = figure.replacingCharacters(
      in: label.1.startIndex..<label.1.endIndex, with: String((Int(label.1) ?? 0) + 300))
    let difference = try await page.screenshot(ofFigure: figure).difference(from: page.screenshot(ofFigure: moved))
    #expect(difference > 0.005)
    #expect(try await page.screenshot(ofFigure: figure).difference(from: page.screenshot(ofFigure: figure)) == 0)
  }

  @Test("A second render trains nothing and gives the same bytes")
  func reuse() async throws {
    let (first, second) = try await (Shared.quickstart.value.first, Shared.quickstart.value.second)
    #expect(second.result.status == 0, "\(second.result)")
    #expect(second.page.html == first.page.html)
    #expect(Self.training(first.record).map(\.reused) == [false])
    #expect(Self.training(second.record).map(\.reused) == [true])
    #expect(first.result.standardError.contains("poch"))
    #expect(!second.result.standardError.contains("poch 1/"))
  }

  private static func training(_ record: Record) -> [TrainingNote.Volatile] {
    record.cells.flatMap(\.outputs).compactMap { if case .training(let note) = $0 { note.volatile } else { nil } }
  }

  @Test("The record is the same for any number of threads and on the portable path")
  func anyProcessor() async throws {
    func record(_ environment: [String: String?]) async throws -> Record {
      let bench = try Workbench()
      try bench.copy("quickstart.md", from: "notebooks")
      let result = try await bench.cahier(
        "render", "-P", "epochs:1", "-P", "images:1000", "quickstart.md", environment: environment)
      #expect(result.status == 0, "\(result)")
      return try bench.record("quickstart")
    }
    let reference = try await record([:])
    for environment in [["CAHIER_THREADS": "1"], ["CAHIER_THREADS": "2"], ["CAHIER_ISA": "portable"]] {
      let other = try await record(environment)
      let differences = try RecordText(other).differences(from: RecordText(reference))
      #expect(differences == [], "\(environment)")
      // The variable was heeded.
      if let threads = environment["CAHIER_THREADS"] { #expect(other.volatile?.threads == Int(threads)) }
      if let path = environment["CAHIER_ISA"] { #expect(other.volatile?.instructionSet == path) }
    }
  }
}
