internal import CellOutput
internal import Notebooks

/// What every `@label` of the prose leads to.
struct CrossReferences {
  let targets: [String: CellPlan.Reference]

  init(outline: Outline, plan: CellPlan) {
    var targets = plan.references
    for heading in outline.headings where targets[heading.label] == nil {
      targets[heading.label] = CellPlan.Reference(
        identifier: heading.identifier, name: "“\(PlainText.of(heading.content))”")
    }
    self.targets = targets
  }

  /// The references that lead nowhere.
  func problems(in notebook: Notebook) -> [Problem] {
    var problems: [Problem] = []
    func visit(_ inlines: [MarkdownInline]) {
      InlineWalk.visit(inlines) { inline in
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
    }
    InlineWalk.visit(notebook.blocks, visit)
    return problems
  }

  private func isHidden(_ label: String, in notebook: Notebook) -> Bool {
    guard let cell = notebook.cells.first(where: { $0.options.label == label }) else { return false }
    return !cell.options.include || !cell.options.output
  }
}
