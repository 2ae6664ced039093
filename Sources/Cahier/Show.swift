import CellOutput

/// Puts a value into the report where the cell stands: a figure, a table, or the value's description.
///
/// The value of a cell's last expression is shown without being asked; `show` is for those before it.
///
///     for (name, history) in experiments {
///       show(history.curves(.accuracy))
///     }
public func show<each Value>(_ value: repeat each Value) {
  for value in repeat each value { CellRecorder.show(value) }
}

/// What the report shows for `value`; nothing for `()`.
func cellOutputs<Value>(for value: Value) -> [CellOutput] {
  if value is Void { return [] }
  if let displayable = value as? any Displayable { return displayable.cellOutputs }
  if let list = value as? [any Displayable], !list.isEmpty { return list.flatMap(\.cellOutputs) }
  return [.text(shortened(String(describing: value)))]
}

/// The text, cut where a page would drown in it: 20,000 characters show as much as anybody reads.
private func shortened(_ text: String, limit: Int = 20_000) -> String {
  guard text.utf8.count > limit else { return text }
  let start = text.prefix(limit)
  return start.endIndex == text.endIndex ? text : "\(start)\n… (\(text.count - limit) more characters)"
}
