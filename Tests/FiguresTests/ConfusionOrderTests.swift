import Figures
import Testing

struct ConfusionOrderTests {
  /// Classes 0…7, of which those with the same remainder by 4 are taken for each other.
  private let chart = ConfusionMatrixChart(
    classNames: (0..<8).map { "c\($0)" },
    counts: (0..<8).map { row in (0..<8).map { row == $0 ? 90 : row % 4 == $0 % 4 ? 10 : 0 } })

  @Test("Sorting by similarity puts classes that are taken for each other side by side, and keeps every count")
  func similarity() {
    let sorted = chart.sortedBySimilarity()
    #expect(Set(sorted.classNames) == Set(chart.classNames))
    for (index, name) in sorted.classNames.enumerated() where index % 2 == 0 {
      let pair = [name, sorted.classNames[index + 1]].map { Int($0.dropFirst())! % 4 }
      #expect(pair[0] == pair[1])
    }
    #expect(sorted.counts.joined().reduce(0, +) == chart.counts.joined().reduce(0, +))
    let (dog, cat) = (sorted.classNames.firstIndex(of: "c5")!, sorted.classNames.firstIndex(of: "c1")!)
    #expect(sorted.count(dog, cat) == 10 && sorted.count(dog, dog) == 90)
    #expect(sorted.sortedBySimilarity().alternativeText == sorted.alternativeText)
  }

  @Test("A hundred classes are sorted as well, and odd matrices stay what they are")
  func limits() {
    let many = ConfusionMatrixChart(
      classNames: (0..<100).map { "\($0)" },
      counts: (0..<100).map { row in (0..<100).map { (row * 31 + $0 * 17) % 7 } })
    #expect(Set(many.sortedBySimilarity().classNames).count == 100)
    #expect(ConfusionMatrixChart(classNames: [], counts: []).sortedBySimilarity().classNames.isEmpty)
    #expect(ConfusionMatrixChart(classNames: ["a"], counts: []).sortedBySimilarity().classNames == ["a"])
    #expect(chart.ordered([3, 3, 99, -1, 0]).classNames == ["c3", "c0"])
    #expect(chart.ordered([3, 0]).counts == [[90, 0], [0, 90]])
  }

  @Test("Recall and precision stand in the table and follow the counts")
  func margins() {
    let chart = ConfusionMatrixChart(classNames: ["a", "b"], counts: [[8, 2], [1, 9]])
    #expect(chart.recall(0) == 0.8 && chart.precision(0) == 8.0 / 9)
    #expect(chart.dataTable.rows[0] == ["a", "8", "2", "10", "80.0 %"])
    #expect(chart.dataTable.footer == [["Precision", "88.9 %", "81.8 %", "", ""]])
    #expect(ConfusionMatrixChart(classNames: ["a"], counts: [[0]]).recall(0) == nil)
  }

  @Test("Rows of pictures are told by their titles; numbers that belong to pictures stand in the table")
  func sections() {
    let pixels = ImageGrid.Pixels(height: 1, width: 1, channels: 1, bytes: .init([0]))
    let cells = (0..<5).map { ImageGrid.Cell(pixels: pixels, caption: "", facts: [.init("Mean", Double($0) / 4)]) }
    var grid = ImageGrid(cells: cells, columns: 2, sections: [.init("cat", count: 2), .init("dog", count: 2)])
    #expect(grid.sectionedCells.map(\.title) == ["cat", "dog", ""])
    #expect(grid.alternativeText == "5 images: 2 cat and 2 dog.")
    #expect(grid.dataTable.columns.map(\.name) == ["Image", "Row", "Mean"])
    #expect(grid.dataTable.rows[3] == ["4", "dog", "0.75"])
    grid.summary = "Filters from −1 to 2."
    #expect(grid.alternativeText.hasPrefix("Filters from −1 to 2. 5 images"))
  }
}
