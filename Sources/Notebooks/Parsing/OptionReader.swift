import CellOutput

/// Takes typed values out of YAML entries; a value of the wrong type is an error at its line.
struct OptionReader {
  var file: String

  /// The entries of a document; none where it is empty.
  func entries(_ yaml: String, firstLine: Int, what: String) throws(Problem) -> [YAMLValue.Entry] {
    do throws(YAMLValue.SyntaxError) {
      guard let value = try YAMLValue.parse(yaml, firstLine: firstLine), !value.isNull else { return [] }
      guard case .mapping(let entries, _) = value else {
        throw YAMLValue.SyntaxError(reason: "", line: value.line)
      }
      return entries
    } catch  where error.reason.isEmpty {
      throw NotebookError.notAMapping(what: what).problem(in: file, line: error.line)
    } catch {
      throw NotebookError.brokenYAML(reason: error.reason).problem(in: file, line: error.line, column: error.column)
    }
  }

  /// The entries of a nested mapping; none where it is left empty.
  func entries(of entry: YAMLValue.Entry) throws(Problem) -> [YAMLValue.Entry] {
    if entry.value.isNull { return [] }
    guard case .mapping(let entries, _) = entry.value else { throw wrong(entry, "a mapping") }
    return entries
  }

  func text(_ entry: YAMLValue.Entry) throws(Problem) -> String {
    guard let text = entry.value.text, !entry.value.isNull else { throw wrong(entry, "a text") }
    return text
  }

  /// One text, or a list of them.
  func texts(_ entry: YAMLValue.Entry) throws(Problem) -> [String] {
    guard case .sequence(let values, _) = entry.value else { return [try text(entry)] }
    var all: [String] = []
    for value in values { all.append(try text(.init(key: entry.key, value: value, line: value.line))) }
    return all
  }

  /// One name, a list of names, or Quarto's mappings with a `name`.
  func names(_ entry: YAMLValue.Entry) throws(Problem) -> String {
    switch entry.value {
    case .scalar: return try text(entry)
    case .mapping(let entries, _):
      guard let name = entries.first(where: { $0.key == "name" }) else { throw wrong(entry, "a name") }
      return try names(name)
    case .sequence(let values, _):
      var all: [String] = []
      for value in values { all.append(try names(.init(key: entry.key, value: value, line: value.line))) }
      return all.joined(separator: ", ")
    }
  }

  func boolean(_ entry: YAMLValue.Entry) throws(Problem) -> Bool {
    guard let value = entry.value.boolean else { throw wrong(entry, "true or false") }
    return value
  }

  func integer(_ entry: YAMLValue.Entry, in range: ClosedRange<Int>) throws(Problem) -> Int {
    guard let value = entry.value.integer, range.contains(value) else {
      throw wrong(entry, "a number from \(range.lowerBound) to \(range.upperBound)")
    }
    return value
  }

  func positiveNumber(_ entry: YAMLValue.Entry) throws(Problem) -> Double {
    guard let value = entry.value.number, value > 0, value.isFinite else { throw wrong(entry, "a positive number") }
    return value
  }

  func choice<Choice: RawRepresentable<String> & CaseIterable>(_ entry: YAMLValue.Entry) throws(Problem) -> Choice {
    guard let value = entry.value.text.flatMap(Choice.init(rawValue:)) else {
      throw wrong(entry, "one of " + Choice.allCases.map(\.rawValue).joined(separator: ", "))
    }
    return value
  }

  /// Accepts a key that Quarto knows; every other is an error.
  func passOver(
    _ entry: YAMLValue.Entry, in section: String?, known: [String], quarto: Set<String>
  ) throws(Problem) {
    if quarto.contains(entry.key) { return }
    throw NotebookError.unknownKey(entry.key, section: section, nearest: nearestName(to: entry.key, among: known))
      .problem(in: file, line: entry.line)
  }

  private func wrong(_ entry: YAMLValue.Entry, _ expected: String) -> Problem {
    NotebookError.wrongType(key: entry.key, expected: expected, found: entry.value.shown)
      .problem(in: file, line: entry.line)
  }
}
