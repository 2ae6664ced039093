import Figures
import Foundation
import Testing

/// Charts of a notebook's own numbers: how they are made, and what they say of themselves.
struct ChartTests {
  private struct Run {
    var name: String
    var seconds: Int
    var accuracy: Float
    var best: Double?
  }

  private let runs = [
    Run(name: "adam", seconds: 10, accuracy: 0.5, best: nil), Run(name: "sgd", seconds: 20, accuracy: 0.625, best: 0.5),
    Run(name: "adam", seconds: 30, accuracy: 0.75, best: 1),
  ]

  @Test("Rows of any type become a line chart, one line a group")
  func lines() {
    let chart = LineChart(runs, x: \.seconds, y: \.accuracy, by: \.name, xLabel: "Seconds", yLabel: "Accuracy")
    #expect(chart.panels[0].series.map(\.name) == ["adam", "sgd"])
    #expect(chart.panels[0].series[0].x == [10, 30] && chart.panels[0].series[0].y == [0.5, 0.75])
    #expect(LineChart(runs, x: \.seconds, y: \.best).panels[0].series[0].y[0].isNaN)
    let named = LineChart(["mean": [1, 2], "best": [3, 4]], xLabel: "Step")
    #expect(named.panels[0].series.map(\.x) == [[1, 2], [1, 2]])
    #expect(
      named.alternativeText.hasPrefix("Lines over step from 1 to 2. Mean rises from 1 to 2. Best rises from 3 to 4"))
  }

  @Test("Modifiers are those of Swift Charts, in any order, and keep the data")
  func modifiers() throws {
    let chart = LineChart(x: [1, 2], y: [3, 4]).frame(height: 200).chartYScale(domain: 0...10, type: .log)
      .chartXScale(type: .log).chartXAxisLabel("Step").chartYAxisLabel("Rate").caption("A caption")
      .accessibilityLabel("In my words").ruleMark(y: 3.5, label: "chance").smoothed(0.5)
    #expect(chart.yAxis == AxisOptions(label: "Rate", scale: .log, low: 0, high: 10))
    #expect(chart.xAxis == AxisOptions(label: "Step", scale: .log))
    #expect(chart.figure.presentation.caption == "A caption" && chart.figure.presentation.height == 200)
    #expect(chart.figure.alternativeText == "In my words")
    #expect(chart.panels[0].series[0].y == [3, 4])
    let data = try JSONEncoder().encode(chart.figure)
    #expect(try JSONDecoder().decode(Figure.self, from: data) == chart.figure)
  }

  @Test("A record from before the modifiers can still be read")
  func oldRecord() throws {
    let old = """
      {"lineChart":{"_0":{"xLabel":"Epoch","panels":[{"title":"Loss","yLabel":"Loss","markers":[{"x":1,"label":"a"}],
      "isPercent":false,"series":[{"name":"t","x":[1],"y":[2],"role":"plain"}]}]}}}
      """
    let figure = try JSONDecoder().decode(Figure.self, from: Data(old.utf8))
    #expect(figure.alternativeText == "Loss at epoch 1. T is 2 in epoch 1. Marked: a.")
    let grid = #"{"imageGrid":{"_0":{"columns":2,"cells":[]}}}"#
    #expect(try JSONDecoder().decode(Figure.self, from: Data(grid.utf8)).alternativeText == "No images.")
  }

  @Test("Smoothing begins without a bias and keeps gaps")
  func smoothing() {
    let series = LineChart.Series(name: "", x: [1, 2, 3, 4], y: [10, 10, .nan, 40]).smoothed(0.5)
    #expect(series.y[0] == 10 && series.y[1] == 10 && series.y[2].isNaN)
    // (0.5² * 10 * 0.5 + 0.5 * 10 * 0.5 + 40 * 0.5) / (1 - 0.5³)
    #expect(abs(series.y[3] - (1.25 + 2.5 + 20) / 0.875) < 1e-12)
    #expect(series.smoothed(0) == series.smoothed(1) || series.y[2].isNaN)
  }

  @Test("Events are told once, a level with its value, smoothing with its weight")
  func events() {
    var chart = LineChart(["loss": [3, 2, 1]], xLabel: "Epoch").ruleMark(x: 3, label: "stopped early: epoch 3")
    chart.panels.append(chart.panels[0])
    let text = chart.ruleMark(y: 1.5, label: "chance").smoothed(0.6).alternativeText
    #expect(text.matches(of: /stopped early/).count == 1)
    #expect(text.contains("A line marks chance at 1.5.") && text.contains("smoothed by 0.6"))
  }

  @Test("Scattered points are described by their ranges and how they go together")
  func scatter() {
    let chart = ScatterChart(x: [1, 2, 3, 4], y: [2, 4, 6, 9], xLabel: "Seconds", yLabel: "Accuracy")
    #expect(
      chart.alternativeText
        == "Accuracy against seconds: 4 points. Seconds from 1 to 4, accuracy from 2 to 9. They rise together (correlation 0.99)."
    )
    var other = chart
    other.series[0].y[3] = -9
    #expect(other.alternativeText.contains("One falls as the other rises"))
    let groups = ScatterChart(runs, x: \.seconds, y: \.accuracy, by: \.name)
    #expect(groups.alternativeText.hasPrefix("Y against x: 3 points in 2 groups."))
    #expect(groups.dataTable.rows[0] == ["adam", "10", "0.5"])
    #expect(ScatterChart(x: [Double](), y: [Double]()).alternativeText == "Y against x: no points.")
    #expect(ScatterChart(x: [1], y: [2]).alternativeText == "Y against x: 1 point. It is at 1 and 2.")
    #expect(
      ScatterChart(x: [1, .nan, 1], y: [2, 3, 4]).alternativeText
        == "Y against x: 2 points. X always 1, y from 2 to 4. 1 value is missing.")
    #expect(!ScatterChart(x: [1e308, -1e308, 1e307], y: [1e308, 1, 2]).alternativeText.contains("undefined"))
  }

  @Test("A histogram counts every value once, the last end included")
  func histogram() {
    let chart = Histogram([0, 0.5, 1, 1.5, 2], bins: 2, valueLabel: "Loss")
    #expect(chart.edges == [0, 1, 2] && chart.series[0].counts == [2, 3])
    #expect(chart.series[0].mean == 1)
    #expect(abs((chart.series[0].deviation ?? 0) - 0.5.squareRoot()) < 1e-12)
    #expect(
      chart.alternativeText
        == "Histogram of loss. 5 values, mean 1, deviation 0.7071, most often 1 to 2 (3).")
    #expect(chart.dataTable.footer == [["Mean", "", "1"], ["Deviation", "", "0.7071"]])
    #expect(Histogram(runs, value: \.accuracy).series[0].counts.reduce(0, +) == 3)
    #expect(Histogram([Double]()).alternativeText == "Histogram of value. No values.")
    #expect(Histogram([.nan, 4.0]).alternativeText.hasSuffix("1 value is missing."))
    #expect(Histogram([4.0, 4.0], bins: 5).series[0].counts == [0, 0, 2, 0, 0])
    #expect(Histogram([1e308, -1e308]).series[0].counts.isEmpty == false)
    #expect(Histogram.text(mean: 0.4914, deviation: 0.2) == "0.49 ± 0.20")
  }

  @Test("A heat map is described by its extremes")
  func heatmap() {
    let chart = Heatmap(
      rows: ["1e-3", "1e-2"], columns: ["0.1", "0.5"], values: [[0.5, 0.784], [0.1, .nan]], rowTitle: "Rate",
      columnTitle: "Dropout", valueLabel: "Accuracy", isPercent: true)
    #expect(
      chart.alternativeText == """
        Accuracy by rate and dropout, 2 by 2: highest 78.4 % at rate 1e-3, dropout 0.5; lowest 10.0 % at rate 1e-2, \
        dropout 0.1. 1 value is missing.
        """)
    #expect(chart.dataTable.rows == [["1e-3", "50.0 %", "78.4 %"], ["1e-2", "10.0 %", ""]])
    #expect(Heatmap(rows: ["a"], columns: ["b"], values: [[2]]).alternativeText == "Heat map, 1 by 1: 2 everywhere.")
    let rows = Heatmap(runs, x: \.name, y: \.seconds, value: \.accuracy)
    #expect(rows.columns == ["adam", "sgd"] && rows.rows == ["10", "20", "30"] && rows.value(1, 1) == 0.625)
    #expect(rows.value(0, 1).isNaN && rows.value(9, 9).isNaN)
  }

  @Test("Calibration is described by its error, its tendency and its worst bin")
  func calibration() {
    func chart(_ accuracy: Double) -> CalibrationChart {
      CalibrationChart(
        bins: [
          .init(low: 0, high: 0.5, count: 10, confidence: 0.4, accuracy: accuracy),
          .init(low: 0.5, high: 1, count: 90, confidence: 0.9, accuracy: 0.85),
        ], expectedError: 0.055)
    }
    #expect(
      chart(0.3).alternativeText == """
        Calibration of 100 predictions: expected calibration error 5.5 %; the net is too sure. Where most predictions \
        are, it is 90.0 % sure and 85.0 % are right. Furthest apart: 40.0 % sure, 30.0 % right (10 predictions).
        """)
    #expect(chart(0.3).alternativeText != chart(0.2).alternativeText)
    #expect(chart(1).alternativeText.contains("right (10 predictions)"))
    #expect(CalibrationChart(bins: [], expectedError: 0).alternativeText == "Calibration: no predictions.")
  }

  @Test("Grouped bars are told group by group, and have a column each")
  func groupedBars() {
    let chart = BarChart(
      runs, x: \.seconds, y: \.accuracy, by: \.name, categoryLabel: "Seconds", valueLabel: "Accuracy")
    #expect(chart.groups == ["adam", "sgd"])
    #expect(
      chart.alternativeText == "Accuracy by seconds, in 2 groups. Adam: 10 0.5 and 30 0.75. Sgd: 20 0.625.")
    #expect(chart.dataTable.rows == [["10", "0.5", ""], ["20", "", "0.625"], ["30", "0.75", ""]])
    #expect(
      BarChart(["with": 0.5, "without": 0.25], isPercent: true).alternativeText
        == "Bars: with 50.0 % and without 25.0 %.")
  }

  @Test("Small multiples tell each figure under its title")
  func multiples() {
    let figures = SmallMultiples(runs, title: \.name) { run in BarChart(["seconds": run.seconds]) }
    #expect(
      figures.alternativeText == "3 figures. Adam: Bars: seconds 10. Sgd: Bars: seconds 20. Adam: Bars: seconds 30.")
    #expect(figures.dataTable.rows.map(\.first) == ["adam", "sgd", "adam"])
    #expect(SmallMultiples([]).alternativeText == "No figures.")
  }

  @Test("A table is made of any rows: by columns, or of all their properties")
  func tables() {
    let chosen = Table(runs) {
      TableColumn("Run", value: \.name)
      TableColumn("Seconds", value: \.seconds)
      if runs.count > 2 { TableColumn("Best", value: \.best) }
      TableColumn("Percent") { (run: Run) -> String in FigureNumber.percent(Double(run.accuracy)) }
    }
    #expect(chosen.columns.map(\.name) == ["Run", "Seconds", "Best", "Percent"])
    #expect(chosen.columns.map(\.alignment) == [.leading, .trailing, .trailing, .trailing])
    #expect(chosen.rows[1] == ["sgd", "20", "0.5", "62.5 %"])
    let all = Table(runs)
    #expect(all.columns.map(\.name) == ["Name", "Seconds", "Accuracy", "Best"])
    #expect(all.rows[0] == ["adam", "10", "0.5", ""])
    #expect(Table([(net: "a", validationLoss: 1234.5)]).columns.map(\.name) == ["Net", "Validation loss"])
    #expect(
      Table([(net: "a", validationLoss: 1234.5)]).rows
        == [["a", "1,234.5"]].map { [$0[0], FigureNumber.value(1234.5)] })
    #expect(Table([Run]()).rows.isEmpty)
  }

  @Test("CSV holds numbers as programs read them, and text with commas in quotes")
  func csv() {
    let table = Table(
      columns: ["Name, or \"alias\"", .trailing("Count"), .trailing("Share")],
      rows: [["a,b", "−1,234.5", "78.4 %"], ["line\nbreak", "1e−7", "n/a"]], footer: [["Total", "60,000", ""]])
    #expect(
      table.csv == """
        "Name, or ""alias""\",Count,Share\r
        "a,b",-1234.5,0.784\r
        "line\nbreak",1e-7,n/a\r
        Total,60000,\r

        """)
  }
}
