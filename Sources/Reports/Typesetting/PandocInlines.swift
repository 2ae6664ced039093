internal import Notebooks

/// Reads runs of text of pandoc's JSON; what is not known there is left out.
enum PandocInlines {
  static func inlines(of value: Any?) -> [MarkdownInline] {
    guard let elements = value as? [[String: Any]] else { return [] }
    return elements.flatMap(inlines)
  }

  private static func inlines(of element: [String: Any]) -> [MarkdownInline] {
    let content = element["c"]
    let parts = content as? [Any] ?? []
    switch element["t"] as? String {
    case "Str": return (content as? String).map { [.text($0)] } ?? []
    case "Space", "SoftBreak": return [.text(" ")]
    case "LineBreak": return [.lineBreak]
    case "Emph", "Underline": return [.emphasis(inlines(of: content))]
    case "Strong": return [.strong(inlines(of: content))]
    case "Strikeout": return [.strikethrough(inlines(of: content))]
    case "SmallCaps", "Superscript", "Subscript": return inlines(of: content)
    case "Quoted": return [.text("“")] + inlines(of: parts.last) + [.text("”")]
    // Attributes or citations first, then the text.
    case "Span", "Cite": return inlines(of: parts.last)
    case "Code", "Math", "RawInline": return (parts.last as? String).map { [.text($0)] } ?? []
    case "Link":
      guard parts.count == 3, let target = (parts[2] as? [String])?.first else { return [] }
      return [.link(destination: target, title: "", content: inlines(of: parts[1]))]
    // The notes of a style that cites in them.
    case "Note":
      let blocks = content as? [[String: Any]] ?? []
      return [.text(" (")] + blocks.flatMap { inlines(of: $0["c"]) } + [.text(")")]
    default: return []
    }
  }
}
