extension LineChart {
  /// Such as "Accuracy over epochs 1 to 50. Validation accuracy peaks at 78.4 % in epoch 12 while training reaches
  /// 91.0 %."
  public var alternativeText: String {
    let drawn = allPanels.filter { !$0.series.isEmpty }
    guard !drawn.isEmpty else { return "An empty line chart." }
    let titles = FigureNumber.list(
      drawn.map { ($0.title.isEmpty ? $0.yLabel : $0.title).lowercasedFirst }.filter { !$0.isEmpty })
    let subject = titles.isEmpty ? "Lines" : titles.sentenceCase
    let xs = drawn.flatMap { $0.series.flatMap { $0.points.map(\.x) } }
    guard let first = xs.min(), let last = xs.max() else { return "\(subject): no data." }
    var sentences = ["\(subject) \(range(first, last))."]
    for panel in drawn {
      sentences += PanelDescription(panel: panel, xLabel: xLabel, isLone: drawn.count == 1).sentences
    }
    // An event that every panel marks is told once.
    var events: [String] = []
    for marker in drawn.flatMap(\.markers) where marker.y == nil && !events.contains(marker.label) {
      if !marker.label.isEmpty { events.append(marker.label) }
    }
    if !events.isEmpty { sentences.append("Marked: \(FigureNumber.list(events)).") }
    if let smoothing, smoothing > 0 {
      sentences.append("Lines are smoothed by \(FigureNumber.value(smoothing)), the values are not.")
    }
    let missing = drawn.flatMap(\.series).reduce(0) { $0 + max($1.x.count, $1.y.count) - $1.points.count }
    if missing > 0 { sentences.append(FigureNumber.missing(missing)) }
    return sentences.joined(separator: " ")
  }

  /// One row a horizontal value, one column a line.
  public var dataTable: Table {
    let isLone = allPanels.count == 1
    let lines = allPanels.flatMap { panel in panel.series.map { (panel: panel, series: $0) } }
    let names = lines.map { line in
      isLone || line.panel.title.isEmpty || line.panel.title == line.series.name
        ? line.series.name : "\(line.panel.title), \(line.series.name)"
    }
    let xs = Set(lines.flatMap { $0.series.x.filter(\.isFinite) }).sorted()
    let values = lines.map { line in
      Dictionary(zip(line.series.x, line.series.y).filter { $0.0.isFinite }, uniquingKeysWith: { _, last in last })
    }
    let rows = xs.map { x in
      [FigureNumber.value(x, significant: 6)]
        + zip(lines, values).map { line, values in
          guard let value = values[x], !value.isNaN else { return "" }
          return line.panel.isPercent ? FigureNumber.percent(value, decimals: 2) : FigureNumber.value(value)
        }
    }
    let columns = ([xLabel] + names).map { Table.Column($0, alignment: .trailing) }
    return Table(columns: columns, rows: rows)
  }

  /// The panels, with the one beneath them.
  private var allPanels: [Panel] { panels + (strip.map { [$0] } ?? []) }

  private func range(_ first: Double, _ last: Double) -> String {
    let name = xLabel.isEmpty ? "x" : xLabel.lowercasedFirst
    let (start, end) = (FigureNumber.value(first, significant: 6), FigureNumber.value(last, significant: 6))
    if first == last { return "at \(name) \(start)" }
    return name == "epoch" ? "over epochs \(start) to \(end)" : "over \(name) from \(start) to \(end)"
  }
}

extension LineChart.Series {
  /// The points that can be drawn.
  var points: [(x: Double, y: Double)] {
    zip(x, y).filter { $0.0.isFinite && $0.1.isFinite }.map { (x: $0.0, y: $0.1) }
  }
}

/// The sentences on one panel of a line chart.
private struct PanelDescription {
  let panel: LineChart.Panel
  let xLabel: String
  /// Whether no other panel measures something else.
  let isLone: Bool

  var sentences: [String] {
    var result: [String] = []
    var told: Set<Int> = []
    for (index, series) in panel.series.enumerated() where series.role == .validation {
      let partner = panel.series.indices.first {
        panel.series[$0].role == .training && panel.series[$0].group == series.group && !told.contains($0)
      }
      guard !series.points.isEmpty else { continue }
      told.formUnion([index] + (partner.map { [$0] } ?? []))
      result.append(pair(series, partner.map { panel.series[$0] }))
    }
    let others = panel.series.indices.filter { !told.contains($0) && !panel.series[$0].points.isEmpty }
    result += summary(others.map { panel.series[$0] })
    // A marker on the best epoch says again what the pair's sentence said; events are the chart's to tell.
    let markers = panel.markers.filter { $0.y != nil }.map(\.label).filter { !$0.isEmpty && told.isEmpty }
    if !markers.isEmpty { result.append("Marked: \(FigureNumber.list(markers)).") }
    for rule in panel.rules ?? [] where !rule.label.isEmpty && rule.y.isFinite {
      result.append("A line marks \(rule.label) at \(text(rule.y)).")
    }
    return result
  }

