import Figures
import Testing

struct FigureNumberTests {
  @Test(
    "Counts are written in groups of three digits",
    arguments: [
      (0, "0"), (7, "7"), (999, "999"), (1000, "1,000"), (60_000, "60,000"), (-1_234_567, "−1,234,567"),
      (Int.min, "−9,223,372,036,854,775,808"),
    ])
  func count(value: Int, text: String) {
    #expect(FigureNumber.count(value) == text)
  }

  @Test(
    "Values keep four significant digits and no needless zeros",
    arguments: [
      (0.0, "0"), (-0.0, "0"), (0.61234, "0.6123"), (1.5, "1.5"), (12.3456, "12.35"), (60_000, "60,000"),
      (123_456.7, "123,457"), (-2.25, "−2.25"), (2.3e-7, "2.3e−7"), (4.56789e12, "4.568e12"), (.nan, "undefined"),
      (.infinity, "∞"), (-.infinity, "−∞"), (Double.greatestFiniteMagnitude, "1.798e308"), (0.99999, "1"),
      (Double.leastNonzeroMagnitude, "4.941e−324"),
    ])
  func value(value: Double, text: String) {
    #expect(FigureNumber.value(value) == text)
  }

  @Test(
    "Percent has one decimal",
    arguments: [
      (0.784, "78.4 %"), (1, "100.0 %"), (0, "0.0 %"), (-0.00001, "0.0 %"), (-0.5, "−50.0 %"), (.nan, "undefined"),
    ])
  func percent(share: Double, text: String) {
    #expect(FigureNumber.percent(share) == text)
  }

  @Test("Lists read as sentences do")
  func lists() {
    #expect(FigureNumber.list([]).isEmpty)
    #expect(FigureNumber.list(["cat"]) == "cat")
    #expect(FigureNumber.list(["cat", "dog"]) == "cat and dog")
    #expect(FigureNumber.list(["cat", "dog", "ship"]) == "cat, dog and ship")
    #expect(FigureNumber.counted(1, "class", "classes") == "1 class")
    #expect(FigureNumber.counted(2000, "image") == "2,000 images")
  }
}
