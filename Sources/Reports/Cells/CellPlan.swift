internal import CellOutput
internal import Figures
internal import Notebooks

/// Decides what of each cell is shown and numbers figures and tables in the order of the page.
struct CellPlan {
  private(set) var cells: [ShownCell] = []
  /// What `@label` leads to.
  private(set) var references: [String: Reference] = [:]

  struct Reference {
    let identifier: String
    let name: String
    /// The cell has run and shows nothing of the kind: there is no number to quote.
    var isMissing = false
  }

  private let words: Words

  private var figureCount = 0
  private var tableCount = 0

  init(notebook: Notebook, record: Record?, identifiers: inout Identifiers, words: Words = .english) {
    self.words = words
    let matches = RecordedCells.match(notebook.cells, with: record?.cells ?? [])
    let pictures = Self.labelledPictures(in: notebook)
    for (cell, match) in zip(notebook.cells, matches) {
      number(pictures[cell.index] ?? [], identifiers: &identifiers)
      cells.append(show(cell, match, identifiers: &identifiers))
    }
    number(pictures[notebook.cells.count] ?? [], identifiers: &identifiers)
  }

  /// The labels of the text's own pictures, by the index of the cell that comes next.
  private static func labelledPictures(in notebook: Notebook) -> [Int: [String]] {
    var labels: [Int: [String]] = [:]
    var next = 0
    BlockWalk.visit(notebook.blocks) { block in
      switch block {
      case .cell(let index): next = index + 1
      case .paragraph(let content):
        if case .image(_, _, _, let attributes)? = content.first, content.count == 1, let label = attributes.label {
          labels[next, default: []].append(label)
        }
      default: break
      }
    }
    return labels
  }

  private mutating func number(_ pictures: [String], identifiers: inout Identifiers) {
    for label in pictures where references[label] == nil {
      figureCount += 1
      references[label] = Reference(identifier: identifiers.claim(label), name: "\(words.figure) \(figureCount)")
    }
  }

  /// The cell that shows the problem.
  func cell(showing problem: Problem) -> ShownCell? {
    cells.first { cell in
      cell.outputs.contains { if case .failure(problem) = $0 { true } else { false } }
    }
  }

  private mutating func show(_ cell: Cell, _ match: RecordedCells.Match?, identifiers: inout Identifiers) -> ShownCell {
    let label = cell.options.label
    let labelled = label.map { ($0, identifiers.claim($0)) }
    // The label's own place is the first figure or table; a cell without one is the place itself.
    var place = labelled
    var outputs: [ShownCell.Output] = []
    for output in Self.visible(match?.record.outputs ?? [], options: cell.options) {
      switch output {
      case .figure(let figure):
        let isPlace = place?.0.hasPrefix("fig-") == true
        figureCount += 1
        let ownCaption = figureIsFirst(outputs) ? cell.options.figureCaption : nil
        let caption = ShownCell.Caption(
          name: "\(words.figure) \(figureCount)", text: ownCaption ?? figure.presentation.caption,
          identifier: isPlace ? place!.1 : identifiers.claim("figure-\(figureCount)"))
        if isPlace { refer(&place, name: caption.name) }
        outputs.append(.figure(figure, caption))
      case .table(let table):
        let isPlace = place?.0.hasPrefix("tbl-") == true
        let text = tableIsFirst(outputs) ? cell.options.tableCaption : nil
        guard isPlace || text != nil else {
          outputs.append(.table(table, nil))
          continue
        }
        tableCount += 1
        let caption = ShownCell.Caption(
          name: "\(words.table) \(tableCount)", text: text,
          identifier: isPlace ? place!.1 : identifiers.claim("table-\(tableCount)"))
        if isPlace { refer(&place, name: caption.name) }
        outputs.append(.table(table, caption))
      case .text(let text): outputs.append(.text(text))
      case .standardOutput(let text): append(text, to: &outputs, isError: false)
      case .standardError(let text): append(text, to: &outputs, isError: true)
      case .warning(let problem): outputs.append(.warning(problem))
      case .failure(let problem): outputs.append(.failure(problem))
      case .training(let note): outputs.append(.training(note))
      // The header tells it.
      case .evaluation: break
      }
    }
    let state = Self.state(match, of: cell)
    let isReserved = place != nil
    if let (label, identifier) = place {
      let isMissing = Self.isNumbered(label) && (state == .finished || state == .notEvaluated)
      references[label] = Reference(
        identifier: identifier, name: isMissing ? "@\(label)" : reservedName(label), isMissing: isMissing)
    }
    let identifier =
      isReserved ? labelled!.1 : identifiers.claim("cell-\(cell.index + 1)")
    return ShownCell(
      cell: cell, state: state, identifier: identifier, outputs: outputs,
      seconds: match?.record.seconds, staleReason: match?.record.staleReason)
  }

  private mutating func refer(_ place: inout (String, String)?, name: String) {
    if let (label, identifier) = place {
      references[label] = Reference(identifier: identifier, name: name)
    }
    place = nil
  }

  /// A cell that has not shown its figure yet keeps the figure's number, so that the later ones stay.
  private mutating func reservedName(_ label: String) -> String {
    if label.hasPrefix("fig-") {
      figureCount += 1
      return "\(words.figure) \(figureCount)"
    }
    if label.hasPrefix("tbl-") {
      tableCount += 1
      return "\(words.table) \(tableCount)"
    }
    return label
  }

  private static func isNumbered(_ label: String) -> Bool { label.hasPrefix("fig-") || label.hasPrefix("tbl-") }

  private func figureIsFirst(_ outputs: [ShownCell.Output]) -> Bool {
    !outputs.contains { if case .figure = $0 { true } else { false } }
  }

  private func tableIsFirst(_ outputs: [ShownCell.Output]) -> Bool {
    !outputs.contains { if case .table = $0 { true } else { false } }
  }

  /// What the program wrote in one go arrives in pieces.
  private func append(_ text: String, to outputs: inout [ShownCell.Output], isError: Bool) {
    switch outputs.last {
    case .standardOutput(let before) where !isError: outputs[outputs.count - 1] = .standardOutput(before + text)
    case .standardError(let before) where isError: outputs[outputs.count - 1] = .standardError(before + text)
    default: outputs.append(isError ? .standardError(text) : .standardOutput(text))
    }
  }

  /// A failure is shown whatever the options hide: a reader must not take the page for complete.
  ///
  /// The compiler's warnings, which are about the code, come first.
  private static func visible(_ outputs: [CellOutput], options: CellOptions) -> [CellOutput] {
    let isWarning = { (output: CellOutput) in if case .warning = output { true } else { false } }
    let ordered = outputs.filter(isWarning) + outputs.filter { !isWarning($0) }
    return ordered.filter { output in
      switch output {
      case .failure: true
      case .warning: options.include && options.warning
      case .training: options.include && (options.output || options.echo)
      default: options.include && options.output
      }
    }
  }

  private static func state(_ match: RecordedCells.Match?, of cell: Cell) -> ShownCell.State {
    guard cell.options.eval else { return .notEvaluated }
    guard let match else { return .notInRecord }
    if match.isStale { return .stale }
    switch match.record.status {
    case .finished: return .finished
    case .failed, .interrupted: return .failed
    case .notEvaluated: return .notEvaluated
    case .notRun: return .notRun
    }
  }
}
