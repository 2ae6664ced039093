import CellOutput
import Foundation
import Notebooks
import TestSupport

/// A notebook in a folder of its own, run against the library of the build that is being tested.
struct TestNotebook {
  let folder: TemporaryFolder
  let notebook: Notebook

  /// `name`: the file's.
  init(_ source: String, name: String = "test.md", overriding overrides: [String: String] = [:]) throws {
    folder = try TemporaryFolder()
    let file = try folder.write(source, to: name)
    notebook = try Notebook(contentsOf: file.path, overriding: overrides)
  }

  static func library() throws -> CellLibrary {
    try CellLibrary.located(besideCommandIn: Repository.products().path)
  }

  func run(observer: (any RunObserver)? = nil) async throws -> Record {
    try await NotebookRunner(notebook: notebook, library: Self.library()).run(observer: observer)
  }
}
