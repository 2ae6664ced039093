import Figures
import Foundation
import Imaging
import TestSupport
import Testing

@testable import Plotting

struct RendererTests {
  private let renderer = FigureRenderer()

  /// Data that a notebook may bring though it makes no good figure.
  static let oddFigures: [Figure] = {
    let one = ImageGrid.Pixels(height: 1, width: 1, channels: 1, bytes: Data([128]))
    func line(_ x: [Double], _ y: [Double]) -> Figure {
      LineChart(
        xLabel: "x",
        panels: [
          .init(title: "t", yLabel: "y", series: [.init(name: "s", x: x, y: y)], markers: [.init(x: .nan, label: "")])
        ]
      ).figure
    }
    let kinds: [ModelDiagram.Layer.Kind] = [
      .input, .convolution, .pooling, .dense, .dropout, .normalization, .activation, .reshape,
    ]
    let long = String(repeating: "Überlängenwort 🐈 ", count: 40)
    return [
      LineChart(xLabel: "", panels: []).figure,
      LineChart(xLabel: "", panels: [.init(title: "", yLabel: "", series: [])]).figure,
      line([], []), line([1], [1]), line([1, 2, 3], [.nan, .nan, .nan]), line([1, 2, 3], [1, .nan, 3]),
      line([1, 2], [5, 5]), line([.infinity, 1], [1, -.infinity]), line([1, 2], [1e308, -1e308]), line([1, 2, 3], [1]),
      line((0..<5000).map(Double.init), (0..<5000).map { sin(Double($0)) }), line([1e-300, 2e-300], [-1e-9, 1e-9]),
      BarChart(categoryLabel: "", valueLabel: "", bars: []).figure,
      BarChart(categoryLabel: "", valueLabel: "", bars: [.init(label: "", value: .nan)]).figure,
      BarChart(
        categoryLabel: long, valueLabel: long,
        bars: [
          .init(label: long, value: -1e300), .init(label: "\u{0}\n", value: .infinity), .init(label: "b", value: 3),
        ]
      ).figure,
      BarChart(categoryLabel: "", valueLabel: "", bars: (0..<200).map { .init(label: "\($0)", value: 0) }).figure,
      ConfusionMatrixChart(classNames: [], counts: []).figure,
      ConfusionMatrixChart(classNames: ["a"], counts: [[0]]).figure,
      ConfusionMatrixChart(classNames: ["a", long], counts: [[1], [.max, .max, -3]]).figure,
      ConfusionMatrixChart(classNames: (0..<31).map { "\($0)" }, counts: []).figure,
      ImageGrid(cells: [], columns: 0).figure,
      ImageGrid(cells: [.init(pixels: one, caption: long, verdict: .wrong)], columns: -1).figure,
      ImageGrid(
        cells: [
          .init(pixels: .init(height: 2, width: 2, channels: 3, bytes: Data()), caption: ""),
          .init(pixels: .init(height: 0, width: -1, channels: 7, bytes: Data()), caption: "a"),
          .init(pixels: one, caption: "b", shares: [.init(label: long, value: .nan), .init(label: "", value: 7)]),
        ], columns: 1000
      ).figure,
      ModelDiagram(layers: []).figure,
    ] + oddGeneralFigures(long) + [
      ModelDiagram(
        layers: kinds.map { .init(kind: $0, title: long, detail: long, outputShape: [], parameterCount: .max) }
      ).figure
    ]
  }()

  /// Empty, lone, missing, constant, huge and negative data for the figures of a notebook's own numbers.
  private static func oddGeneralFigures(_ long: String) -> [Figure] {
    let lists: [[Double]] = [
      [], [3], [.nan], [.nan, 1, .infinity], [5, 5, 5, 5], [1e308, -1e308, 3], [-2, -7, -3], [1e-300, 2e-300],
      [1, 1.0000000001], [0, 0],
    ]
    func axes(_ chart: some AxisChart) -> [Figure] {
      [
        chart.figure, chart.chartXScale(type: .log).chartYScale(type: .log).figure,
        chart.chartXScale(domain: -1...1).chartYScale(domain: 3...3).chartXAxisLabel(long).chartYAxisLabel(long).figure,
      ]
    }
    var result = lists.flatMap { values -> [Figure] in
      let line = LineChart(x: values, y: values.reversed()).smoothed(0.9)
        .ruleMark(y: values.first ?? .nan, label: long).ruleMark(x: values.last ?? .nan, label: long)
      let stripped = LineChart(xLabel: long, panels: line.panels, strip: line.panels[0])
      let grouped = ScatterChart(
        xLabel: "", yLabel: "", series: (0..<9).map { .init(name: "\(long)\($0)", x: values, y: [1]) })
      let items = [
        SmallMultiples.Item(long, line.figure), .init("", LineChart(xLabel: "", panels: []).figure),
      ]
      return axes(line) + axes(stripped) + axes(ScatterChart(x: values, y: values.reversed())) + [grouped.figure]
        + axes(Histogram(values)) + axes(Histogram([(long, values), ("", [])], bins: 1000))
        + axes(BarChart(values, x: { "\($0)" }, y: { $0 }, by: { "\($0 > 2)" }))
        + [
          Heatmap(rows: values.map { "\($0)" }, columns: [long, "b"], values: [values, [.nan]]).figure,
          CalibrationChart(
            bins: values.map { .init(low: $0, high: $0, count: -1, confidence: $0, accuracy: $0) }, expectedError: .nan
          ).figure,
          CalibrationChart(
            bins: values.map { .init(low: 0, high: $0, count: .max, confidence: $0, accuracy: 1) }, expectedError: 7
          ).figure,
          SmallMultiples(items, columns: -3).figure,
          SmallMultiples(
            [.init("a", ScatterChart(x: values, y: values).figure), .init("b", ScatterChart(x: values, y: [1]).figure)]
          ).figure,
        ]
    }
    result += [
      SmallMultiples([]).figure, Heatmap(rows: [], columns: [], values: []).figure,
      Heatmap(rows: (0..<200).map { "\($0)" }, columns: ["a"], values: []).figure,
      Heatmap(rows: ["a"], columns: (0..<900).map { _ in long }, values: [[1]]).figure,
      CalibrationChart(bins: [], expectedError: 0).figure, Histogram(valueLabel: "", edges: [], series: []).figure,
      Histogram(
        valueLabel: "", edges: [3, 2, .nan], series: [.init(name: "", counts: [-4, .max], mean: .nan, deviation: -1)]
      ).figure,
      ConfusionMatrixChart(classNames: ["a", "b"], counts: [[1, 2], [3, 4]]).sortedBySimilarity().figure,
    ]
    return result
  }

