import Foundation

extension Histogram {
  /// Such as "Histogram of pixel value. Red: 51,200 values, mean 0.49, deviation 0.25, most often 0.94 to 1."
  public var alternativeText: String {
    let label = xAxis?.label ?? valueLabel
    let subject = label.isEmpty ? "Histogram" : "Histogram of \(label.lowercasedFirst)"
    var sentences = ["\(subject)."]
    for line in series.prefix(6) { sentences.append(sentence(of: line)) }
    if series.count > 6 { sentences.append("\(FigureNumber.count(series.count - 6)) more series.") }
    if series.isEmpty { sentences.append("No values.") }
    if missing > 0 { sentences.append(FigureNumber.missing(missing)) }
    return sentences.joined(separator: " ")
  }

  private func sentence(of line: Series) -> String {
    let prefix = line.name.isEmpty ? "" : "\(line.name): "
    let total = line.counts.reduce(0) { $0.addingReportingOverflow($1).partialValue }
    guard total > 0, let most = line.counts.max(), let place = line.counts.firstIndex(of: most),
      edges.indices.contains(place + 1)
    else { return (prefix + "no values.").sentenceCase }
    var facts = [FigureNumber.counted(total, "value")]
    if let mean = line.mean { facts.append("mean \(FigureNumber.value(mean))") }
    if let deviation = line.deviation { facts.append("deviation \(FigureNumber.value(deviation))") }
    let (low, high) = (FigureNumber.value(edges[place]), FigureNumber.value(edges[place + 1]))
    facts.append("most often \(low) to \(high) (\(FigureNumber.count(most)))")
    return (prefix + facts.joined(separator: ", ") + ".").sentenceCase
  }

  /// Mean and deviation with as many decimals as two digits of the deviation need: `0.49 ± 0.20`.
  public static func text(mean: Double, deviation: Double) -> String {
    guard deviation > 0, abs(mean) < 1e9, deviation > 1e-6 else {
      return "\(FigureNumber.value(mean, significant: 3)) ± \(FigureNumber.value(deviation, significant: 2))"
    }
    let decimals = max(1 - Int(log10(deviation).rounded(.down)), 0)
    return [mean, deviation].map { FigureNumber.decimal($0, decimals: decimals) }.joined(separator: " ± ")
  }

  /// One row a bin, mean and deviation at the end.
  public var dataTable: Table {
    let names = series.map { $0.name.isEmpty ? countLabel : $0.name }
    let bins = max(edges.count - 1, 0)
    func row(_ title: String, _ value: (Series) -> Double?) -> [String] {
      [title, ""] + series.map { value($0).map { FigureNumber.value($0) } ?? "" }
    }
    let hasMean = series.contains { $0.mean != nil }
    return Table(
      columns: ["From", "To"].map { .trailing($0) } + names.map { .trailing($0) },
      rows: (0..<bins).map { bin in
        [FigureNumber.value(edges[bin]), FigureNumber.value(edges[bin + 1])]
          + series.map { $0.counts.indices.contains(bin) ? FigureNumber.count($0.counts[bin]) : "" }
      }, footer: hasMean ? [row("Mean", \.mean), row("Deviation", \.deviation)] : [])
  }
}
