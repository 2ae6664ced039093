import Foundation
internal import Notebooks

/// Leads links to other notebooks (`other.md`) to their reports (`other.html`).
///
/// The report of a notebook in the same folder lies beside this one's; that of one elsewhere where `cahier render` puts
/// it: in `output`, beside the notebook or beside its folder `notebooks`.
struct NotebookLinks {
  /// By destination, as written.
  private var pages: [String: String] = [:]

  /// `pageFolder`: absolute; `nil` where the page goes to no file.
  init(notebook: Notebook, pageFolder: String?) {
    let folder = URL(fileURLWithPath: notebook.path).standardizedFileURL.deletingLastPathComponent()
    InlineWalk.visitAll(notebook.blocks) { inline in
      guard case .link(let destination, _, _) = inline, pages[destination] == nil else { return }
      pages[destination] = Self.page(of: destination, from: folder, pageFolder: pageFolder)
    }
  }

  /// The address of the report that the link leads to; `nil` where it leads to no notebook.
  func page(of destination: String) -> String? { pages[destination] }

  private static func page(of destination: String, from folder: URL, pageFolder: String?) -> String? {
    let parts = destination.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
    guard let path = parts.first.map(String.init), path.hasSuffix(".md") || path.hasSuffix(".qmd"),
      !Link.isExternal(path), !path.hasPrefix("/"), let decoded = path.removingPercentEncoding
    else { return nil }
    let file = folder.appending(path: decoded).standardizedFileURL
    guard isNotebook(file) else { return nil }
    let fragment = parts.count > 1 ? "#\(parts[1])" : ""
    let name = file.deletingPathExtension().lastPathComponent + ".html"
    let allowed = CharacterSet.urlPathAllowed.subtracting(CharacterSet(charactersIn: ":;"))
    let encoded = (name.addingPercentEncoding(withAllowedCharacters: allowed) ?? name) + fragment
    var home = file.deletingLastPathComponent()
    if home.path == folder.path { return encoded }
    if home.lastPathComponent == "notebooks" { home = home.deletingLastPathComponent() }
    guard let pageFolder, let way = Link.way(from: pageFolder, to: home.appending(path: "output").path) else {
      return nil
    }
    return way + encoded
  }

  /// Whether the file has a cell that runs: other Markdown has no report.
  private static func isNotebook(_ file: URL) -> Bool {
    guard let text = try? String(contentsOf: file, encoding: .utf8) else { return false }
    return text.contains("{swift}")
  }
}
