import CellOutput
import Foundation
import Notebooks
import Reports

/// What each `fit` of a notebook would do, as found out with training off.
struct TrainingForecast: Encodable {
  struct Fit: Encodable {
    /// 1-based, as the terminal counts cells.
    var cell: Int
    var label: String?
    /// 1-based, of the cell's code.
    var line: Int
    var answer: Answer
    /// In what it differs from the cell's newest earlier run.
    var changes: [KeyChange] = []
    var run: String?
    /// What is known of the kept run, or why none is kept.
    var words: String
  }

  enum Answer: String, Encodable {
    case reused, train, unknown
  }

  var notebook: String
  var fits: [Fit] = []

  /// `record`: of an execution with `TrainingPolicy.why`.
  init(notebook: Notebook, record: Record) {
    self.notebook = notebook.path
    var stopped = false
    let callers = Set(TrainingCalls.cells(of: notebook))
    for (index, cell) in record.cells.enumerated() {
      let place = (cell: index + 1, label: notebook.cells[index].options.label, line: notebook.cells[index].line)
      let notes = cell.outputs.compactMap { if case .training(let note) = $0 { note } else { nil } }
      for note in notes {
        let (answer, words) = Self.answer(note)
        if answer == .train { stopped = true }
        fits.append(
          Fit(
            cell: place.cell, label: place.label, line: place.line, answer: answer, changes: note.stale, run: note.run,
            words: words))
      }
      if notes.isEmpty, stopped, callers.contains(index) {
        fits.append(
          Fit(
            cell: place.cell, label: place.label, line: place.line, answer: .unknown,
            words: "unknown until the fit before it is trained"))
      }
    }
  }

  private static func answer(_ note: TrainingNote) -> (Answer, String) {
    let course = note.volatile?.course ?? .reused
    switch course {
    case .reused, .stale:
      let sentence = TrainingWords.sentence(note)
      return (.reused, "would be reused. " + sentence)
    case .missing(let kept):
      if let uncached = note.uncached { return (.train, "would train, as in every render. \(uncached)") }
      if kept > 0 { return (.train, "would train on after epoch \(kept), which is kept") }
      if note.stale.isEmpty { return (.train, "would train: no earlier run of this cell is kept") }
      return (.train, "would train: " + note.stale.map(\.description).joined(separator: ", "))
    case .trained, .resumed, .continued: return (.train, "trained")
    }
  }

  /// One line a fit.
  var lines: [String] {
    if fits.isEmpty { return ["\(notebook): Nothing trains here."] }
    return fits.map { fit in
      let name = fit.label.map { "'\($0)'" } ?? "cell \(fit.cell)"
      return "\(notebook):\(fit.line): \(name) \(fit.words)"
    }
  }
}
