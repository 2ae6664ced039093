import CellOutput
import Testing

@testable import Notebooks

/// What a notebook's prose may hold beyond GitHub's Markdown: formulas, divisions, references, citations.
@Suite struct ProseSyntaxTests {
  private func parse(_ text: String) throws -> Notebook { try Notebook(source: text, path: "a.md") }

  private func inlines(_ text: String) throws -> [MarkdownInline] {
    guard case .paragraph(let inlines)? = try parse(text).blocks.first else { return [] }
    return inlines
  }

  private func formulas(_ text: String) throws -> [Formula] {
    var found: [Formula] = []
    func visit(_ blocks: [MarkdownBlock]) {
      for block in blocks {
        switch block {
        case .paragraph(let inlines), .heading(_, let inlines, _, _):
          found += inlines.compactMap { if case .formula(let formula) = $0 { formula } else { nil } }
        case .table(_, _, let rows):
          for cell in rows.joined() {
            found += cell.compactMap { if case .formula(let formula) = $0 { formula } else { nil } }
          }
        case .quote(let content), .division(_, let content), .callout(_, let content): visit(content)
        case .list(_, _, let items): for item in items { visit(item.content) }
        default: break
        }
      }
    }
    visit(try parse(text).blocks)
    return found
  }

  // MARK: Pictures

  @Test(
    "What stands in braces behind a picture is its label, width and description; other braces are text",
    arguments: [
      ("![A cat](cat.png){#fig-cat width=50%}", ImageAttributes(label: "fig-cat", width: .percent(50)), ""),
      ("![A cat](cat.png){width=300px}, asleep", ImageAttributes(width: .pixels(300)), ", asleep"),
      ("![A cat](cat.png){ width='300' .rounded fig-align=\"left\" }", ImageAttributes(width: .pixels(300)), ""),
      ("![A cat](cat.png){fig-alt=\"A grey cat on a mat\"}", ImageAttributes(alternative: "A grey cat on a mat"), ""),
      ("![A cat](cat.png){see below}", ImageAttributes(), "{see below}"),
      ("![A cat](cat.png){", ImageAttributes(), "{"),
      ("![A cat](cat.png) {#fig-cat}", ImageAttributes(), " {#fig-cat}"),
    ])
  func imageAttributes(text: String, attributes: ImageAttributes, rest: String) throws {
    let picture = MarkdownInline.image(source: "cat.png", title: "", alternative: "A cat", attributes: attributes)
    #expect(try inlines(text) == [picture] + (rest.isEmpty ? [] : [.text(rest)]))
  }

  @Test(
    "A picture's attributes that cannot be kept are told with their line",
    arguments: [
      (
        "![](a.png){width=wide}",
        "A picture cannot be 'wide' wide. Give it in percent or in pixels, such as width=50% or width=300px."
      ),
      (
        "![](a.png){#cat}",
        "A picture cannot be labelled 'cat'. Begin with 'fig-', then use letters, digits, '-' and '_'."
      ),
      (
        "See ![](a.png){#fig-cat}",
        "The picture labelled 'fig-cat' stands in a text. Give it a paragraph of its own, or remove the label."
      ),
    ])
  func badImageAttributes(text: String, message: String) throws {
    let problem = #expect(throws: Problem.self) { try parse("\n\n" + text) }
    #expect(problem?.message == "a.md:3: " + message)
  }

  @Test("A picture's label is taken once, and can be referred to")
  func imageLabels() throws {
    let picture = "![A cat](cat.png){#fig-cat}\n\n"
    #expect(throws: Never.self) { try parse(picture + "@fig-cat") }
    #expect(throws: Problem.self) { try parse("@fig-cat") }
    #expect(throws: Problem.self) { try parse(picture + picture) }
    #expect(throws: Problem.self) { try parse(picture + "```{swift}\n//| label: fig-cat\n1\n```\n") }
  }

  // MARK: Formulas

  @Test(
    "A formula keeps what Markdown would take apart",
    arguments: [
      ("The loss $a_b*c*_d$ falls.", "a_b*c*_d"), ("$\\alpha\\_x \\{1\\}$", "\\alpha\\_x \\{1\\}"),
      ("| a |\n|---|\n| $|x|$ |", "|x|"), ("- item $x < y$", "x < y"), ("# Title $x^2$", "x^2"),
      ("> quoted $a$", "a"), ("over $a +\nb$ two lines", "a +\nb"), ("$x$", "x"), ("(~$5 \\$ 6$)", "5 \\$ 6"),
      ("$$\nx - y\n- z\n$$", "\nx - y\n- z\n"), ("> $$\n> a\n> $$", "\na\n"),
      ("$x\u{302}$", "x\u{302}"), ("$\u{301}x$ y", "\u{301}x"),
    ])
  func formula(text: String, tex: String) throws {
    #expect(try formulas(text).map(\.tex) == [tex])
  }

