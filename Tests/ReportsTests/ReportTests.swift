import CellOutput
import Crypto
import Figures
import Foundation
import Notebooks
import Testing

@testable import Reports

@Suite struct ReportTests {
  @Test("The policy admits the page's one style element by its digest, pictures within the page, and nothing else")
  func policy() throws {
    let html = try Report(notebook: Sample.notebook(), record: nil).html()
    let page = Page(html)
    let digest = Data(SHA256.hash(data: Data(page.style.utf8))).base64EncodedString()
    let policy = try #require(page.all("meta").first { $0["http-equiv"] == "Content-Security-Policy" }?["content"])
    #expect(
      policy
        == "default-src 'none'; img-src data:; style-src 'sha256-\(digest)'; base-uri 'none'; form-action 'none'")
    #expect(page.all("style").count == 1)
  }

  @Test("The same notebook and record give the same bytes")
  func sameBytes() throws {
    let notebook = Sample.notebook(cells: [Sample.cell { $0.label = "fig-a" }])
    let record = Sample.record(notebook, [[.figure(Sample.chart), .table(Sample.table), .text("12")]])
    let report = Report(notebook: notebook, record: record)
    #expect(try report.html() == report.html())
  }

  @Test("A run whose program never started names no threads")
  func neverStarted() throws {
    let volatile = Record.Volatile(
      started: Date(timeIntervalSince1970: 0), seconds: 1, threads: 0, instructionSet: "", host: "workbench",
      gitCommit: nil, gitIsClean: nil)
    let notebook = Sample.notebook()
    let page = Page(try Report(notebook: notebook, record: Sample.record(notebook, volatile: volatile)).html())
    #expect(page.all("dd").map(\.text).contains("workbench"))
  }

  @Test("A reproducible report is that of the record without volatile values")
  func reproducible() throws {
    let notebook = Sample.notebook(cells: [Sample.cell()])
    let volatile = Record.Volatile(
      started: Date(timeIntervalSince1970: 1_795_231_320), seconds: 83, threads: 3, instructionSet: "avx512",
      host: "workbench", gitCommit: "0123456789abcdef", gitIsClean: false)
    let note = TrainingNote(
      epochs: 4, stoppedEarly: true, volatile: .init(reused: false, seconds: 192, imagesPerSecond: 4210))
    let record = Sample.record(notebook, [[.training(note)]], seconds: 83.2, volatile: volatile)
    let full = try Report(notebook: notebook, record: record).html()
    for part in [
      "21 November 2026, 03:22 UTC", "1 min 23 s", "workbench, 3 threads, avx512",
      "0123456789ab, with uncommitted changes", "Trained in 3 min 12 s: 4 epochs, stopped early · 4,210 images/s.",
    ] {
      #expect(full.contains(part))
    }
    let report = Report(notebook: notebook, record: record, options: .init(isReproducible: true))
    let bare = Report(notebook: notebook, record: record.withoutVolatileValues)
    #expect(try report.html() == bare.html())
    #expect(try bare.html().contains("Trained for 4 epochs, stopped early."))
    for part in ["2026", "1 min", "workbench", "avx512", "012345678", "4,210"] {
      #expect(try !Page(report.html()).text.contains(part))
    }
  }
}
