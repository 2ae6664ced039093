import CellOutput
import Figures
import Foundation
import TestSupport
import Testing

/// The notebooks on real CIFAR-10, in a hurry.
@Suite("CIFAR-10 notebooks", .enabled(if: Repository.realData != nil, "CAHIER_TEST_DATA names no folder with CIFAR-10"))
struct RealDataTests {
  @Test(
    "It renders in a hurry, with all its figures, and is small enough to send",
    arguments: ["simple-cnn", "vgg-early-stopping", "three-conv-dropout"])
  func notebook(name: String) async throws {
    let bench = try Workbench()
    try bench.copy("\(name).md", from: "notebooks")
    let result = try await bench.cahier(
      "render", "-P", "epochs:1", "-P", "images:5000", "\(name).md",
      environment: ["CAHIER_DATA": Repository.realData])
    #expect(result.status == 0, "\(result)")

    let outputs = try bench.record(name).cells.flatMap(\.outputs)
    let figures = outputs.compactMap { if case .figure(let figure) = $0 { figure } else { nil } }
    #expect(figures.contains { if case .barChart = $0 { true } else { false } }, "class counts")
    #expect(figures.contains { if case .modelDiagram = $0 { true } else { false } }, "the net")
    #expect(
      figures.contains { if case .lineChart(let chart) = $0 { chart.panels.count == 2 } else { false } }, "curves")
    #expect(
      figures.contains { if case .confusionMatrix(let chart) = $0 { chart.classNames.count == 10 } else { false } })
    let grids = figures.compactMap { if case .imageGrid(let grid) = $0 { grid.cells.count } else { nil } }
    #expect(grids.contains { $0 >= 60 }, "samples: \(grids)")
    if name == "simple-cnn" { #expect(grids.contains { (24..<60).contains($0) }, "mistakes: \(grids)") }
    let tables = outputs.compactMap { if case .table(let table) = $0 { table } else { nil } }
    #expect(tables.contains { $0.columns.map(\.name).contains("F1") }, "scores of each class")
    #expect(tables.contains { $0.rows.contains { $0.contains { $0.hasPrefix("Published") } } }, "the published result")
    #expect(outputs.contains { if case .training(let note) = $0 { note.epochs == 1 } else { false } })

    let page = try bench.page(name)
    #expect(page.html.utf8.count <= 600_000, "\(page.html.utf8.count) bytes")
    let looks = try await PageLook.looks(at: page, widths: [1440, 390])
    for look in looks { #expect(look.contentWidth <= look.width, "\(look.tooWide)") }
    #expect(looks.allSatisfy { $0.nameless.isEmpty && $0.repeatedIds.isEmpty && $0.brokenLinks.isEmpty })
    let folder = try TemporaryFolder()
    #expect(try await Chromium().consoleMessages(of: folder.write(page.html, to: "page.html")) == [])
  }

  @Test("The better net is built up step by step: a training and a row of a table for every change")
  func betterNet() async throws {
    let bench = try Workbench()
    try bench.copy("better-cnn.md", from: "notebooks")
    let result = try await bench.cahier(
      "render", "-P", "images:1000", "-P", "epochs:2", "-P", "width:8", "-P", "table_epochs:1", "-P", "table_width:4",
      "better-cnn.md", environment: ["CAHIER_DATA": Repository.realData])
    #expect(result.status == 0, "\(result)")

    let cells = try bench.record("better-cnn").cells
    let outputs = cells.flatMap(\.outputs)
    let trainings = outputs.compactMap { if case .training(let note) = $0 { note } else { nil } }
    #expect(trainings.map(\.epochs) == [1, 1, 1, 1, 1, 1, 1, 2])
    let tables = outputs.compactMap { if case .table(let table) = $0 { table } else { nil } }
    #expect(tables.contains { $0.rows.count == 7 && $0.columns.map(\.name).contains("Test accuracy") })
    let figures = outputs.compactMap { if case .figure(let figure) = $0 { figure } else { nil } }
    let charts = figures.compactMap { if case .lineChart(let chart) = $0 { chart.panels.count } else { nil } }
    #expect(charts == [1, 2], "schedules, then loss and accuracy")
    #expect(try bench.page("better-cnn").html.utf8.count <= 600_000)
  }
}
