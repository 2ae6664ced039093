import CellOutput

/// A notebook's cells parsed one by one, and what is wrong with them before any compiler sees them.
struct NotebookAnalysis {
  let notebook: Notebook
  /// By cell index; `nil` for cells that are not evaluated.
  let cells: [CellSyntax?]

  init(_ notebook: Notebook) {
    self.notebook = notebook
    cells = notebook.cells.map { $0.options.eval ? CellSyntax(code: $0.code) : nil }
  }

  /// Everything that keeps units from being woven, in the document's order.
  func problems() -> [(unit: NotebookUnit, problem: Problem)] {
    let found = mistakes() + redeclarations() + laterVariables()
    let order = Dictionary(uniqueKeysWithValues: notebook.units.enumerated().map { ($1, $0) })
    return found.sorted { first, second in
      (order[first.unit] ?? 0, first.problem.line ?? 0) < (order[second.unit] ?? 0, second.problem.line ?? 0)
    }
  }

  /// Each cell must parse alone: an unclosed brace is the error of its cell, not of the last.
  private func mistakes() -> [(unit: NotebookUnit, problem: Problem)] {
    var found: [(NotebookUnit, Problem)] = []
    for (index, syntax) in cells.enumerated() {
      for mistake in syntax?.mistakes ?? [] {
        let problem = compilerProblem(
          .syntax(message: mistake.message), line: notebook.cells[index].line + mistake.line - 1, column: mistake.column
        )
        found.append((.cell(index), problem))
      }
    }
    for (index, inline) in notebook.inlineExpressions.enumerated() where !CellSyntax.isExpression(inline.code) {
      let problem = compilerProblem(
        .syntax(message: "'\(inline.code)' is not one Swift expression"), line: inline.line, column: inline.column)
      found.append((.inlineValue(index), problem))
    }
    return found
  }

  /// Names of variables and types stand once at file scope; functions may be overloaded.
  private func redeclarations() -> [(unit: NotebookUnit, problem: Problem)] {
    var found: [(NotebookUnit, Problem)] = []
    var first: [String: Int] = [:]
    if let parameter = notebook.frontMatter.parameters.first { first["params"] = parameter.line }
    for (index, declaration) in fileScopeDeclarations where declaration.kind != .function {
      let line = notebook.cells[index].line + declaration.line - 1
      if let firstLine = first[declaration.name] {
        found.append(
          (.cell(index), compilerProblem(.redeclared(name: declaration.name, firstLine: firstLine), line: line)))
      } else {
        first[declaration.name] = line
      }
    }
    return found
  }

  /// Swift lets a function name a variable that is initialised only further down; called before, it reads zero.
  private func laterVariables() -> [(unit: NotebookUnit, problem: Problem)] {
    var variables: [String: (cell: Int, line: Int)] = [:]
    for (index, declaration) in fileScopeDeclarations where declaration.kind == .variable {
      variables[declaration.name] =
        variables[declaration.name] ?? (index, notebook.cells[index].line + declaration.line - 1)
    }
    let members = cells.reduce(into: Set<String>()) { $0.formUnion($1?.names.members ?? []) }
    var found: [(NotebookUnit, Problem)] = []
    for (index, syntax) in cells.enumerated() {
      for use in syntax?.names.uses ?? [] where !members.contains(use.name) {
        guard let variable = variables[use.name], variable.cell > index else { continue }
        let error = NotebookError.laterVariable(name: use.name, function: use.user, declaredLine: variable.line)
        found.append((.cell(index), compilerProblem(error, line: notebook.cells[index].line + use.line - 1)))
      }
    }
    return found
  }

  /// The names of a cell with `error: true` stay inside it.
  private var fileScopeDeclarations: [(cell: Int, declaration: CellNames.Declaration)] {
    cells.enumerated().flatMap { index, syntax in
      notebook.cells[index].options.error ? [] : (syntax?.names.declarations ?? []).map { (index, $0) }
    }
  }

  private func compilerProblem(_ error: NotebookError, line: Int, column: Int? = nil) -> Problem {
    var problem = error.problem(in: notebook.path, line: line, column: column)
    problem.kind = .compiler
    return problem
  }
}
