public import CellOutput

/// Parses and type-checks a notebook's cells without running anything; takes about a second.
public struct NotebookChecker: Sendable {
  public var notebook: Notebook
  public var library: CellLibrary

  public init(notebook: Notebook, library: CellLibrary) {
    self.notebook = notebook
    self.library = library
  }

  /// Everything that would keep the cells from compiling, and the compiler's warnings, in the order of the lines.
  ///
  /// Throws where nothing could be checked at all: no compiler, no library.
  public func problems() async throws(Problem) -> (errors: [Problem], warnings: [Problem]) {
    try await NotebookCompiler(notebook: notebook, library: library).check()
  }
}
