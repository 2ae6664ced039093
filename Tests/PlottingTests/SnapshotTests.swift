import Figures
import Imaging
import TestSupport
import Testing

@testable import Plotting

/// Figures as pixels against committed pictures. After a wanted change delete the picture, run, look, commit.
struct SnapshotTests {
  struct Case: CustomTestStringConvertible {
    let name: String
    let figure: Figure
    var width = FigureRenderer.defaultWidth
    var appearance = Appearance.light

    var testDescription: String { name }
  }

  static let cases = [
    Case(name: "curves", figure: Samples.curves(epochs: 50).figure),
    Case(name: "curves-dark", figure: Samples.curves(epochs: 50).figure, appearance: .dark),
    Case(name: "curves-phone", figure: Samples.curves(epochs: 3).figure, width: 360),
    Case(name: "runs", figure: Samples.runs(names: ["none", "dropout 0.25", "dropout 0.5"]).figure),
    Case(name: "curves-full", figure: Samples.fullCurves.figure),
    Case(name: "scatter", figure: Samples.scatter.figure),
    Case(name: "channels", figure: Samples.channels.figure),
    Case(name: "heatmap", figure: Samples.heatmap.figure, appearance: .dark),
    Case(name: "correlations", figure: Samples.correlations.figure),
    Case(name: "calibration", figure: Samples.calibration.figure),
    Case(name: "calibration-phone", figure: Samples.calibration.figure, width: 360, appearance: .dark),
    Case(name: "bars-groups", figure: Samples.groupedBars.figure),
    Case(name: "multiples", figure: Samples.multiples.figure),
    Case(name: "matrix-examples", figure: Samples.confusedMatrix.figure, width: 360),
    Case(name: "rows", figure: Samples.rows.figure),
    Case(name: "bars", figure: Samples.classCounts.figure),
    Case(name: "matrix-2", figure: Samples.matrix(classes: 2, names: ["cat", "dog"]).figure),
    Case(name: "matrix-10", figure: Samples.matrix(classes: 10).figure),
    Case(name: "matrix-10-dark", figure: Samples.matrix(classes: 10).figure, appearance: .dark),
    Case(name: "matrix-10-phone", figure: Samples.matrix(classes: 10).figure, width: 360),
    Case(name: "matrix-100", figure: Samples.matrix(classes: 100).figure),
    Case(name: "samples", figure: Samples.samples(10).figure),
    Case(name: "predictions", figure: Samples.predictions(6).figure),
    Case(name: "predictions-dark", figure: Samples.predictions(3).figure, width: 360, appearance: .dark),
    Case(name: "net", figure: Samples.net.figure),
    Case(name: "net-short", figure: ModelDiagram(layers: Array(Samples.net.layers.prefix(6))).figure),
    Case(name: "net-phone", figure: Samples.net.figure, width: 360, appearance: .dark),
  ]

  @Test("A figure looks as it did", arguments: cases)
  func looks(snapshot: Case) throws {
    let renderer = FigureRenderer(width: snapshot.width)
    let png = try renderer.png(for: snapshot.figure, scale: 1, appearance: snapshot.appearance)
    try assertSnapshot(of: Image(png: png), named: snapshot.name)
  }

  @Test("A moved label and a swapped colour are noticed")
  func notices() throws {
    func image(_ chart: BarChart) throws -> Image { try Image(png: FigureRenderer().png(for: chart.figure, scale: 1)) }
    let before = try image(Samples.classCounts)
    var moved = Samples.classCounts
    moved.bars.swapAt(0, 2)
    #expect(try differences(between: before, and: image(moved), threshold: 24).share > 0.005)
    let dark = try Image(png: FigureRenderer().png(for: Samples.classCounts.figure, scale: 1, appearance: .dark))
    #expect(differences(between: before, and: dark, threshold: 24).share > 0.9)
    #expect(differences(between: before, and: before, threshold: 0).share == 0)
  }
}
