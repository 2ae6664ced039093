import Figures
import Testing

struct LineChartTests {
  private func chart(
    _ validation: [Double], training: [Double]? = nil, title: String = "Accuracy", isPercent: Bool = true
  ) -> LineChart {
    let x = validation.indices.map { Double($0 + 1) }
    var series = [LineChart.Series(name: "validation", x: x, y: validation, role: .validation, group: "a")]
    if let training { series.insert(.init(name: "training", x: x, y: training, role: .training, group: "a"), at: 0) }
    return LineChart(xLabel: "Epoch", panels: [.init(title: title, yLabel: "", series: series, isPercent: isPercent)])
  }

  @Test("Accuracy is described by its peak, and by how far training came")
  func peak() {
    #expect(
      chart([0.5, 0.784, 0.7], training: [0.5, 0.8, 0.91]).alternativeText
        == "Accuracy over epochs 1 to 3. Validation accuracy peaks at 78.4 % in epoch 2 (70.0 % at the end) while training reaches 91.0 %."
    )
  }

  @Test("Changing one value changes the sentence")
  func change() {
    let before = chart([0.5, 0.784, 0.7], training: [0.5, 0.8, 0.91]).alternativeText
    #expect(before != chart([0.5, 0.784, 0.7], training: [0.5, 0.8, 0.92]).alternativeText)
    #expect(before != chart([0.5, 0.785, 0.7], training: [0.5, 0.8, 0.91]).alternativeText)
    #expect(before != chart([0.5, 0.784, 0.79], training: [0.5, 0.8, 0.91]).alternativeText)
  }

  @Test("Loss is described by its lowest value")
  func loss() {
    let text = chart([1.2, 0.85, 0.9], training: [1.3, 0.6, 0.26], title: "Loss", isPercent: false).alternativeText
    #expect(
      text
        == "Loss over epochs 1 to 3. Validation loss is lowest at 0.85 in epoch 2 (0.9 at the end) while training falls to 0.26."
    )
  }

  @Test("Odd data has a sentence too")
  func oddData() {
    #expect(LineChart(xLabel: "Epoch", panels: []).alternativeText == "An empty line chart.")
    #expect(chart([]).alternativeText == "Accuracy: no data.")
    #expect(chart([.nan]).alternativeText == "Accuracy: no data.")
    #expect(chart([0.683]).alternativeText == "Accuracy at epoch 1. Validation accuracy is 68.3 % in epoch 1.")
    #expect(
      chart([0.5, 0.5]).alternativeText == "Accuracy over epochs 1 to 2. Validation accuracy stays at 50.0 %.")
    #expect(
      chart([0.5, .nan, 0.6]).alternativeText
        == "Accuracy over epochs 1 to 3. Validation accuracy peaks at 60.0 % in epoch 3. 1 value is missing.")
    #expect(
      chart([-1e12, 2e12, 1e12], title: "Loss", isPercent: false).alternativeText
        == "Loss over epochs 1 to 3. Validation loss is lowest at −1e12 in epoch 1 (1e12 at the end).")
  }

  @Test("Plain lines are told one by one, or by the extremes where they are many")
  func plainLines() {
    let few = LineChart(
      xLabel: "Step",
      panels: [
        .init(
          title: "", yLabel: "Rate", series: [.init(name: "rate", x: [0, 1, 2], y: [1, 4, 2])],
          markers: [.init(x: 1, label: "warm-up ends")])
      ])
    #expect(
      few.alternativeText
        == "Rate over step from 0 to 2. Rate rises from 1 to 2, highest at 4 at step 1. Marked: warm-up ends.")
    let many = LineChart(
      xLabel: "Epoch",
      panels: [
        .init(
          title: "Accuracy", yLabel: "",
          series: (1...5).map { .init(name: "run \($0)", x: [1, 2], y: [0, Double($0) / 10]) }, isPercent: true)
      ])
    #expect(
      many.alternativeText
        == "Accuracy over epochs 1 to 2. Of 5 lines, run 5 ends highest, at 50.0 %, and run 1 lowest, at 10.0 %.")
  }

  @Test("The table has a row for every horizontal value of any line")
  func table() {
    let chart = LineChart(
      xLabel: "Epoch",
      panels: [
        .init(title: "Loss", yLabel: "", series: [.init(name: "training", x: [1, 2], y: [1.25, .nan])]),
        .init(
          title: "Accuracy", yLabel: "", series: [.init(name: "training", x: [2, 3], y: [0.5, 0.725])], isPercent: true),
      ])
    #expect(chart.dataTable.columns.map(\.name) == ["Epoch", "Loss, training", "Accuracy, training"])
    #expect(chart.dataTable.rows == [["1", "1.25", ""], ["2", "", "50.00 %"], ["3", "", "72.50 %"]])
  }
}
