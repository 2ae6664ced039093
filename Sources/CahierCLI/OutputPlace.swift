import Foundation

/// Where a notebook's report goes, which depends on the notebook and not on where the command is started.
///
/// - In a project, `notebooks/x.md` is reported in `output/x.html`, the folder beside `notebooks`.
/// - Any other `x.md` is reported in `output/x.html` in the notebook's own folder.
/// - `--output-dir DIR` and `-o FILE` are relative to the current folder.
enum OutputPlace: Hashable {
  case standardOutput
  /// Absolute.
  case file(String)

  init(notebook: String, output: String?, folder: String?) {
    if output == "-" {
      self = .standardOutput
      return
    }
    if let output {
      self = .file(URL(fileURLWithPath: output).standardizedFileURL.path)
      return
    }
    let file = URL(fileURLWithPath: notebook).standardizedFileURL
    let name = file.deletingPathExtension().lastPathComponent + ".html"
    if let folder {
      self = .file(URL(fileURLWithPath: folder).standardizedFileURL.appending(path: name).path)
      return
    }
    var home = file.deletingLastPathComponent()
    if home.lastPathComponent == "notebooks" { home = home.deletingLastPathComponent() }
    self = .file(home.appending(path: "output").appending(path: name).path)
  }

  /// The absolute folder of the file.
  var folder: String? {
    if case .file(let path) = self { URL(fileURLWithPath: path).deletingLastPathComponent().path } else { nil }
  }

  static func absolute(_ path: String) -> String {
    URL(fileURLWithPath: path).standardizedFileURL.path
  }

  /// `path` as the user would type it: relative to the current folder where it is near.
  static func shown(_ path: String, from folder: String = FileManager.default.currentDirectoryPath) -> String {
    let target = path.split(separator: "/")
    let base = folder.split(separator: "/")
    let common = zip(target, base).prefix { $0 == $1 }.count
    let up = base.count - common
    guard up == 0 || (up <= 2 && common > 0), common < target.count else { return path }
    return (Array(repeating: "..", count: up) + target[common...]).joined(separator: "/")
  }
}