  @Test("No data makes drawing fail", arguments: oddFigures.indices)
  func oddData(index: Int) throws {
    let figure = RendererTests.oddFigures[index]
    for width in [1.0, 720] {
      let renderer = FigureRenderer(width: width, height: width == 1 ? 1 : nil)
      #expect(try renderer.svg(for: figure, idPrefix: "a").hasPrefix("<svg"))
      #expect(try !renderer.png(for: figure, scale: 0.5).isEmpty)
    }
    #expect(!figure.content.alternativeText.isEmpty)
    let table = figure.content.dataTable
    #expect(table.rows.allSatisfy { $0.count == table.columns.count })
  }

  @Test("The same figure gives the same bytes", arguments: ["curves-50", "matrix-10", "predictions", "net"])
  func deterministic(name: String) throws {
    let figure = try #require(Samples.all.first { $0.name == name }).figure
    #expect(try renderer.svg(for: figure, idPrefix: "a") == renderer.svg(for: figure, idPrefix: "a"))
    #expect(try renderer.png(for: figure, scale: 1) == renderer.png(for: figure, scale: 1))
    #expect(try renderer.pdf(for: figure) == renderer.pdf(for: figure))
  }

  @Test("Figures may be drawn on several threads at once")
  func threads() async throws {
    let figures = [Samples.curves(epochs: 5).figure, Samples.matrix(classes: 4).figure, Samples.net.figure]
    let expected = try figures.map { try renderer.svg(for: $0, idPrefix: "a") }
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for index in 0..<12 {
        group.addTask { try FigureRenderer().svg(for: figures[index % 3], idPrefix: "a") == expected[index % 3] }
      }
      for try await isEqual in group { #expect(isEqual) }
    }
  }

  @Test("A PNG has as many pixels as its scale says, and its appearance's paper around the figure")
  func png() throws {
    let figure = Samples.classCounts.figure
    let light = try Image(png: renderer.png(for: figure, scale: 2))
    let dark = try Image(png: renderer.png(for: figure, scale: 1, appearance: .dark))
    #expect(light.width == 1488 && dark.width == 744)
    #expect(light.bytes[0] == 255 && dark.bytes[0] == 0x15)
    #expect(throws: PlottingError.self) { try renderer.png(for: figure, scale: 100) }
  }

  @Test("A PDF is one page with text in the project's font")
  func pdf() throws {
    let bytes = try renderer.pdf(for: Samples.classCounts.figure)
    #expect(bytes.starts(with: Data("%PDF-".utf8)))
    #expect(bytes.range(of: Data("CahierSans".utf8)) != nil)
  }

  @Test("Width and height are as asked for")
  func size() throws {
    let svg = try FigureRenderer(width: 500, height: 400).svg(for: Samples.curves(epochs: 9).figure, idPrefix: "a")
    #expect(svg.contains("viewBox=\"0 0 500 400\" width=\"500\" height=\"400\""))
  }

  @Test("Text has one width on every machine, and missing characters a sign")
  func text() {
    let typesetter = Typesetter.shared
    #expect(abs(typesetter.width(of: "Validation", size: 12) - 56.2) < 3)
    #expect(typesetter.width(of: "Validation", size: 24) == 2 * typesetter.width(of: "Validation", size: 12))
    #expect(typesetter.run("漢", .regular) == typesetter.run("□", .regular))
    #expect(typesetter.run("🐈", .semibold).glyphs.count == 1)
    #expect(typesetter.fitted("aeroplane", into: 30, size: 12).hasSuffix("…"))
    #expect(typesetter.fitted("a", into: 30, size: 12) == "a")
    #expect(typesetter.fitted("aeroplane", into: 1, size: 12).isEmpty)
  }
}
