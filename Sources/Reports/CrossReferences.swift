internal import CellOutput
internal import Notebooks

/// What every `@label` of the prose leads to.
struct CrossReferences {
  let targets: [String: CellPlan.Reference]

  init(outline: Outline, plan: CellPlan, words: Words) {
    var targets = plan.references
    for heading in outline.headings where targets[heading.label] == nil {
      let name = heading.number.map { "\(words.section) \($0)" } ?? "“\(PlainText.of(heading.content))”"
      targets[heading.label] = CellPlan.Reference(identifier: heading.identifier, name: name)
    }
    for (label, number) in outline.equationNumbers where targets[label] == nil {
      targets[label] = CellPlan.Reference(
        identifier: outline.anchors[label] ?? label, name: "\(words.equation) \(number)")
    }
    BlockWalk.visit(outline.blocks) { block in
      guard case .tabs(let tabs) = block else { return }
      for tab in tabs where targets[tab.identifier] == nil {
        targets[tab.identifier] = CellPlan.Reference(
          identifier: outline.anchors[tab.identifier] ?? tab.identifier, name: "“\(PlainText.of(tab.title))”")
      }
    }
    self.targets = targets
  }

  /// The references that lead nowhere.
  func problems(in notebook: Notebook) -> [Problem] {
    var problems: [Problem] = []
    InlineWalk.visitAll(notebook.blocks) { inline in
      guard case .crossReference(let label, let line) = inline else { return }
      if targets[label] == nil {
        problems.append(
          Problem(
            kind: .notebook, file: notebook.path, line: line, summary: "Nothing is labelled '\(label)'.",
            remedy: nearestName(to: label, among: targets.keys).map { "Did you mean '@\($0)'?" }
              ?? "Label a cell with '//| label: \(label)', or remove the reference."))
      } else if isHidden(label, in: notebook) {
        problems.append(
          Problem(
            kind: .notebook, file: notebook.path, line: line,
            summary: "'@\(label)' refers to a cell whose output is not shown.",
            remedy: "Remove 'include: false' or 'output: false' from the cell, or the reference."))
      }
    }
    return problems
  }

  /// The references to cells that ran and showed nothing that they could refer to.
  func warnings(in notebook: Notebook) -> [Problem] {
    var warnings: [Problem] = []
    InlineWalk.visitAll(notebook.blocks) { inline in
      guard case .crossReference(let label, let line) = inline, targets[label]?.isMissing == true else { return }
      let kind = label.hasPrefix("tbl-") ? "table" : "figure"
      warnings.append(
        Problem(
          kind: .notebook, file: notebook.path, line: line,
          summary: "'@\(label)' refers to a cell that shows no \(kind).",
          remedy: "End the cell with a \(kind), or remove the reference."))
    }
    return warnings
  }

  private func isHidden(_ label: String, in notebook: Notebook) -> Bool {
    guard let cell = notebook.cells.first(where: { $0.options.label == label }) else { return false }
    return !cell.options.include || !cell.options.output
  }
}
