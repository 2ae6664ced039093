import Testing

@testable import Plotting

struct AxisTests {
  @Test(
    "Ticks are multiples of 1, 2 or 5, with the decimals that their distance needs",
    arguments: [
      (0.0, 1.0, 5, Ticks.Style.plain, ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
      (0, 100, 5, .plain, ["0", "20", "40", "60", "80", "100"]),
      (1, 50, 5, .integers, ["10", "20", "30", "40", "50"]),
      (1, 3, 8, .integers, ["1", "2", "3"]),
      (0.5, 1.5, 5, .integers, ["1"]),
      (0.42, 0.77, 4, .percent, ["50\u{2009}%", "60\u{2009}%", "70\u{2009}%"]),
      (0.971, 0.9795, 4, .percent, ["97.5\u{2009}%"]),
      (0.1, 0.7, 3, .plain, ["0.2", "0.4", "0.6"]),
      (-1.5, 1.5, 3, .plain, ["−1", "0", "1"]),
      (0, 60_000, 3, .plain, ["0", "20,000", "40,000", "60,000"]),
      (0, 3e7, 3, .plain, ["0", "10,000,000", "20,000,000", "30,000,000"]),
      (0, 3e-7, 3, .plain, ["0", "1e−7", "2e−7", "3e−7"]),
    ])
  func ticks(low: Double, high: Double, count: Int, style: Ticks.Style, texts: [String]) {
    #expect(Ticks(from: low, to: high, count: count, style: style).texts == texts)
  }

  @Test(
    "An axis holds any data without trapping",
    arguments: [
      [], [.nan], [.infinity, -.infinity], [5], [5, 5, 5], [0, 0], [-3, -3], [1e300, -1e300], [1e-300, 2e-300],
      [1e15, 1e15 + 1], [.greatestFiniteMagnitude, -.greatestFiniteMagnitude], [.nan, 1, 2],
    ] as [[Double]])
  func anyData(values: [Double]) {
    for style in [Ticks.Style.plain, .integers, .percent] {
      let axis = Axis(over: values, from: 100, to: 0, count: 5, style: style, padding: 0.05)
      #expect(axis.low < axis.high)
      for value in values where value.isFinite { #expect((0...100).contains(axis.position(value))) }
      #expect(axis.ticks.texts.count <= 30)
      let log = Axis(over: values, from: 100, to: 0, count: 5, style: style, padding: 0.05, options: .init(scale: .log))
      #expect(log.low < log.high && log.low > 0 && log.ticks.texts.count <= 30)
      for value in values where value.isFinite { #expect((0...100).contains(log.position(value))) }
    }
  }

  @Test(
    "A logarithmic axis has powers of ten, and others where there is room",
    arguments: [
      (0.001, 100.0, 7, ["0.001", "0.01", "0.1", "1", "10", "100"]),
      (1, 100, 7, ["1", "2", "5", "10", "20", "50", "100"]),
      (1e-5, 1e-3, 3, ["1e−5", "0.0001", "0.001"]),
      (1e-12, 1, 4, ["1e−12", "1e−9", "1e−6", "0.001", "1"]),
    ])
  func logarithmicTicks(low: Double, high: Double, count: Int, texts: [String]) {
    #expect(Ticks(logarithmicFrom: low, to: high, count: count).texts == texts)
  }

  @Test("A logarithmic axis places equal ratios at equal distances, and what is not above zero at its start")
  func logarithmic() {
    let axis = Axis(over: [1, 10, 1000, -5, 0], from: 0, to: 300, count: 5, options: .init(scale: .log))
    #expect([1, 10, 100, 1000].map { axis.position($0).rounded() } == [0, 100, 200, 300])
    #expect(axis.position(0) == 0 && !axis.contains(0) && !axis.contains(-5))
  }

  @Test("An axis ends where its author says, unless that is no axis")
  func domain() {
    let axis = Axis(over: [1, 2], from: 0, to: 1, count: 5, options: .init(low: 0, high: 10))
    #expect(axis.low == 0 && axis.high == 10)
    #expect(axis.contains(5) && !axis.contains(11) && axis.unboundedPosition(20) > 1)
    let odd = Axis(over: [1, 2], from: 0, to: 1, count: 5, options: .init(low: 10, high: 0))
    #expect(odd.low == 1 && odd.high == 2)
    let half = Axis(over: [1, 2], from: 0, to: 1, count: 5, options: .init(low: .nan, high: 4))
    #expect(half.low == 1 && half.high == 4)
  }

  @Test("An axis does not leave the bounds of its quantity")
  func limits() {
    let axis = Axis(over: [0.02, 0.99], from: 0, to: 1, count: 5, style: .percent, padding: 0.1, limits: 0...1)
    #expect(axis.low == 0 && axis.high == 1)
  }

  @Test("Labels that would collide are spread around their wishes")
  func spread() {
    #expect(Spread.positions([10, 50, 90], gap: 14, within: 0...100) == [10, 50, 90])
    #expect(Spread.positions([50, 50], gap: 14, within: 0...100) == [43, 57])
    #expect(Spread.positions([100, 98, 10], gap: 14, within: 0...100) == [100, 86, 10])
    #expect(Spread.positions([0, 0, 0], gap: 14, within: 0...20) == [0, 10, 20])
    #expect(Spread.positions([], gap: 14, within: 0...20).isEmpty)
  }

  @Test("A long line is drawn with few points that keep its extremes")
  func simplified() {
    let points = (0..<100_000).map { Point(Double($0) / 500, $0 == 54_321 ? 99 : Double($0 % 7)) }
    let simplified = LineSimplifier.simplified(points)
    #expect(simplified.count <= 4 * 400 + 4)
    #expect(simplified.contains { $0.y == 99 })
    #expect(simplified.first == points.first && simplified.last == points.last)
    #expect(LineSimplifier.simplified(Array(points.prefix(400))).count == 400)
  }
}
