extension BarChart {
  /// Such as "Images by class: deer has the most with 5,021, truck the least with 650."
  public var alternativeText: String {
    let (valueLabel, categoryLabel) = (xAxis?.label ?? valueLabel, yAxis?.label ?? categoryLabel)
    let subject =
      switch (valueLabel.isEmpty, categoryLabel.isEmpty) {
      case (false, false): "\(valueLabel.sentenceCase) by \(categoryLabel.lowercasedFirst)"
      case (false, true): valueLabel.sentenceCase
      case (true, false): "By \(categoryLabel.lowercasedFirst)"
      case (true, true): "Bars"
      }
    let groups = groups
    guard !groups.isEmpty else { return "\(subject): \(BarChart.facts(of: bars, text: text))" }
    let told = groups.map { name in
      "\(name.sentenceCase): \(BarChart.facts(of: bars.filter { $0.group == name }, text: text))"
    }
    return "\(subject), in \(FigureNumber.counted(groups.count, "group")). \(told.joined(separator: " "))"
  }

  /// What bars of one group tell, with a full stop.
  private static func facts(of bars: [Bar], text: (Double) -> String) -> String {
    let known = bars.filter(\.value.isFinite)
    guard let high = known.max(by: { $0.value < $1.value }), let low = known.min(by: { $0.value < $1.value }) else {
      return bars.isEmpty ? "no bars." : "no values."
    }
    let missing = bars.count - known.count
    let note = missing == 0 ? "" : " " + FigureNumber.missing(missing)
    if known.count > 1 && high.value == low.value {
      return "all \(FigureNumber.count(known.count)) have \(text(high.value)).\(note)"
    }
    if known.count <= 4 {
      return "\(FigureNumber.list(known.map { "\($0.label) \(text($0.value))" })).\(note)"
    }
    return """
      of \(FigureNumber.count(known.count)), \(high.label) has the most with \(text(high.value)), \
      \(low.label) the least with \(text(low.value)).\(note)
      """
  }

  public var dataTable: Table {
    let groups = groups
    guard !groups.isEmpty else {
      return Table(
        columns: [.init(categoryLabel), .init(valueLabel, alignment: .trailing)],
        rows: bars.map { [$0.label, $0.value.isNaN ? "" : text($0.value)] })
    }
    let rows = labels.map { label in
      [label]
        + groups.map { group in
          bars.first { $0.label == label && $0.group == group }.map { $0.value.isNaN ? "" : text($0.value) } ?? ""
        }
    }
    return Table(columns: [.init(categoryLabel)] + groups.map { .trailing($0) }, rows: rows)
  }

  /// The bars' labels in the order of their first bars.
  public var labels: [String] {
    bars.reduce(into: []) { labels, bar in
      if !labels.contains(bar.label) { labels.append(bar.label) }
    }
  }

  /// A bar's value as it stands at the bar's end.
  public func text(_ value: Double) -> String {
    if isPercent { return FigureNumber.percent(value) }
    return value == value.rounded() && abs(value) < 1e9
      ? FigureNumber.decimal(value, decimals: 0) : FigureNumber.value(value)
  }
}

extension BarChart {
  /// The same bars, the largest first; what has no value comes last.
  public func sorted() -> BarChart {
    var result = self
    result.bars.sort { ($0.value.isNaN ? -.infinity : $0.value) > ($1.value.isNaN ? -.infinity : $1.value) }
    return result
  }
}
