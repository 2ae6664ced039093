import CellOutput
import Foundation
import Notebooks
import TestSupport
import Testing

@testable import Reports

/// Formulas and citations, with the real pandoc and without one.
@Suite struct TypesettingTests {
  private static let text = """
    ---
    title: T
    bibliography: refs.bib
    ---
    A loss $\\mathcal{L} = -\\sum_i y_i \\log \\hat{y}_i$ and $\\mathrm{Re}(z)$, as [@keras, p. 3] says.

    $$
    \\begin{aligned} a &= b \\\\ &> c \\end{aligned}
    $$ {#eq-a}

    Wrong: $\\nosuch{x}$; @nobody; see @eq-a.
    """

  private static let references = """
    @misc{keras, title={Keras <b>bold</b>}, author={Chollet, Fran{\\c c}ois}, year=2015, url={javascript:alert(1)}}
    """

  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(Self.references, to: "refs.bib")
  }

  private func notebook() throws -> Notebook {
    try Notebook(source: Self.text, path: folder["a.md"].path)
  }

  private func page(_ notebook: Notebook, with pandoc: Pandoc = Pandoc()) async throws -> (Page, [String]) {
    let typesetting = await Typesetting.of(notebook, with: pandoc)
    let report = Report(notebook: notebook, record: nil, typesetting: typesetting)
    return (Page(try report.html()), report.warnings.map { $0.message.replacing(notebook.path, with: "a.md") })
  }

  @Test("Formulas are MathML that keeps its TeX; equations are numbered")
  func mathematics() async throws {
    let (page, _) = try await page(notebook())
    let formulas = page.all("math")
    #expect(formulas.map { $0["display"] } == ["inline", "inline", "block"])
    #expect(formulas[0]["alttext"] == "\\mathcal{L} = -\\sum_i y_i \\log \\hat{y}_i")
    #expect(formulas[0].text.contains("ℒ"))
    // A single upright letter would be slanted without it.
    #expect(page.all("mi").filter { $0.text == "R" }.map { $0["mathvariant"] } == ["normal"])
    #expect(page.all("mtd").map { $0["class"] } == ["right", "left", "right", "left"])
    #expect(page.all("annotation").isEmpty && page.mistakes == [])
    #expect(page.withClass("equation-number").map(\.text) == ["(1)"])
    #expect(page.all("a", class: "reference").map(\.text) == ["Equation 1"])
    #expect(page.withClass("equation").first?["id"] == "eq-a")
  }

  @Test("Citations are resolved and lead to the works at the end; text of the bibliography stays text")
  func citations() async throws {
    let (page, _) = try await page(notebook())
    #expect(page.withClass("citation").first?.text == "(Chollet 2015, 3)")
    let works = page.all("li").filter { $0.parents.contains("section") }
    #expect(works.count == 1 && works[0]["id"] == "ref-keras")
    #expect(page.all("a").contains { $0["href"] == "#ref-keras" })
    #expect(works[0].text.contains("<b>bold</b>") || works[0].text.contains("bold"))
    #expect(!page.all("a").contains { $0["href"]?.hasPrefix("javascript") == true })
  }

  @Test("What pandoc does not understand is shown as written and told with its line")
  func warnings() async throws {
    let (page, warnings) = try await page(notebook())
    #expect(page.all("code", class: "tex").map(\.text) == ["\\nosuch{x}"])
    #expect(
      warnings == [
        "a.md:11: Pandoc does not understand the formula '\\nosuch{x}'. It is shown as it is written: check its TeX.",
        "a.md:11: The bibliography has no 'nobody'. Add it to refs.bib, or correct the key.",
      ])
  }

  @Test("Without pandoc everything is shown as written, and two lines say so")
  func withoutPandoc() async throws {
    let (page, warnings) = try await page(
      notebook(), with: Pandoc(program: "/nonexistent/pandoc"))
    #expect(page.all("math").isEmpty && page.all("code", class: "tex").count == 4)
    #expect(page.withClass("missing").map(\.text).contains("[@keras, p. 3]"))
    #expect(
      warnings == [
        "a.md:5: Formulas are shown as they are written, because pandoc is not installed. "
          + "Install it for typeset ones: apt-get install pandoc",
        "a.md:5: Citations are shown as they are written, because pandoc is not installed. "
          + "Install it for references: apt-get install pandoc",
      ])
  }

  @Test("A bibliography that is not there is found before anything runs")
  func missingBibliography() throws {
    let folder = try TemporaryFolder()
    let notebook = try Notebook(source: Self.text, path: folder["a.md"].path)
    #expect(
      Report.problems(in: notebook).map { $0.message.replacing(notebook.path, with: "a.md") }
        == ["a.md:3: There is no file 'refs.bib' to cite from. Its path starts at the notebook's folder."])
    #expect(Report.files(of: notebook) == [folder["refs.bib"].path])
  }

  @Test(
    "No formula becomes a tag, an attribute or an address",
    arguments: [
      "\\text{<script>alert(1)</script>}", "\\text{\" onclick=\"x}", "x</math><img src=x onerror=alert(1)>",
      "\\href{javascript:alert(1)}{x}", "\\style{color:red}{x}", "\\class{a}{x}", "\\unicode{x3c}", "\u{202e}x",
      "\\text{\u{1b}[31m}", "\\text{</p><script>1</script>}", "]]>", "<!--", "&lt;b&gt;", "\\text{>\u{301}<b>}",
      "\\begin{array}{c|c} <b> & \\\\ \\end{array}",
    ])
  func hostile(tex: String) async throws {
    let formula = Formula(tex: tex, isDisplay: false, line: 1)
    let notebook = Sample.notebook([.paragraph([.formula(formula), .text("after")])])
    let (page, _) = try await page(notebook)
    #expect(page.mistakes == [])
    for name in ["script", "img", "b", "iframe"] { #expect(page.all(name).isEmpty) }
    for element in page.elements where element.parents.contains("math") || element.name == "math" {
      #expect(element.attributes.allSatisfy { !$0.name.hasPrefix("on") && !["style", "href"].contains($0.name) })
    }
    #expect(page.text.contains("after"))
  }

  @Test("Markup that is not MathML is refused whole")
  func refused() {
    for markup in [
      "<math><script>1</script></math>", "<math><mi>x</mi>", "<p>x</p>", "<math></math><b>", "<math><mi onclick=x>",
      "<math><maction></maction></math>", "<math><mi>x</mo></math>",
    ] {
      #expect(MathML.html(markup[...], tex: "")?.markup == nil, "\(markup)")
    }
    #expect(
      MathML.html("<math style=\"color:red\" href=\"x\"><mi>x</mi></math>", tex: "x<")?.markup
        == "<math alttext=\"x&lt;\"><mi>x</mi></math>")
  }
}
