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
              remedy: nearest(to: label).map { "Did you mean '@\($0)'?" }
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

  private func nearest(to label: String) -> String? {
    let candidates = targets.keys.filter { $0.hasPrefix(label.prefix(4)) }
      .map { ($0, editDistance($0, label)) }
      .sorted { $0.1 == $1.1 ? $0.0 < $1.0 : $0.1 < $1.1 }
    guard let best = candidates.first, best.1 <= max(2, label.count / 3) else { return nil }
    return best.0
  }

  /// Levenshtein's distance.
  private func editDistance(_ a: String, _ b: String) -> Int {
    let b = Array(b)
    var row = Array(0...b.count)
    for (i, x) in a.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for j in b.indices {
        let above = row[j + 1]
        row[j + 1] = min(above + 1, row[j] + 1, diagonal + (x == b[j] ? 0 : 1))
        diagonal = above
      }
    }
    return row[b.count]
  }
}
