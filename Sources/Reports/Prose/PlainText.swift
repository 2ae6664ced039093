internal import Notebooks

/// A run of prose without its markup: for the page's title and for names that assistive technology reads.
enum PlainText {
  static func of(_ inlines: [MarkdownInline]) -> String {
    inlines.map(of).joined()
  }

  private static func of(_ inline: MarkdownInline) -> String {
    switch inline {
    case .text(let text), .code(let text), .html(let text): text
    case .softBreak, .lineBreak: " "
    case .emphasis(let content), .strong(let content), .strikethrough(let content): of(content)
    case .link(_, _, let content): of(content)
    case .image(_, _, let alternative, _): alternative
    case .formula(let formula): formula.tex
    case .citation(let source, _): source
    case .footnoteReference, .inlineValue: ""
    case .crossReference(let label, _): "@\(label)"
    }
  }
}
