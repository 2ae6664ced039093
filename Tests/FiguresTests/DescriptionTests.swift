import Figures
import Foundation
import Testing

struct DescriptionTests {
  @Test("Bars are described by the largest and the smallest")
  func bars() {
    func chart(_ values: [Double]) -> BarChart {
      BarChart(
        categoryLabel: "Class", valueLabel: "Images",
        bars: zip("abcdef", values).map { .init(label: "\($0)", value: $1) })
    }
    #expect(
      chart([5, 1200, 7, 8, 9]).alternativeText
        == "Images by class: of 5, b has the most with 1,200, a the least with 5.")
    #expect(chart([5, 6]).alternativeText == "Images by class: a 5 and b 6.")
    #expect(chart([5000, 5000, 5000]).alternativeText == "Images by class: all 3 have 5,000.")
    #expect(chart([5, .nan]).alternativeText == "Images by class: a 5. 1 value is missing.")
    #expect(chart([.nan]).alternativeText == "Images by class: no values.")
    #expect(chart([]).alternativeText == "Images by class: no bars.")
    #expect(chart([5, 1200.25, .nan]).dataTable.rows == [["a", "5"], ["b", "1,200"], ["c", ""]])
    #expect(chart([1, .nan, 3]).sorted().bars.map(\.label) == ["c", "a", "b"])
  }

  @Test("A confusion matrix tells its accuracy, its mistakes and its classes")
  func matrix() {
    let chart = ConfusionMatrixChart(
      classNames: ["cat", "dog", "ship"], counts: [[80, 18, 2], [10, 90, 0], [0, 1, 99]])
    #expect(
      chart.alternativeText == """
        3 classes, 269 of 300 images right (89.7 %). Most often mistaken: cat for dog, 18 times (18.0 % of cat); \
        dog for cat, 10 times (10.0 % of dog); cat for ship, twice (2.0 % of cat). Ship is recognised best (99.0 %), \
        cat least (80.0 %).
        """)
    #expect(chart.dataTable.rows.first == ["cat", "80", "18", "2", "100", "80.0 %"])
    var other = chart
    other.counts[0][1] = 19
    #expect(other.alternativeText != chart.alternativeText)
  }

  @Test("Odd confusion matrices have a sentence too")
  func oddMatrix() {
    func text(_ names: [String], _ counts: [[Int]]) -> String {
      ConfusionMatrixChart(classNames: names, counts: counts).alternativeText
    }
    #expect(text([], []) == "A confusion matrix without classes.")
    #expect(text(["a", "b"], [[0, 0], [0, 0]]) == "Confusion matrix of 2 classes, without images.")
    #expect(text(["a", "b"], [[3, 0], [0, 1]]) == "2 classes, 4 of 4 images right (100.0 %). No image is mistaken.")
    #expect(text(["a", "b"], [[1]]) == "2 classes, 1 of 1 image right (100.0 %). No image is mistaken.")
    #expect(text(["a"], [[.max]]).contains("right (100.0 %)"))
    #expect(!text(["a", "b"], [[.max, .max], [-4, .max]]).isEmpty)
  }

  @Test("Pictures are described by what they show, predictions by their mistakes")
  func images() {
    let pixels = ImageGrid.Pixels(height: 1, width: 1, channels: 1, bytes: Data([0]))
    func cell(_ caption: String, _ verdict: ImageGrid.Cell.Verdict = .none) -> ImageGrid.Cell {
      .init(
        pixels: pixels, caption: caption, detail: verdict == .wrong ? "is dog" : "", verdict: verdict,
        shares: verdict == .none ? [] : [.init(label: caption, value: 0.6)])
    }
    #expect(ImageGrid(cells: [], columns: 3).alternativeText == "No images.")
    #expect(ImageGrid(cells: [cell("cat")], columns: 3).alternativeText == "1 image: cat.")
    #expect(ImageGrid(cells: [cell("")], columns: 3).alternativeText == "1 image: without captions.")
    #expect(
      ImageGrid(cells: [cell("cat"), cell("ship"), cell("cat")], columns: 3).alternativeText
        == "3 images: 2 cat and 1 ship.")
    let predictions = ImageGrid(cells: [cell("cat", .right), cell("ship", .wrong)], columns: 2)
    #expect(
      predictions.alternativeText
        == "2 images with predictions, 1 right and 1 wrong. Wrong: ship (is dog, ship 60.0 %).")
    #expect(predictions.dataTable.rows[1] == ["2", "ship", "is dog", "wrong", "ship 60.0 %"])
  }

  @Test("A net is described as its chain of layers")
  func net() {
    let net = ModelDiagram(layers: [
      .init(kind: .input, title: "Input", detail: "", outputShape: [32, 32, 3], parameterCount: 0),
      .init(
        kind: .convolution, title: "Conv2D", detail: "3×3, 16 filters", outputShape: [32, 32, 16], parameterCount: 448),
      .init(kind: .reshape, title: "Flatten", detail: "", outputShape: [16384], parameterCount: 0),
      .init(kind: .dense, title: "Dense", detail: "10", outputShape: [10], parameterCount: 163_850),
    ])
    #expect(
      net.alternativeText
        == "A net of 3 layers with 164,298 parameters, from 32 × 32 × 3 to 10: Conv2D (3×3, 16 filters), Flatten, Dense (10)."
    )
    #expect(net.dataTable.footer == [["Total", "", "", "164,298"]])
    #expect(ModelDiagram(layers: []).alternativeText == "A net without layers.")
  }

  @Test("A figure survives being stored")
  func coding() throws {
    let figure = BarChart(categoryLabel: "Class", valueLabel: "Images", bars: [.init(label: "cat", value: 3)]).figure
    let data = try JSONEncoder().encode(figure)
    #expect(try JSONDecoder().decode(Figure.self, from: data) == figure)
  }
}
