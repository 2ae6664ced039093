import CellOutput
import Foundation
import TestSupport

/// A folder with notebooks, and the real command to try on them.
struct Workbench: Sendable {
  let folder: TemporaryFolder
  let tool: CahierTool

  /// `files`: the text of each by its name.
  init(_ files: [String: String] = [:]) throws {
    folder = try TemporaryFolder()
    tool = try CahierTool()
    for (name, text) in files { try folder.write(text, to: name) }
  }

  /// Copies a notebook of the tests' own, or of the project's with `from: "notebooks"`, under its name.
  func copy(_ name: String, from source: String = "Tests/EndToEndTests/Notebooks") throws {
    try folder.write(Data(contentsOf: Repository.root.appending(path: "\(source)/\(name)")), to: name)
  }

  func cahier(_ arguments: String..., environment: [String: String?] = [:]) async throws -> ProgramResult {
    try await tool.run(arguments, in: folder.url, environment: environment)
  }

  func start(_ arguments: String..., environment: [String: String?] = [:]) throws -> ChildProgram {
    try tool.start(arguments, in: folder.url, environment: environment)
  }

  /// The report of `name`.md.
  func page(_ name: String = "notebook") throws -> Page {
    try Page(html: folder.text(of: "output/\(name).html"))
  }

  func record(_ name: String = "notebook") throws -> Record {
    try Record.load(from: folder[".cahier/\(name)/record.json"].path)
  }
}

extension Workbench {
  /// A workbench whose `notebook.md` is `text`.
  init(notebook text: String) throws {
    try self.init(["notebook.md": text])
  }
}
