import Notebooks
import TestSupport
import Testing

@Suite("Reading a notebook")
struct NotebookParserTests {
  private func blocks(_ source: String) throws -> [MarkdownBlock] {
    try Notebook(source: source, path: "n.md").blocks
  }

  @Test("Front matter gives title, parameters in order with their types, and options")
  func frontMatter() throws {
    let source = """
      ---
      title: "Digits: a study"
      author: [Ada, {name: Grace}]
      date: 2026-01-02
      lang: de
      bibliography: refs.bib
      params:
        epochs: 3
        rate: 1e-3
        quick: false
        name: "3"
      execute:
        echo: false
        optimize: true
        cache: true
      format:
        html: {toc: false, toc-depth: 2, code-fold: true, theme: dark, css: my.css}
        pdf: default
      ---

      Text.
      """
    let matter = try Notebook(source: source, path: "n.md", overriding: ["rate": "1"]).frontMatter
    #expect(matter.title == "Digits: a study")
    #expect(matter.author == "Ada, Grace")
    #expect(matter.date == "2026-01-02")
    #expect(matter.language == "de")
    #expect(
      matter.parameters == [
        Parameter(name: "epochs", value: .integer(3), line: 8), Parameter(name: "rate", value: .number(1), line: 9),
        Parameter(name: "quick", value: .boolean(false), line: 10),
        Parameter(name: "name", value: .text("3"), line: 11),
      ])
    #expect(!matter.execute.echo && matter.execute.optimize && matter.execute.eval)
    #expect(!matter.html.contents && matter.html.contentsDepth == 2 && matter.html.codeFold)
    #expect(matter.html.theme == .dark && matter.html.styleSheet == "my.css")
  }

  @Test("A cell has its options, its code and the line on which the code begins", arguments: ["//|", "#|"])
  func cell(mark: String) throws {
    let source = """
      ---
      execute:
        echo: false
      ---
      ```{swift}
      \(mark) label: fig-loss
      \(mark) fig-cap: "Loss: falling"
      \(mark) fig-width: 640
      \(mark) error: true

      let a = 1
      // end
      ```
      """
    let cell = try #require(try Notebook(source: source, path: "n.md").cells.first)
    #expect(cell.options.label == "fig-loss")
    #expect(cell.options.figureCaption == "Loss: falling")
    #expect(cell.options.figureWidth == 640)
    #expect(cell.options.error && !cell.options.echo)
    #expect(cell.code == "\nlet a = 1\n// end")
    #expect(cell.line == 10)
    #expect(cell.fenceLine == 5)
  }

  @Test("Only {swift} runs; other code is shown in its language")
  func shownCode() throws {
    let source = "```swift\na\n```\n\n~~~ {.python .numbered}\nb\n~~~\n\n    c\n"
    #expect(
      try blocks(source) == [
        .code(language: "swift", text: "a\n"), .code(language: "python", text: "b\n"), .code(language: "", text: "c\n"),
      ])
  }

  @Test("Inline expressions and references are found with their places")
  func inlines() throws {
    let source =
      "Ünder **`{swift} a + 1`**, see @fig-one_x.\nMail a@fig-b.de `{swift}b`\n\n```{swift}\n//| label: fig-one_x\n```\n"
    let notebook = try Notebook(source: source, path: "n.md")
    #expect(
      notebook.inlineExpressions == [
        InlineExpression(code: "a + 1", line: 1, column: 19, cellsBefore: 0),
        InlineExpression(code: "b", line: 2, column: 25, cellsBefore: 0),
      ])
    guard case .paragraph(let content) = notebook.blocks[0] else {
      Issue.record("no paragraph")
      return
    }
    #expect(content[1] == .strong([.inlineValue(0)]))
    #expect(content[3] == .crossReference(label: "fig-one_x", line: 1))
    #expect(content[4] == .text("."))
  }

  @Test("Headings have unique identifiers; a given one comes before made ones, a cell's label before both")
  func headings() throws {
    let source =
      "# Fig loss\n# Data\n## Data\n# Other {#data}\n# 1. Ünder *way*!\n# 12\n\n```{swift}\n//| label: fig-loss\n```\n"
    let identifiers = try blocks(source).compactMap { block in
      if case .heading(_, _, let identifier, _) = block { identifier } else { nil }
    }
    #expect(identifiers == ["fig-loss-1", "data-1", "data-2", "data", "ünder-way", "section"])
  }

  @Test("GitHub's extensions: tables, tasks, strikethrough, autolinks, footnotes")
  func extensions() throws {
    let source = """
      | a | b |
      |:--|--:|
      | 1 | ~~2~~ |

      - [x] done
      - [ ] open
      - plain

      https://swift.org and a note[^n].

      [^n]: The note.

      <b>raw</b>
      """
    let blocks = try blocks(source)
    #expect(
      blocks[0]
        == .table(
          alignments: [.left, .right], header: [[.text("a")], [.text("b")]],
          rows: [[[.text("1")], [.strikethrough([.text("2")])]]]))
    guard case .list(nil, true, let items) = blocks[1] else {
      Issue.record("no list")
      return
    }
    #expect(items.map(\.isDone) == [true, false, nil])
    guard case .paragraph(let content) = blocks[2] else {
      Issue.record("no paragraph")
      return
    }
    #expect(
      content[0] == .link(destination: "https://swift.org", title: "", content: [.text("https://swift.org")]))
    #expect(content.contains(.footnoteReference(label: "1")))
    #expect(blocks.contains(.footnote(label: "1", content: [.paragraph([.text("The note.")])])))
    #expect(blocks.contains(.paragraph([.html("<b>"), .text("raw"), .html("</b>")])))
  }

  @Test("Windows' line ends and a byte order mark change nothing")
  func lineEnds() throws {
    let source = "---\ntitle: x\n---\n```{swift}\n//| label: a\n1\n```\n"
    let plain = try Notebook(source: source, path: "n.md")
    let other = try Notebook(source: "\u{FEFF}" + source.replacing("\n", with: "\r\n"), path: "n.md")
    #expect(plain.cells == other.cells)
    #expect(plain.blocks == other.blocks)
    #expect(plain.frontMatter == other.frontMatter)
  }
}