  @Test(
    "Money, shell variables, escaped signs and code are no formulas",
    arguments: [
      "It costs $5 and $6.", "From $5-$10.", "`$HOME` and `$PATH`", "\\$x\\$", "```\n$x$\n```", "    $x$",
      "$ x $", "a $ b", "$x", "$$", "$$$$", "- costs $5\n- costs 3$", "``$x` $y``", "$a\n\nb$", "<b title=\"$x$\">",
      "[link](http://x/$a$)", "~~~swift\nlet a = \"$x$\"\n~~~",
    ])
  func noFormula(text: String) throws {
    #expect(try formulas(text) == [])
  }

  @Test("Code, addresses and raw HTML with dollar signs stay as they are")
  func restored() throws {
    #expect(try parse("```\n$x$ and\n$$\ny\n$$\n```").blocks == [.code(language: "", text: "$x$ and\n$$\ny\n$$\n")])
    #expect(try parse("a\n\n    $x$\n").blocks.last == .code(language: "", text: "$x$\n"))
    #expect(
      try inlines("[a $x$](http://h/$a$ \"$t$\")")
        == [
          .link(
            destination: "http://h/$a$", title: "$t$",
            content: [.text("a "), .formula(Formula(tex: "x", isDisplay: false, line: 1))])
        ])
    #expect(try parse("<div>\n$x$\n</div>").blocks == [.html("<div>\n$x$\n</div>\n")])
    let division = try parse("<div>\n::: {.x}\n</div>").blocks
    #expect(division == [.html("<div>\n::: {.x}\n</div>\n")], "\(division)")
  }

  @Test("A display formula keeps its lines, its label and its place")
  func display() throws {
    let blocks = try parse("Before\n$$\nx\n$$ {#eq-a} after\nmore").blocks
    #expect(
      blocks == [
        .paragraph([
          .text("Before"), .softBreak, .formula(Formula(tex: "\nx\n", isDisplay: true, label: "eq-a", line: 2)),
          .text(" after"), .softBreak, .text("more"),
        ])
      ])
  }

  @Test("Cells and inline values keep their lines and columns beside formulas")
  func places() throws {
    let notebook = try parse("A $x_{long formula}$ `{swift} a` `{swift} b`\n\n$$\n1\n$$\n\n```{swift}\n1\n```\n")
    #expect(notebook.inlineExpressions.map(\.column) == [31, 43])
    #expect(notebook.cells.map(\.line) == [8])
  }

  @Test("Noncharacters, which the marks are made of, do not make one")
  func forgedMarks() throws {
    let forged = String(String.UnicodeScalarView([0xfdd0, 0x30, 0xfdd1].map { Unicode.Scalar(UInt32($0))! }))
    #expect(try inlines("\(forged) $y$").first == .text("\u{fffd}0\u{fffd} "))
    #expect(try parse("<!--\(forged)-->\n\n::: {.x}\n:::").blocks.count == 2)
  }

  // MARK: Divisions

  @Test("A callout is GitHub's quote or Quarto's division, with its own title or the kind's")
  func callouts() throws {
    let text = MarkdownBlock.paragraph([.text("Text")])
    func callout(_ source: String) throws -> MarkdownBlock? { try parse(source).blocks.first }
    #expect(try callout("> [!NOTE]\n> Text") == .callout(Callout(kind: .note), content: [text]))
    #expect(
      try callout("> [!warning] Mind *it*\n> Text")
        == .callout(
          Callout(kind: .warning, title: [.text("Mind "), .emphasis([.text("it")])]), content: [text]))
    #expect(try callout("::: {.callout-tip}\nText\n:::") == .callout(Callout(kind: .tip), content: [text]))
    #expect(
      try callout("::: {.callout-important title=\"By attribute\"}\nText\n:::")
        == .callout(Callout(kind: .important, title: [.text("By attribute")]), content: [text]))
    #expect(
      try callout("::: {.callout-caution collapse=true}\n## Title\nText\n:::")
        == .callout(Callout(kind: .caution, title: [.text("Title")], folding: .closed), content: [text]))
    #expect(try callout("> [!OTHER]\n> Text")?.isQuote == true)
  }

  @Test("Headings in a division of tabs begin tabs, whose cells and headings keep their order")
  func tabs() throws {
    let notebook = try parse(
      """
      # One
      ::: {.panel-tabset}
      ## First
      ```{swift}
      1
      ```
      ### Inner
      ## Second {#sec-second}
      text
      :::
      # Two
      See @sec-second.
      """)
    #expect(notebook.cells.count == 1)
    guard case .tabs(let tabs) = notebook.blocks[1] else { throw Missing() }
    #expect(tabs.map(\.identifier) == ["first", "sec-second"])
    #expect(
      tabs[0].content == [.cell(0), .heading(level: 3, content: [.text("Inner")], identifier: "inner")])
    guard case .heading(_, _, "two", _) = notebook.blocks[2] else { throw Missing() }
  }

  private struct Missing: Error {}

  @Test("Columns keep their widths; divisions nest; unknown classes are just their content")
  func columns() throws {
    let notebook = try parse(
      """
      :::: {.columns}
      ::: {.column width="40%"}
      a
      :::
      ::: {.column}
      ::: {.callout-note}
      b
      :::
      :::
      ::::

      ::: margin-note
      c
      :::
      """)
    func text(_ text: String) -> MarkdownBlock { .paragraph([.text(text)]) }
    #expect(
      notebook.blocks == [
        .columns([
          Column(width: 40, content: [text("a")]),
          Column(width: nil, content: [.callout(Callout(kind: .note), content: [text("b")])]),
        ]), .division(identifier: nil, content: [text("c")]),
      ])
  }

  @Test(
    "A mistake in a division is one line with its place and remedy",
    arguments: [
      (
        "a\n\n::: {.x}\nb",
        "a.md:3: The division that begins here is never closed. End it with a line ':::' at the same indentation."
      ),
      (
        "a\n:::",
        "a.md:2: This ':::' closes nothing. Remove it, or begin a division with a line such as '::: {.callout-note}'."
      ),
      ("::: {.callout-nite}\na\n:::", "a.md:1: There is no callout 'callout-nite'. Did you mean '.callout-note'?"),
      (
        "::: {.column width=\"wide\"}\na\n:::",
        "a.md:1: A column cannot be 'wide' wide. Give it in percent, such as width=\"40%\"."
      ),
      ("See @sec-dta.\n\n# Data {#sec-data}", "a.md:1: Nothing is labelled 'sec-dta'. Did you mean '@sec-data'?"),
      ("See @eq-x.", "a.md:1: Nothing is labelled 'eq-x'. Write '{#eq-x}' after a formula's '$$'."),
      (
        "$$a$$ {#eq-a}\n\n$$b$$ {#eq-a}",
        "a.md:3: The label 'eq-a' is taken: line 1 has it. Give one of them another name."
      ),
    ])
  func mistakes(text: String, message: String) {
    #expect { try parse(text) } throws: { ($0 as? Problem)?.message == message }
  }

  // MARK: References and citations

  @Test("Sections and equations can be referred to, with or without brackets")
  func references() throws {
    let notebook = try parse("# Data {#sec-data}\n\n$$a$$ {#eq-a}\n\nSee @sec-data, [@eq-a] and a@b.org, @other.")
    #expect(
      notebook.blocks.last
        == .paragraph([
          .text("See "), .crossReference(label: "sec-data", line: 5), .text(", "),
          .crossReference(label: "eq-a", line: 5), .text(" and "),
          .link(destination: "mailto:a@b.org", title: "", content: [.text("a@b.org")]), .text(", @other."),
        ]))
  }

  @Test("Keys cite where there is a bibliography, and only there")
  func citations() throws {
    let text = "As [see @keras, p. 3; @torch2] and @adam:2015 say, not a@b.org or @fig-none."
    func citations(_ text: String) throws -> [String] {
      guard case .paragraph(let inlines)? = try parse(text).blocks.first else { return [] }
      return inlines.compactMap { if case .citation(let source, _) = $0 { source } else { nil } }
    }
    let matter = "---\nbibliography: refs.bib\n---\n"
    let cell = "\n\n```{swift}\n//| label: fig-none\n1\n```\n"
    #expect(try citations(matter + text + cell) == ["[see @keras, p. 3; @torch2]", "@adam:2015"])
    #expect(try citations(text + cell) == [])
  }

  @Test("A heading's attributes name it and take its number away")
  func headingAttributes() throws {
    func heading(_ text: String) throws -> MarkdownBlock? { try parse(text).blocks.first }
    #expect(
      try heading("# A {#sec-a .unnumbered}")
        == .heading(level: 1, content: [.text("A")], identifier: "sec-a", isNumbered: false))
    #expect(try heading("# A {-}") == .heading(level: 1, content: [.text("A")], identifier: "a", isNumbered: false))
    #expect(try heading("# A {b}") == .heading(level: 1, content: [.text("A {b}")], identifier: "a-b"))
  }

  @Test("The front matter's keys for the page are read")
  func frontMatter() throws {
    let matter = try parse(
      """
      ---
      number-sections: true
      bibliography: [a.bib, b.json]
      csl: style.csl
      format:
        html:
          code-line-numbers: true
      ---
      ```{swift}
      1
      ```
      """
    ).frontMatter
    #expect(matter.html.numberSections && matter.html.codeLineNumbers)
    #expect(matter.bibliography == ["a.bib", "b.json"] && matter.citationStyle == "style.csl")
  }
}

extension MarkdownBlock {
  fileprivate var isQuote: Bool { if case .quote = self { true } else { false } }
}
