import ArgumentParser
import Notebooks

/// What `--retrain` names: everything, or the cells with some labels.
enum Retraining: Hashable, Sendable, ExpressibleByArgument, CustomStringConvertible {
  case everything
  case labels([String])

  init?(argument: String) {
    let labels = argument.split(separator: ",").map { $0.trimmingPrefix { $0 == " " } }.map(String.init)
    guard !labels.isEmpty else { return nil }
    self = .labels(labels)
  }

  /// `--retrain notebook.md` means the notebook: no label looks like one.
  var mistakenFile: String? {
    guard case .labels(let labels) = self, labels.count == 1 else { return nil }
    return [".md", ".qmd"].contains(where: labels[0].hasSuffix) ? labels[0] : nil
  }

  /// Throws where a notebook has no such cell.
  func check(_ notebook: Notebook) throws(CommandError) {
    guard case .labels(let labels) = self else { return }
    let known = notebook.cells.compactMap(\.options.label)
    for label in labels where !known.contains(label) {
      throw .unknownLabel(label, notebook: notebook.path, nearest: nearestName(to: label, among: known), known: known)
    }
  }

  // The help shows it as the default.
  var description: String {
    switch self {
    case .everything: "every cell"
    case .labels(let labels): labels.joined(separator: ",")
    }
  }
}
