import Foundation
import Notebooks
import Runs

/// Which store a command looks into, and whose runs of it.
struct StoreLocation {
  let store: RunStore
  /// Only the runs of the notebook with this file name.
  let notebook: String?
  /// As it is shown.
  let path: String

  /// `path`: a notebook, or a folder with notebooks; without one, the current folder and `notebooks` in it.
  init(_ path: String?) throws(CommandError) {
    guard let path else {
      let folders = [".", "notebooks"]
      let found = folders.first { Self.isFolder($0 + "/.cahier/runs") } ?? "."
      self.init(folder: found, notebook: nil)
      return
    }
    if Self.isFolder(path) {
      self.init(folder: path, notebook: nil)
    } else if FileManager.default.fileExists(atPath: path) {
      let file = URL(fileURLWithPath: path).standardizedFileURL
      self.init(folder: file.deletingLastPathComponent().path, notebook: file.lastPathComponent)
    } else {
      throw .noRunPlace(path, command: nearestName(to: path, among: RunsCommand.names))
    }
  }

  private init(folder: String, notebook: String?) {
    path = OutputPlace.shown(OutputPlace.absolute(folder) + "/.cahier/runs")
    store = RunStore(folder: OutputPlace.absolute(folder) + "/.cahier/runs")
    self.notebook = notebook
  }

  /// The newest first.
  func runs() throws -> [RunSummary] {
    try store.runs().filter { notebook == nil || $0.place?.notebook == notebook }
  }

  private static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
  }
}
