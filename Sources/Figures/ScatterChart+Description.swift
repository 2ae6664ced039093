extension ScatterChart {
  /// Such as "Test accuracy against seconds: 12 points. Seconds from 3.1 to 90, test accuracy from 0.61 to 0.78; they rise
  /// together (correlation 0.83)."
  public var alternativeText: String {
    let (x, y) = (name(xAxis, xLabel, "x"), name(yAxis, yLabel, "y"))
    let subject = "\(y.sentenceCase) against \(x)"
    let drawn = series.filter { !$0.points.isEmpty }
    guard !drawn.isEmpty else { return "\(subject): no points." }
    let points = drawn.flatMap(\.points)
    var sentences = ["\(subject): \(FigureNumber.counted(points.count, "point"))"]
    if drawn.count > 1 { sentences[0] += " in \(FigureNumber.count(drawn.count)) groups" }
    sentences[0] += "."
    if points.count == 1 {
      sentences.append("It is at \(FigureNumber.value(points[0].x)) and \(FigureNumber.value(points[0].y)).")
    } else {
      sentences.append("\(x.sentenceCase) \(range(points.map(\.x))), \(y) \(range(points.map(\.y))).")
      if drawn.count == 1 {
        sentences += trend(points).map { ["\($0.sentenceCase)."] } ?? []
      } else if drawn.count <= 6 {
        sentences += drawn.compactMap { group in trend(group.points).map { "\(group.name.sentenceCase): \($0)." } }
      }
    }
    let missing = series.reduce(0) { $0 + max($1.x.count, $1.y.count) - $1.points.count }
    if missing > 0 { sentences.append(FigureNumber.missing(missing)) }
    return sentences.joined(separator: " ")
  }

  /// One row a point.
  public var dataTable: Table {
    let hasGroups = series.count > 1
    let columns = (hasGroups ? [Table.Column("Group")] : []) + [xLabel, yLabel].map { .init($0, alignment: .trailing) }
    let rows = series.flatMap { group in
      zip(group.x, group.y).map { x, y in
        (hasGroups ? [group.name] : []) + [x, y].map { $0.isNaN ? "" : FigureNumber.value($0, significant: 6) }
      }
    }
    return Table(columns: columns, rows: rows)
  }

  private func name(_ axis: AxisOptions?, _ label: String, _ other: String) -> String {
    let text = axis?.label ?? label
    return text.isEmpty ? other : text.lowercasedFirst
  }

  private func range(_ values: [Double]) -> String {
    let (low, high) = (values.min() ?? 0, values.max() ?? 0)
    return low == high
      ? "always \(FigureNumber.value(low))" : "from \(FigureNumber.value(low)) to \(FigureNumber.value(high))"
  }

  /// How the two go together, by Pearson's correlation.
  private func trend(_ points: [(x: Double, y: Double)]) -> String? {
    guard points.count > 2, let correlation = ScatterChart.correlation(points) else { return nil }
    let text = FigureNumber.decimal(correlation, decimals: 2)
    if abs(correlation) < 0.2 { return "no linear relation (correlation \(text))" }
    return "\(correlation > 0 ? "they rise together" : "one falls as the other rises") (correlation \(text))"
  }

  /// Pearson's coefficient, -1...1; `nil` where a coordinate does not vary or is beyond all measure.
  static func correlation(_ points: [(x: Double, y: Double)]) -> Double? {
    let count = Double(points.count)
    // Scaled first: the squares of huge values would overflow.
    let scaleX = points.map { abs($0.x) }.max() ?? 1
    let scaleY = points.map { abs($0.y) }.max() ?? 1
    guard scaleX > 0, scaleY > 0 else { return nil }
    let scaled = points.map { (x: $0.x / scaleX, y: $0.y / scaleY) }
    let meanX = scaled.reduce(0) { $0 + $1.x } / count
    let meanY = scaled.reduce(0) { $0 + $1.y } / count
    var (xx, yy, xy) = (0.0, 0.0, 0.0)
    for point in scaled {
      xx += (point.x - meanX) * (point.x - meanX)
      yy += (point.y - meanY) * (point.y - meanY)
      xy += (point.x - meanX) * (point.y - meanY)
    }
    guard xx > 1e-24, yy > 1e-24 else { return nil }
    return xy / (xx * yy).squareRoot()
  }
}
