import CellOutput

/// Where a program ended because a cell needs a training and training is off.
struct TrainingStop: Hashable {
  /// The first cell that was not done.
  var cell: Int
  /// Why its net was not there, as a sentence.
  var reason: String

  /// Puts what an earlier execution recorded in the place of what this one did not do, each cell marked as stale.
  func fill(_ record: inout Record, of notebook: Notebook, from earlier: Record?) {
    let matches = RecordedCells.match(notebook.cells, with: earlier?.cells ?? [])
    for index in record.cells.indices where index >= cell && record.cells[index].status != .notEvaluated {
      let why = index == cell ? reason(of: record.cells[index]) : "It comes after a cell that was not trained."
      if let match = matches[index], match.record.status != .notRun, match.record.status != .notEvaluated {
        record.cells[index] = match.record
        record.cells[index].seconds = nil
      } else {
        record.cells[index].status = .notRun
      }
      record.cells[index].staleReason = why
    }
    guard let values = earlier?.inlineValues, values.count == record.inlineValues.count else { return }
    for (index, value) in values.enumerated() where record.inlineValues[index] == nil {
      record.inlineValues[index] = value
    }
  }

  /// With what has changed since the newest earlier run, where one is known.
  private func reason(of cell: CellRecord) -> String {
    var changes: [KeyChange] = []
    for case .training(let note) in cell.outputs { changes = note.stale }
    return changes.isEmpty ? reason : changes.map(\.description).joined(separator: ", ") + ". " + reason
  }
}
