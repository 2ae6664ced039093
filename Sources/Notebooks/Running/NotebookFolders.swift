import Foundation

/// The places that belong to a notebook, wherever the command was started.
public struct NotebookFolders: Hashable, Sendable {
  /// The notebook's own folder: the working folder of its cells.
  public var folder: String
  /// `.cahier/<name>` beside the notebook: record, woven source and compiled program. The name has no `.md`, but any
  /// other extension, so that `a.md` and `a.qmd` keep apart.
  public var state: String

  /// `path`: the notebook, absolute or relative to the current folder.
  public init(notebook path: String) {
    let url = URL(fileURLWithPath: path).standardizedFileURL
    folder = url.deletingLastPathComponent().path
    state =
      url.deletingLastPathComponent().appending(path: ".cahier")
      .appending(path: Self.name(of: url)).path
  }

  private static func name(of notebook: URL) -> String {
    let name = notebook.deletingPathExtension().lastPathComponent
    // `runs` is the run store's.
    return notebook.pathExtension == "md" && name != "runs" ? name : notebook.lastPathComponent
  }

  /// What the newest execution produced.
  public var record: String { state + "/record.json" }
  /// Trained weights and histories, shared by the folder's notebooks.
  public var runs: String { folder + "/.cahier/runs" }
}
