import Foundation
internal import Notebooks

/// Has pandoc's citeproc resolve citations by the notebook's BibTeX or CSL-JSON files.
struct Bibliography {
  struct Entry: Sendable {
    /// `ref-keras`: what a citation links to.
    let identifier: String
    let content: [MarkdownInline]
  }

  /// One entry a citation.
  let citations: [[MarkdownInline]]
  let entries: [Entry]
  let unknownKeys: [String]

  static func process(
    _ sources: [String], of notebook: Notebook, with pandoc: Pandoc
  ) async throws(Pandoc.Failure) -> Bibliography {
    let folder = URL(fileURLWithPath: notebook.path).deletingLastPathComponent()
    func file(_ path: String) -> String { URL(fileURLWithPath: path, relativeTo: folder).standardizedFileURL.path }
    let matter = notebook.frontMatter
    var arguments = ["--from", "markdown_strict+citations", "--to", "json", "--citeproc", "-M", "link-citations=true"]
    arguments += ["-M", "lang=\(Language(matter.language).tag)"]
    arguments += matter.bibliography.map { "--bibliography=" + file($0) }
    if let style = matter.citationStyle { arguments.append("--csl=" + file(style)) }
    // A paragraph each; only their citations are taken from the answer.
    let answer = try await pandoc.run(arguments, input: sources.joined(separator: "\n\n") + "\n")
    guard let root = try? JSONSerialization.jsonObject(with: Data(answer.output.utf8)) as? [String: Any],
      let blocks = root["blocks"] as? [[String: Any]]
    else { throw .failed("its answer is no JSON") }
    let paragraphs = blocks.filter { $0["t"] as? String == "Para" }.map { PandocInlines.inlines(of: $0["c"]) }
    guard paragraphs.count == sources.count else { throw .failed("its answer has other paragraphs") }
    let unknown = answer.messages.matches(of: /citation (\S+) not found/).map { String($0.1) }
    return Bibliography(
      citations: paragraphs, entries: entries(in: blocks),
      unknownKeys: NSOrderedSet(array: unknown).array as? [String] ?? [])
  }

  /// The entries of the division `refs`.
  private static func entries(in blocks: [[String: Any]]) -> [Entry] {
    var entries: [Entry] = []
    for case (let identifier, let content) in blocks.compactMap(division) {
      if identifier == "refs" {
        entries += self.entries(in: content)
      } else if identifier.hasPrefix("ref-") {
        let inlines = content.map { PandocInlines.inlines(of: $0["c"]) }
        entries.append(Entry(identifier: identifier, content: Array(inlines.joined(separator: [.lineBreak]))))
      }
    }
    return entries
  }

  private static func division(_ block: [String: Any]) -> (identifier: String, content: [[String: Any]])? {
    guard block["t"] as? String == "Div", let parts = block["c"] as? [Any], parts.count == 2,
      let identifier = (parts[0] as? [Any])?.first as? String, let content = parts[1] as? [[String: Any]]
    else { return nil }
    return (identifier, content)
  }
}
