public import CellOutput

/// Finds each cell of a notebook in a record that may be of an earlier text of it.
public enum RecordedCells {
  public struct Match: Sendable {
    public let record: CellRecord
    /// Whether the cell's code is no longer the one that ran.
    public let isStale: Bool
  }

  /// One entry a cell; `nil` where the record has nothing for it.
  ///
  /// Cells with equal code are the anchors. Between two anchors, changed cells keep the outputs of the cells that
  /// stood in their place, as long as there are as many of them.
  public static func match(_ cells: [Cell], with records: [CellRecord]) -> [Match?] {
    var matches = [Match?](repeating: nil, count: cells.count)
    let difference = cells.map(\.code).difference(from: records.map(\.code))
    var removed = Set<Int>()
    var inserted = Set<Int>()
    for change in difference {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): inserted.insert(offset)
      }
    }
    var cell = 0
    var record = 0
    while cell < cells.count || record < records.count {
      var newCells: [Int] = []
      var oldRecords: [Int] = []
      while cell < cells.count, inserted.contains(cell) {
        newCells.append(cell)
        cell += 1
      }
      while record < records.count, removed.contains(record) {
        oldRecords.append(record)
        record += 1
      }
      if newCells.count == oldRecords.count {
        for (new, old) in zip(newCells, oldRecords) {
          matches[new] = Match(record: records[old], isStale: true)
        }
      }
      if cell < cells.count, record < records.count {
        matches[cell] = Match(record: records[record], isStale: false)
        cell += 1
        record += 1
      }
    }
    return matches
  }
}
