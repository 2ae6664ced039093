public import CellOutput
import Foundation

/// Compiles a notebook's cells to one program, runs it and collects what it produced.
public struct NotebookRunner: Sendable {
  public var notebook: Notebook
  public var library: CellLibrary

  /// `library`: `CellLibrary.located()` finds the one of the running command.
  public init(notebook: Notebook, library: CellLibrary) {
    self.notebook = notebook
    self.library = library
  }

  /// Runs the notebook from the start, in its own folder.
  ///
  /// A cell that does not compile, throws or traps is part of the record (`status`, `problem`), as is an interruption:
  /// a cancelled task ends the program and returns the record up to there. Throws where nothing could be run at all:
  /// no compiler, no library, no place to write.
  public func run(observer: (any RunObserver)? = nil) async throws(Problem) -> Record {
    throw Problem(kind: .notebook, file: notebook.path, summary: "Being written.")
  }
}
