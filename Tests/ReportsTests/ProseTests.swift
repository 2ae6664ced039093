import Notebooks
import Testing

@testable import Reports

@Suite struct ProseTests {
  /// The markup of the page's text alone.
  private func html(_ blocks: MarkdownBlock..., matter: (inout FrontMatter) -> Void = { _ in }) throws -> String {
    let notebook = Sample.notebook(blocks, matter: matter)
    let html = try Report(notebook: notebook, record: Sample.record(notebook)).html()
    let start = try #require(html.range(of: "<main id=\"main\" tabindex=\"-1\">"))
    let end = try #require(html.range(of: "</main>"))
    return html[start.upperBound..<end.lowerBound].split(separator: "\n").joined(separator: "\n")
  }

  @Test("Runs of text keep their marks")
  func inlines() throws {
    #expect(
      try html(
        .paragraph([
          .text("a & "), .emphasis([.strong([.text("b")])]), .softBreak, .strikethrough([.text("c")]), .lineBreak,
          .code("<d>"),
          .html("<i>"),
        ])) == "<p>a &amp; <em><strong>b</strong></em>\n<s>c</s><br><code>&lt;d&gt;</code><code>&lt;i&gt;</code></p>")
  }

  @Test("Links to other places open without handing over the page; unsafe ones are shown, not linked")
  func links() throws {
    #expect(
      try html(
        .paragraph([
          .link(destination: "https://example.org/?a&b", title: "T", content: [.text("x")]),
          .link(destination: "other.html", title: "", content: [.text("y")]),
          .link(destination: "javascript:alert(1)", title: "", content: [.text("z")]),
        ]))
        == "<p><a href=\"https://example.org/?a&amp;b\" rel=\"noopener noreferrer\" title=\"T\">x</a>"
        + "<a href=\"other.html\">y</a>z <code class=\"missing\">javascript:alert(1)</code></p>")
  }

  @Test("Lists keep their start, their looseness and their tasks")
  func lists() throws {
    let item = MarkdownBlock.ListItem(isDone: nil, content: [.paragraph([.text("a")])])
    #expect(try html(.list(start: nil, isTight: true, items: [item])) == "<ul><li>a</li>\n</ul>")
    #expect(try html(.list(start: 1, isTight: false, items: [item])) == "<ol><li><p>a</p></li>\n</ol>")
    #expect(try html(.list(start: 4, isTight: true, items: [item])) == "<ol start=\"4\"><li>a</li>\n</ol>")
    let page = try Sample.page(
      prose: .list(
        start: nil, isTight: true, items: [.init(isDone: true, content: []), .init(isDone: false, content: [])]))
    #expect(page.all("span", class: "task").map { $0["aria-label"] } == ["Done:", "To do:"])
  }

  @Test("Headings go down one level at a time, whatever the notebook skips")
  func headings() throws {
    func heading(_ level: Int, _ name: String) -> MarkdownBlock {
      .heading(level: level, content: [.text(name)], identifier: name)
    }
    let page = try Sample.page(
      prose: heading(2, "a"), heading(4, "b"), heading(3, "c"), heading(2, "d"), heading(6, "e"), heading(1, "f"))
    let levels = page.elements.filter { $0.name.count == 2 && $0.name.hasPrefix("h") && $0.name != "hr" }.map(\.name)
    #expect(levels == ["h1", "h2", "h3", "h3", "h2", "h3", "h2", "h2"])
  }

  @Test("A notebook without a title takes its first heading, or its file's name")
  func titles() throws {
    func title(_ blocks: [MarkdownBlock]) throws -> [String] {
      let notebook = Sample.notebook(blocks, matter: { $0.title = nil }, path: "notebooks/my-net.md")
      let page = Page(try Report(notebook: notebook, record: nil).html())
      return page.all("title").map(\.text) + page.all("h1").map(\.text)
    }
    #expect(
      try title([.heading(level: 1, content: [.text("A "), .code("net")], identifier: "a")]) == ["A net", "A net"])
    #expect(try title([.paragraph([.text("x")])]) == ["my-net", "my-net"])
  }

  @Test("Contents list the headings down to their depth, nested")
  func contents() throws {
    let blocks: [MarkdownBlock] = [
      .heading(level: 2, content: [.text("a")], identifier: "a"),
      .heading(level: 3, content: [.link(destination: "x", title: "", content: [.code("b")])], identifier: "b"),
      .heading(level: 4, content: [.text("c")], identifier: "c"),
      .heading(level: 2, content: [.text("d")], identifier: "d"),
    ]
    func contents(_ matter: (inout FrontMatter) -> Void) throws -> [String?] {
      let notebook = Sample.notebook(blocks, matter: matter)
      let page = Page(try Report(notebook: notebook, record: nil).html())
      return page.all("a").filter { $0.parents.contains("nav") }.map { $0["href"] }
    }
    #expect(try contents { _ in } == ["#a", "#b", "#d"])
    #expect(try contents { $0.html.contentsDepth = 2 } == ["#a", "#d"])
    #expect(try contents { $0.html.contentsDepth = 4 } == ["#a", "#b", "#c", "#d"])
    #expect(try contents { $0.html.contents = false } == [])
    #expect(try contents { $0.html.contentsDepth = 1 } == [])
  }

  @Test("Footnotes are numbered by their first references, stand at the end and lead back to every reference")
  func footnotes() throws {
    let page = try Sample.page(
      prose: .footnote(label: "x", content: [.paragraph([.text("X, see "), .footnoteReference(label: "z")])]),
      .footnote(label: "y", content: [.paragraph([.text("Y")])]),
      .footnote(label: "z", content: [.paragraph([.text("Z")])]),
      .paragraph([.footnoteReference(label: "y"), .footnoteReference(label: "x"), .footnoteReference(label: "y")]))
    #expect(page.all("a").filter { $0["role"] == "doc-noteref" }.map(\.text) == ["1", "2", "1", "3"])
    let back = page.all("a").filter { $0["role"] == "doc-backlink" }.compactMap { $0["href"] }
    #expect(back == ["#note-1-place", "#note-1-place-2", "#note-2-place", "#note-3-place"])
    #expect(Set(back.map { String($0.dropFirst()) }).isSubset(of: page.identifiers))
    #expect(page.all("section", class: "footnotes").first?.text.contains("Y") == true)
  }

  @Test("Inline values stand in the text; one that is missing is shown as its code")
  func values() throws {
    let notebook = Sample.notebook(
      [.paragraph([.inlineValue(0), .text(" "), .inlineValue(1)])], expressions: ["a", "b"])
    let record = Sample.record(notebook, values: ["<1>", nil])
    #expect(
      try Page(Report(notebook: notebook, record: record).html()).all("p").first { $0.text.contains("1") }?.text
        == "<1> b")
  }

  @Test("Swift is coloured by what it is; other languages are plain")
  func highlighting() {
    let html = Highlighting.highlight(swift: "@main let a: Int = f(\"x\\(1)\", Conv2D()) // c & d").markup
    for part in [
      "<span class=\"kw\">let</span>", "<span class=\"ty\">Int</span>", "<span class=\"nu\">1</span>",
      "<span class=\"ty\">Conv2D</span>", "<span class=\"co\">// c &amp; d</span>",
    ] {
      #expect(html.contains(part), "\(html)")
    }
    #expect(CodeBlock.html("let a = 1\n", language: "python").markup.contains("<code>let a = 1</code>"))
  }

  @Test(
    "Colouring changes no character of the code, even of code that does not parse",
    arguments: hostileTexts + ["f(", "\"\"\"", "}}", "é🎉 = #if"])
  func sameText(code: String) {
    let page = Page("<pre>" + Highlighting.highlight(swift: code).markup + "</pre>")
    #expect(page.mistakes == [])
    #expect(
      page.elements[0].text
        == Page("<pre>" + HTML(text: Escaping.showingDirectionControls(code)).markup + "</pre>").elements[0].text)
  }

  @Test(
    "The page's language and direction come from the notebook, if they are any",
    arguments: [
      ("de", "de", nil), ("pt-BR", "pt-BR", nil), ("ar", "ar", "rtl"), ("\"><b>", "en", nil), ("", "en", nil),
    ] as [(String, String, String?)])
  func language(tag: String, shown: String, direction: String?) throws {
    let notebook = Sample.notebook(matter: { $0.language = tag })
    let html = try #require(Page(Report(notebook: notebook, record: nil).html()).all("html").first)
    #expect(html["lang"] == shown && html["dir"] == direction)
  }

  @Test(
    "A link to a file leads from the report to the file beside the notebook",
    arguments: [
      ("/a/output", "other.md", "../notebooks/other.md"), ("/a/output", "../data/x.csv", "../notebooks/../data/x.csv"),
      ("/a/notebooks", "other.md", "other.md"), ("/a/output", "#part", "#part"), ("/a/output", "/x", "/x"),
      ("/a/output", "https://example.org/x", "https://example.org/x"),
      // Far from the notebook, the way to it would tell the names of somebody's folders.
      ("/elsewhere", "other.md", "other.md"), ("/a/b/c/d", "other.md", "other.md"),
    ])
  func linksToFiles(pageFolder: String, destination: String, address: String) throws {
    let link = MarkdownInline.link(destination: destination, title: "", content: [.text("there")])
    let notebook = Sample.notebook([.paragraph([link])], path: "/a/notebooks/x.md")
    let report = Report(
      notebook: notebook, record: Sample.record(notebook), options: .init(pageFolder: pageFolder))
    #expect(try Page(report.html()).all("a").contains { $0.text == "there" && $0["href"] == address })
    #expect(Link.way(from: "/a", to: "/a/my notes: 1") == "my%20notes%3A%201/")
  }
}
