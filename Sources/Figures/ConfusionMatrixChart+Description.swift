extension ConfusionMatrixChart {
  /// A pair of classes of which the first was taken for the second.
  private struct Mistake {
    var truth: Int
    var predicted: Int
    var count: Int
  }

  /// Such as "10 classes, 7,266 of 10,000 images right (72.7 %). Most often mistaken: cat for dog, 182 times (18.2 % of
  /// cat)."
  public var alternativeText: String {
    let size = classNames.count
    guard size > 0 else { return "A confusion matrix without classes." }
    let totals = (0..<size).map { row in (0..<size).reduce(0) { sum($0, count(row, $1)) } }
    let all = totals.reduce(0, sum)
    let classes = FigureNumber.counted(size, "class", "classes")
    guard all > 0 else { return "Confusion matrix of \(classes), without images." }
    let right = (0..<size).reduce(0) { sum($0, count($1, $1)) }
    var sentences = [
      """
      \(classes), \(FigureNumber.count(right)) of \(FigureNumber.counted(all, "image")) right \
      (\(FigureNumber.percent(Double(right) / Double(all)))).
      """
    ]
    let mistakes = (0..<size).flatMap { row in
      (0..<size).map { Mistake(truth: row, predicted: $0, count: row == $0 ? 0 : count(row, $0)) }
    }.filter { $0.count > 0 }.sorted { ($1.count, $0.truth, $0.predicted) < ($0.count, $1.truth, $1.predicted) }
    if mistakes.isEmpty { return sentences[0] + " No image is mistaken." }
    let worst = mistakes.prefix(3).map { mistake in
      let share = FigureNumber.percent(Double(mistake.count) / Double(totals[mistake.truth]))
      let name = classNames[mistake.truth]
      return
        "\(name) for \(classNames[mistake.predicted]), \(FigureNumber.times(mistake.count)) (\(share) of \(name))"
    }
    sentences.append("Most often mistaken: \(worst.joined(separator: "; ")).")
    let recalls = (0..<size).filter { totals[$0] > 0 }.map {
      (index: $0, value: Double(count($0, $0)) / Double(totals[$0]))
    }
    if size > 2, let best = recalls.min(by: { $0.value > $1.value }),
      let least = recalls.min(by: { $0.value < $1.value }),
      best.value > least.value
    {
      sentences.append(
        """
        \(classNames[best.index].sentenceCase) is recognised best (\(FigureNumber.percent(best.value))), \
        \(classNames[least.index]) least (\(FigureNumber.percent(least.value))).
        """)
    }
    return sentences.joined(separator: " ")
  }

  /// One row a true class: how often it was predicted as each, and how many there are; precision at the end.
  public var dataTable: Table {
    let columns =
      [Table.Column("True \\ predicted")]
      + (classNames + ["Images", "Recall"]).map { .init($0, alignment: .trailing) }
    let rows = classNames.indices.map { row in
      let counts = classNames.indices.map { count(row, $0) }
      return [classNames[row]] + counts.map(FigureNumber.count)
        + [FigureNumber.count(counts.reduce(0, sum)), recall(row).map { FigureNumber.percent($0) } ?? ""]
    }
    let precisions = classNames.indices.map { precision($0).map { FigureNumber.percent($0) } ?? "" }
    return Table(
      columns: columns, rows: rows, footer: classNames.isEmpty ? [] : [["Precision"] + precisions + ["", ""]])
  }

  /// Of a class's images the share that was found, 0...1; `nil` where there are none.
  public func recall(_ truth: Int) -> Double? {
    share(count(truth, truth), of: classNames.indices.reduce(0) { sum($0, count(truth, $1)) })
  }

  /// Of the images predicted as a class the share that is right, 0...1; `nil` where there are none.
  public func precision(_ predicted: Int) -> Double? {
    share(count(predicted, predicted), of: classNames.indices.reduce(0) { sum($0, count($1, predicted)) })
  }

  private func share(_ part: Int, of whole: Int) -> Double? {
    whole > 0 ? Double(part) / Double(whole) : nil
  }

  /// A count, 0 where the rows are shorter than the names.
  public func count(_ truth: Int, _ predicted: Int) -> Int {
    guard counts.indices.contains(truth), counts[truth].indices.contains(predicted) else { return 0 }
    return max(counts[truth][predicted], 0)
  }

  private func sum(_ first: Int, _ second: Int) -> Int {
    let (sum, overflow) = first.addingReportingOverflow(second)
    return overflow ? .max : sum
  }
}