  /// Validation against training: the best value, where it is, and how far training came.
  private func pair(_ validation: LineChart.Series, _ training: LineChart.Series?) -> String {
    let isHigherBetter = self.isHigherBetter
    let points = validation.points
    guard let best = points.best(isHigherBetter), let last = points.last else { return "" }
    let name = named(validation)
    let partner = training.flatMap { $0.points.best(isHigherBetter)?.y }
    guard points.count > 1 else {
      return "\(name) is \(text(best.y)) \(place(best.x))\(partner.map { ", training \(text($0))" } ?? "")."
    }
    if points.allSatisfy({ $0.y == best.y }) {
      return "\(name) stays at \(text(best.y))\(partner.map { " while training reaches \(text($0))" } ?? "")."
    }
    let verb = isHigherBetter ? "peaks at" : "is lowest at"
    let reach = isHigherBetter ? "reaches" : "falls to"
    let end = last.x == best.x ? "" : " (\(text(last.y)) at the end)"
    let other = partner.map { " while training \(reach) \(text($0))" } ?? ""
    return "\(name) \(verb) \(text(best.y)) \(place(best.x))\(end)\(other)."
  }

  private func summary(_ series: [LineChart.Series]) -> [String] {
    guard series.count > 4 else { return series.map(course) }
    let ends = series.compactMap { line in line.points.last.map { (name: line.name, value: $0.y) } }
    guard let high = ends.max(by: { $0.value < $1.value }), let low = ends.min(by: { $0.value < $1.value }) else {
      return []
    }
    let count = FigureNumber.counted(series.count, "line")
    return [
      "Of \(count), \(high.name) ends highest, at \(text(high.value)), and \(low.name) lowest, at \(text(low.value))."
    ]
  }

  /// Where a line goes: "dropout 0.3 rises from 24.0 % to 73.5 %."
  private func course(_ series: LineChart.Series) -> String {
    let points = series.points
    guard let first = points.first, let last = points.last else { return "" }
    let name = named(series)
    if points.count == 1 { return "\(name) is \(text(first.y)) \(place(first.x))." }
    let low = points.best(false) ?? first
    let high = points.best(true) ?? last
    if low.y == high.y { return "\(name) stays at \(text(first.y))." }
    let move =
      first.y == last.y
      ? "begins and ends at \(text(first.y))"
      : "\(last.y > first.y ? "rises" : "falls") from \(text(first.y)) to \(text(last.y))"
    var extremes: [String] = []
    if high.y > max(first.y, last.y) { extremes.append("highest at \(text(high.y)) \(place(high.x))") }
    if low.y < min(first.y, last.y) { extremes.append("lowest at \(text(low.y)) \(place(low.x))") }
    return "\(name) \(move)\(extremes.isEmpty ? "" : ", " + FigureNumber.list(extremes))."
  }

  /// "Validation accuracy": the line's name with what it measures, where the name does not say it.
  private func named(_ series: LineChart.Series) -> String {
    let quantity = panel.title.lowercasedFirst
    let saysAll = quantity.isEmpty || series.name.lowercased().contains(quantity.lowercased())
    guard series.role != .plain, !saysAll else {
      if !isLone && !saysAll && !series.name.isEmpty { return "\(panel.title) of \(series.name)" }
      return series.name.isEmpty ? "The line" : series.name.sentenceCase
    }
    return "\(series.name.sentenceCase) \(quantity)"
  }

  private func place(_ x: Double) -> String {
    let value = FigureNumber.value(x, significant: 6)
    return xLabel.lowercased() == "epoch"
      ? "in epoch \(value)" : "at \(xLabel.isEmpty ? "x" : xLabel.lowercasedFirst) \(value)"
  }

  private func text(_ value: Double) -> String {
    panel.isPercent ? FigureNumber.percent(value) : FigureNumber.value(value)
  }

  private var isHigherBetter: Bool {
    let words = "\(panel.title) \(panel.yLabel)".lowercased()
    if ["loss", "error", "entropy", "deviation"].contains(where: words.contains) { return false }
    return true
  }
}

extension [(x: Double, y: Double)] {
  /// The first of the highest, or of the lowest, points.
  fileprivate func best(_ highest: Bool) -> Element? {
    // `max` would give the last of equals; the first epoch that reached a value is the one to name.
    highest ? self.min { $0.y > $1.y } : self.min { $0.y < $1.y }
  }
}

extension String {
  /// The first letter large.
  var sentenceCase: String { prefix(1).uppercased() + dropFirst() }

  /// The first letter small, but for acronyms: "Epoch" → "epoch", "F1" stays.
  var lowercasedFirst: String {
    guard count > 1, let second = dropFirst().first, second.isLowercase || second == " " else { return self }
    return prefix(1).lowercased() + dropFirst()
  }
}
