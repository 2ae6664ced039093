import Notebooks
import Runs

/// How a run is named on the command line: by the beginning of its name, or by its cell's label, which means the newest.
enum RunReference {
  static func find(_ text: String, among runs: [RunSummary]) throws(CommandError) -> RunSummary {
    let digits = text.lowercased()
    let matches = text.isEmpty ? [] : runs.filter { $0.name.hasPrefix(digits) || $0.run.hasPrefix(digits) }
    if matches.count == 1 { return matches[0] }
    if matches.count > 1 { throw .ambiguousRun(text, names: matches.map(\.name)) }
    // The list is sorted, the newest first.
    if let newest = runs.first(where: { $0.place?.label == text }) { return newest }
    let names = runs.map(\.name)
    let labels = runs.compactMap(\.place?.label)
    // A name is compared by as many digits as were typed.
    let near =
      nearestName(to: text, among: Set(labels).sorted())
      ?? names.first { !digits.isEmpty && nearestName(to: digits, among: [String($0.prefix(digits.count))]) != nil }
    throw .unknownRun(text, nearest: near)
  }
}
