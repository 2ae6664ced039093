internal import CellOutput
import Foundation
internal import Notebooks

/// The files that a notebook refers to: pictures and a style sheet of the user's.
struct Assets {
  /// By their source, as written.
  private(set) var images: [String: EmbeddedImage] = [:]
  private(set) var styleSheet: String?
  private(set) var problems: [Problem] = []

  private let notebook: Notebook

  init(notebook: Notebook) {
    self.notebook = notebook
    let folder = Self.folder(of: notebook)
    for source in Self.pictures(of: notebook) { load(source, folder: folder) }
    loadStyleSheet(folder: folder)
    checkBibliography(folder: folder)
  }

  /// Absolute paths, whether or not there is a file.
  static func files(of notebook: Notebook) -> [String] {
    let folder = folder(of: notebook)
    let pictures = pictures(of: notebook).map { EmbeddedImage.file($0, folder: folder) }
    let styleSheet = notebook.frontMatter.html.styleSheet.map { URL(fileURLWithPath: $0, relativeTo: folder) }
    let bibliography = Self.bibliography(of: notebook).map { URL(fileURLWithPath: $0, relativeTo: folder) }
    return (pictures + [styleSheet].compactMap(\.self) + bibliography).map(\.standardizedFileURL.path)
  }

  /// BibTeX, CSL-JSON and CSL files, as written.
  private static func bibliography(of notebook: Notebook) -> [String] {
    notebook.frontMatter.bibliography + [notebook.frontMatter.citationStyle].compactMap(\.self)
  }

  private static func folder(of notebook: Notebook) -> URL {
    URL(fileURLWithPath: notebook.path).deletingLastPathComponent()
  }

  /// The pictures that are files, each once, as written.
  private static func pictures(of notebook: Notebook) -> [String] {
    var sources: [String] = []
    InlineWalk.visitAll(notebook.blocks) { inline in
      if case .image(let source, _, _, _) = inline, !sources.contains(source) { sources.append(source) }
    }
    return sources.filter { !Link.isExternal($0) && !$0.hasPrefix("//") }
  }

  private mutating func load(_ source: String, folder: URL) {
    do throws(ImageProblem) {
      images[source] = try EmbeddedImage(source: source, folder: folder)
    } catch {
      report(error.summary(source: source), remedy: error.remedy, line: line(of: "](\(source)"))
    }
  }

  private mutating func loadStyleSheet(folder: URL) {
    guard let path = notebook.frontMatter.html.styleSheet else { return }
    let file = URL(fileURLWithPath: path, relativeTo: folder)
    let line = line(of: path)
    guard let data = try? Data(contentsOf: file) else {
      return report(
        "The style sheet '\(path)' cannot be read.", remedy: "Its path starts at the notebook's folder.", line: line)
    }
    guard let text = String(validating: data, as: UTF8.self), !text.utf8.contains(0) else {
      return report("The style sheet '\(path)' is not UTF-8.", remedy: "Save it as UTF-8.", line: line)
    }
    guard !text.lowercased().contains("</style") else {
      return report(
        "The style sheet '\(path)' contains '</style', which would end it.", remedy: "Remove it.", line: line)
    }
    styleSheet = text
  }

  /// Pandoc reads them; that they are there is known before an hour of training is spent.
  private mutating func checkBibliography(folder: URL) {
    for path in Self.bibliography(of: notebook)
    where !FileManager.default.isReadableFile(atPath: URL(fileURLWithPath: path, relativeTo: folder).path) {
      report(
        "There is no file '\(path)' to cite from.", remedy: "Its path starts at the notebook's folder.",
        line: line(of: path))
    }
  }

  private mutating func report(_ summary: String, remedy: String, line: Int?) {
    problems.append(Problem(kind: .notebook, file: notebook.path, line: line, summary: summary, remedy: remedy))
  }

  /// The first line of the notebook that holds `text`.
  private func line(of text: String) -> Int? {
    let lines = notebook.source.split(separator: "\n", omittingEmptySubsequences: false)
    return lines.firstIndex { $0.contains(text) }.map { $0 + 1 }
  }
}
