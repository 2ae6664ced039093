import Foundation
import TestSupport
import Testing

@testable import Learning

@Suite struct MetricsTests {
  static let labels = [0, 1, 2, 2, 1, 0, 3, 3, 2, 1, 0, 2, 3, 1, 0, 2, 2, 1, 3, 0]
  static let predicted = [0, 2, 2, 2, 1, 0, 3, 0, 2, 1, 0, 0, 3, 1, 0, 2, 3, 2, 3, 0]
  static let matrix = ConfusionMatrix(
    classNames: ["airplane", "bird", "cat", "dog", "nothing"], labels: labels, predictedLabels: predicted)

  @Test("A confusion matrix counts truths in rows and predictions in columns")
  func counts() {
    #expect(
      Self.matrix.counts == [
        [5, 0, 0, 0, 0], [0, 3, 2, 0, 0], [1, 0, 4, 1, 0], [1, 0, 0, 3, 0], [0, 0, 0, 0, 0],
      ])
    #expect(Self.matrix.total == 20)
    #expect(Self.matrix.support == [5, 5, 6, 4, 0])
    #expect(Self.matrix.mostConfused(2).map(\.first) == ["bird", "airplane"])
    #expect(Self.matrix.mostConfused(9).count == 4)
  }

  /// What scikit-learn 1.9's `classification_report` gives for the same lists, with `zero_division=0`.
  @Test("Precision, recall, F1 and their averages are scikit-learn's")
  func report() {
    let expected: [(name: String, precision: Double, recall: Double, f1: Double)] = [
      ("airplane", 0.7142857142857143, 1.0, 0.8333333333333334),
      ("bird", 1.0, 0.6, 0.75),
      ("cat", 0.6666666666666666, 0.6666666666666666, 0.6666666666666666),
      ("dog", 0.75, 0.75, 0.75),
      ("nothing", 0.0, 0.0, 0.0),
      ("macro avg", 0.6261904761904762, 0.6033333333333333, 0.6),
      ("weighted avg", 0.7785714285714286, 0.75, 0.7458333333333333),
    ]
    let report = Self.matrix.report
    let rows = report.classes + [report.macroAverage, report.weightedAverage]
    for (row, expected) in zip(rows, expected) {
      assertClose(row.precision, expected.precision, tolerance: 1e-15, expected.name)
      assertClose(row.recall, expected.recall, tolerance: 1e-15, expected.name)
      assertClose(row.f1, expected.f1, tolerance: 1e-15, expected.name)
    }
    #expect(report.classes.map(\.support) == [5, 5, 6, 4, 0])
    assertClose(report.accuracy, 0.75, tolerance: 1e-15)
    #expect(report.weightedAverage.support == 20)
  }

  @Test("The averages of an empty matrix are zero")
  func emptyReport() {
    let report = ConfusionMatrix(classNames: ["a", "b"], labels: [], predictedLabels: []).report
    #expect(report.macroAverage.f1 == 0 && report.weightedAverage.f1 == 0 && report.accuracy == 0)
  }

  static let predictions = Predictions(
    probabilities: Tensor(
      shape: [5, 3],
      scalars: [
        0.7, 0.2, 0.1,
        0.1, 0.8, 0.1,
        0.45, 0.5, 0.05,
        0.4, 0.4, 0.2,
        0.02, 0.03, 0.95,
      ]),
    labels: [0, 2, 0, 1, 1], classNames: ["a", "b", "c"])

  @Test("Mistakes come most confident first, mixed images least certain first")
  func orders() {
    #expect(Self.predictions.predictedLabels == [0, 1, 1, 0, 2])
    #expect(Self.predictions.mistakes == [4, 1, 2, 3])
    #expect(Self.predictions.mixed == [3, 2, 0, 1, 4])
    #expect(Self.predictions.best(2, of: 4).map(\.label) == [2, 1])
    #expect(Self.predictions.confidence(of: 1) == 0.8)
  }

  @Test("Top-k counts the truth among the k most probable classes; of equal ones the first")
  func topK() {
    #expect(Self.predictions.accuracy == 0.2)
    #expect(Self.predictions.topK(1) == 0.2)
    #expect(Self.predictions.topK(2) == 0.8)
    #expect(Self.predictions.topK(3) == 1)
  }

  @Test("The loss is the mean of minus the logarithm of the true class's probability")
  func loss() {
    let expected =
      -(log(Double(Float(0.7))) + log(Double(Float(0.1))) + log(Double(Float(0.45))) + log(Double(Float(0.4)))
      + log(Double(Float(0.03)))) / 5
    assertClose(Evaluation(of: Self.predictions).loss, expected, tolerance: 1e-15)
    #expect(CrossEntropy.loss(ofProbability: 0).isFinite)
    #expect(CrossEntropy.loss(ofProbability: .nan).isNaN)
    #expect(CrossEntropy.loss(ofProbability: 1) == 0)
  }

  @Test("The own logarithm is the C library's to an ulp or two")
  func logarithm() {
    for bits in 0..<100_000 as Range<UInt32> {
      let x = Double(Float(bitPattern: 0x0080_0000 + bits &* 21_000))
      guard x.isFinite, x > 0 else { continue }
      let (own, library) = (ExactMath.logarithm(x), log(x))
      #expect(abs(own - library) <= 2 * max(library.ulp, 0x1p-55), "log \(x)")
    }
  }

  @Test(
    "Numbers round and group without Foundation",
    arguments: [(0.0, "0.000"), (1.2345, "1.235"), (-0.0004, "0.000"), (-2.5, "-2.500"), (1e20, "1e+20")])
  func rounding(value: Double, text: String) {
    #expect(Rounding.decimals(value, 3) == text)
    #expect(Rounding.grouped(1_234_567) == "1,234,567")
    #expect(Rounding.grouped(-123) == "-123")
  }
}
