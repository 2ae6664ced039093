import CellOutput

/// Compiles as many of a notebook's units as compile, from the first on.
struct NotebookCompiler {
  private let notebook: Notebook
  private let compiler: ProgramCompiler

  /// Throws where there is no compiler.
  init(notebook: Notebook, library: CellLibrary) throws(Problem) {
    self.notebook = notebook
    compiler = try ProgramCompiler(
      library: library, optimize: notebook.frontMatter.execute.optimize,
      folder: NotebookFolders(notebook: notebook.path).state + "/programs", file: notebook.path)
  }

  /// Why a unit and all after it are not in the program.
  struct Failure {
    var unit: NotebookUnit
    var problems: [Problem]
  }

  struct Result {
    /// The executable; `nil` where the first unit already does not compile.
    var program: String?
    var isReused = false
    /// The compiler's version.
    var swift: String?
    /// By cell index.
    var warnings: [Int: [Problem]] = [:]
    var failure: Failure?
  }

  func compile() async throws(Problem) -> Result {
    let analysis = NotebookAnalysis(notebook)
    let weaver = ProgramWeaver(analysis)
    var units = notebook.units[...]
    var result = Result()
    if let failure = firstFailure(in: analysis.problems().map { ($0.unit, $0.problem) }) {
      result.failure = failure
      units = units.prefix { $0 != failure.unit }
    }
    while !units.isEmpty {
      let outcome = try await compiler.compile(weaver.weave(units))
      result.swift = outcome.swift
      let problems = located(outcome.diagnostics, severity: .error)
      guard outcome.program == nil, let failure = firstFailure(in: problems) else {
        result.program = outcome.program
        result.isReused = outcome.isReused
        for (unit, problem) in located(outcome.diagnostics, severity: .warning) {
          if case .cell(let index) = unit { result.warnings[index, default: []].append(problem) }
        }
        return result
      }
      // A cell may use what only a later one declares; without that one it does not compile either. The first cause
      // is what the user needs to hear of.
      if result.failure == nil { result.failure = failure }
      units = units.prefix { $0 != failure.unit }
    }
    return result
  }

  /// The errors and warnings of the whole notebook, in the order of the lines.
  func check() async throws(Problem) -> (errors: [Problem], warnings: [Problem]) {
    let analysis = NotebookAnalysis(notebook)
    let problems = analysis.problems()
    // What does not parse is left out, so that the rest is checked too.
    let broken = Set(problems.map(\.unit))
    let units = notebook.units.filter { !broken.contains($0) }
    let diagnostics = try await compiler.check(ProgramWeaver(analysis).weave(units))
    var errors = problems.map(\.problem)
    // Names that a broken cell would have declared are missing only because of it.
    if broken.isEmpty { errors += located(diagnostics, severity: .error).map(\.problem) }
    let warnings = located(diagnostics, severity: .warning).map(\.problem)
    return (errors.sorted { ($0.line ?? 0) < ($1.line ?? 0) }, warnings)
  }

  private func firstFailure(in problems: [(unit: NotebookUnit, problem: Problem)]) -> Failure? {
    let order = notebook.units
    guard let first = order.first(where: { unit in problems.contains { $0.unit == unit } }) else { return nil }
    return Failure(unit: first, problems: problems.filter { $0.unit == first }.map(\.problem))
  }

  /// The compiler's messages as problems of the notebook, each with the unit on whose lines it stands.
  private func located(
    _ diagnostics: [CompilerDiagnostic], severity: CompilerDiagnostic.Severity
  ) -> [(unit: NotebookUnit, problem: Problem)] {
    diagnostics.filter { $0.severity == severity && !$0.isAboutGeneratedCode }.compactMap { diagnostic in
      guard let unit = unit(atOrBefore: diagnostic.line) else { return nil }
      let isInNotebook = diagnostic.file == notebook.sourceName
      let error = diagnostic.redeclaration ?? .syntax(message: diagnostic.message)
      var problem = error.problem(
        in: notebook.path, line: diagnostic.line, column: isInNotebook ? diagnostic.column : nil)
      problem.kind = .compiler
      problem.detail = diagnostic.detail
      return (unit, problem)
    }
  }

  /// The last unit that begins at or before `line`; the first where none does.
  private func unit(atOrBefore line: Int) -> NotebookUnit? {
    let units = notebook.units
    return units.last { notebook.line(of: $0) <= line } ?? units.first
  }
}
