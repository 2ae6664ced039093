import CellOutput
import Foundation
import Notebooks
import TestSupport
import Testing

@testable import Reports

@Suite struct AssetTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func notebook(image source: String, styleSheet: String? = nil) -> Notebook {
    Sample.notebook(
      [.paragraph([.text("a")]), .paragraph([.image(source: source, title: "", alternative: "A cat")])],
      matter: { $0.html.styleSheet = styleSheet }, path: folder["a.md"].path,
      source: "---\ntitle: x\ncss: \(styleSheet ?? "")\n---\n\n![A cat](\(source))\n")
  }

  @Test("A picture becomes part of the page, whatever its name says it is")
  func embedded() throws {
    let png = Data([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3])
    try folder.write(png, to: "my pictures/cat.jpg")
    let notebook = notebook(image: "my%20pictures/cat.jpg")
    let image = try #require(Page(Report(notebook: notebook, record: nil).html()).all("img").first)
    #expect(image["src"] == "data:image/png;base64,\(png.base64EncodedString())")
    #expect(image["alt"] == "A cat")
    #expect(Report.files(of: notebook) == [folder["my pictures/cat.jpg"].path])
  }

  @Test("A picture with a label is a figure, numbered among the cells' own, as wide as it says")
  func numbered() throws {
    try folder.write(Data([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), to: "a.png")
    let text = """
      ```{swift}
      //| label: fig-first
      x
      ```

      ![Words *with* marks.](a.png){#fig-second width=40% fig-alt="A grey square"}

      ```{swift}
      //| label: fig-third
      y
      ```

      @fig-first @fig-second @fig-third
      """
    let notebook = try Notebook(source: text, path: folder["a.md"].path)
    let page = Page(try Report(notebook: notebook, record: nil).html())
    let image = try #require(page.all("img").first)
    #expect(image["alt"] == "A grey square" && image["class"] == "width-40" && image["style"] == nil)
    #expect(page.style.contains("img.width-40{width:40%}"))
    #expect(page.all("figcaption").map(\.text).contains("Figure 2 Words with marks."))
    #expect(page.all("figure").contains { $0["id"] == "fig-second" })
    let links = page.all("a").filter { $0["class"] == "reference" }
    #expect(links.map { $0["href"] } == ["#fig-first", "#fig-second", "#fig-third"])
    #expect(links.map(\.text) == ["Figure 1", "Figure 2", "Figure 3"])
  }

  @Test("A picture elsewhere is a link: a report fetches nothing")
  func remote() throws {
    let page = Page(try Report(notebook: notebook(image: "https://example.org/cat.png"), record: nil).html())
    #expect(page.all("img").isEmpty)
    #expect(page.all("a").contains { $0.text == "[A cat]" && $0["href"] == "https://example.org/cat.png" })
  }

  @Test(
    "What cannot be taken in is one line that names the place and the remedy",
    arguments: [
      ("none.png", "6: There is no picture at 'none.png'. Paths of pictures start at the notebook's folder."),
      ("folder", "6: 'folder' is not a file. Name a PNG, JPEG, GIF, WebP, AVIF or SVG file."),
      ("text.png", "6: 'text.png' is not a picture that browsers show. Use PNG, JPEG, GIF, WebP, AVIF or SVG."),
      ("big.png", "6: The picture 'big.png' has 5.0 MB. A report takes in pictures of up to 5.0 MB: make it smaller."),
    ])
  func problems(source: String, message: String) throws {
    try folder.write("not a picture", to: "text.png")
    try folder.write("x", to: "folder/x")
    try folder.write(Data(count: EmbeddedImage.sizeLimit + 1), to: "big.png")
    let notebook = notebook(image: source)
    #expect(Report.problems(in: notebook).map(\.message) == ["\(notebook.path):\(message)"])
    #expect(throws: Problem.self) { try Report(notebook: notebook, record: nil).html() }
  }

  @Test("The user's style sheet comes after the project's, under the same digest")
  func styleSheet() throws {
    try folder.write("h1 { color: teal }\r\n@import url(http://127.0.0.1/x.css);\r\n", to: "mine.css")
    var notebook = notebook(image: "https://example.org/", styleSheet: "mine.css")
    notebook.blocks.removeLast()
    let style = try Page(Report(notebook: notebook, record: nil).html()).style
    #expect(style.hasSuffix("h1 { color: teal }\n@import url(http://127.0.0.1/x.css);\n"))
    #expect(!style.contains("\r"))
  }

  @Test(
    "A style sheet that cannot be taken in is an error",
    arguments: [
      ("none.css", "3: The style sheet 'none.css' cannot be read. Its path starts at the notebook's folder."),
      ("end.css", "3: The style sheet 'end.css' contains '</style', which would end it. Remove it."),
      ("latin.css", "3: The style sheet 'latin.css' is not UTF-8. Save it as UTF-8."),
    ])
  func styleSheetProblems(name: String, message: String) throws {
    try folder.write("/* </STYLE > */", to: "end.css")
    try folder.write(Data([0x61, 0xe9, 0x62]), to: "latin.css")
    var notebook = notebook(image: "", styleSheet: name)
    notebook.blocks.removeLast()
    #expect(Report.problems(in: notebook).map(\.message) == ["\(notebook.path):\(message)"])
  }
}
