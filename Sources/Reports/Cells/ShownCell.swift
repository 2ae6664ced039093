internal import CellOutput
internal import Figures
internal import Notebooks

/// A cell as the page shows it: its options applied to what the record holds, with every figure and table numbered.
struct ShownCell {
  enum Output {
    case text(String)
    case table(Table, Caption?)
    case figure(Figure, Caption)
    case standardOutput(String)
    case standardError(String)
    case warning(Problem)
    case failure(Problem)
    case training(TrainingNote)
  }

  /// What stands under a figure or above a table.
  struct Caption {
    /// Such as "Figure 2".
    let name: String
    let text: String?
    let identifier: String
  }

  enum State {
    case finished, failed, notEvaluated, notRun
    /// The record does not know the cell.
    case notInRecord
    /// The record's outputs are those of an earlier text of the cell.
    case stale
  }

  let cell: Cell
  let state: State
  /// The cell's place in the page, for `@label` and for links to it.
  let identifier: String
  let outputs: [Output]
  let seconds: Double?
  /// Why the outputs are not of the last run, where they are not.
  let staleReason: String?

  var showsCode: Bool { cell.options.echo && cell.options.include }
  /// Whether it shows something else than its code would train.
  var isUntrained: Bool {
    staleReason != nil
      || outputs.contains { if case .training(let note) = $0 { !note.stale.isEmpty } else { false } }
  }
  var isShown: Bool { cell.options.include || !outputs.isEmpty }
}
