import CellOutput
import Foundation
import Notebooks
import TestSupport
import Testing

@Suite("What is wrong with a notebook")
struct NotebookErrorTests {
  /// A notebook's text, what the command line overrides, and the one line that is the answer.
  struct Case: CustomTestStringConvertible, Sendable {
    var source: String
    var overrides: [String: String] = [:]
    var message: String
    var testDescription: String { message }
  }

  static let cases: [Case] = [
    Case(source: "", message: "n.md: The notebook is empty. 'cahier new NAME' writes one to start from."),
    Case(source: " \n\n", message: "n.md: The notebook is empty. 'cahier new NAME' writes one to start from."),

    // Front matter
    Case(
      source: "---\ntitle: x\n\ntext",
      message: "n.md:1: The front matter that begins here is never closed. End it with a line '---'."),
    Case(
      source: "---\ntitle: x\nauthor: a: b\n---\n",
      message: "n.md:3:10: The YAML cannot be read: mapping values are not allowed in this context. "
        + "Quote values that contain ': ' or begin with a special character."),
    Case(
      source: "---\n- a\n---\n", message: "n.md:2: The front matter must be lines of 'key: value'."),
    Case(
      source: "---\ntitel: x\n---\n",
      message: "n.md:2: The front matter has an unknown key 'titel'. Did you mean 'title'?"),
    Case(
      source: "---\ntitle: x\nflavour: y\n---\n", message: "n.md:3: The front matter has an unknown key 'flavour'."),
    Case(
      source: "---\nexecute:\n  ehco: false\n---\n",
      message: "n.md:3: The front matter has an unknown key 'ehco' under 'execute'. Did you mean 'echo'?"),
    Case(
      source: "---\nformat:\n  html:\n    toc-depht: 2\n---\n",
      message: "n.md:4: The front matter has an unknown key 'toc-depht' under 'html'. Did you mean 'toc-depth'?"),
    Case(
      source: "---\nexecute:\n  echo: maybe\n---\n", message: "n.md:3: 'echo' must be true or false, not 'maybe'."),
    Case(
      source: "---\nformat:\n  html:\n    toc-depth: 9\n---\n",
      message: "n.md:4: 'toc-depth' must be a number from 1 to 6, not '9'."),
    Case(
      source: "---\nformat:\n  html:\n    theme: cosmo\n---\n",
      message: "n.md:4: 'theme' must be one of auto, light, dark, not 'cosmo'."),
    Case(source: "---\ntitle: [a]\n---\n", message: "n.md:2: 'title' must be a text, not a list."),

    // Parameters
    Case(
      source: "---\nparams:\n  my-rate: 1\n---\n",
      message: "n.md:3: The parameter 'my-rate' cannot be a name in Swift. "
        + "Use letters, digits and '_', beginning with a letter."),
    Case(
      source: "---\nparams:\n  rates: [1, 2]\n---\n",
      message: "n.md:3: The parameter 'rates' needs a number, a text, true or false as its default."),
    Case(
      source: "---\nparams:\n  epochs: 3\n---\n", overrides: ["epoch": "1"],
      message: "n.md: The notebook has no parameter 'epoch'. Did you mean 'epochs'?"),
    Case(
      source: "---\nparams:\n  epochs: 3\n  images: 7\n---\n", overrides: ["rate": "1"],
      message: "n.md: The notebook has no parameter 'rate'. It has epochs, images."),
    Case(
      source: "text", overrides: ["rate": "1"],
      message: "n.md: The notebook has no parameter 'rate'. Its front matter has no 'params'."),
    Case(
      source: "---\nparams:\n  epochs: 3\n---\n", overrides: ["epochs": "2.5"],
      message: "n.md:3: The parameter 'epochs' is a whole number; '2.5' is not."),
    Case(
      source: "---\nparams:\n  quick: true\n---\n", overrides: ["quick": "2"],
      message: "n.md:3: The parameter 'quick' is true or false; '2' is not."),

    // Cells
    Case(
      source: "a\n\n```{swift}\nlet a = 1\n\ntext\n",
      message: "n.md:3: The code block that begins here is never closed. "
        + "End it with a line of as many backticks or tildes."),
    Case(
      source: "````swift\ncode\n```\n",
      message: "n.md:1: The code block that begins here is never closed. "
        + "End it with a line of as many backticks or tildes."),
    Case(
      source: "```{python}\n1\n```\n",
      message: "n.md:1: Cells in 'python' cannot be run; Cahier runs Swift. "
        + "Write ```python without braces to show the code."),
    Case(
      source: "```{swift, echo=false}\n1\n```\n",
      message: "n.md:1: The cell's first line has 'echo=false' after {swift. "
        + "Write options as '//| key: value' lines at the top of the cell."),
    Case(
      source: "```{swift}\n//| ehco: false\n1\n```\n",
      message: "n.md:2: There is no cell option 'ehco'. Did you mean 'echo'?"),
    Case(
      source: "```{swift}\n//| fig-subcap: x\n1\n```\n",
      message: "n.md:2: There is no cell option 'fig-subcap'. Did you mean 'fig-cap'?"),
    Case(
      source: "```{swift}\n//| layout: x\n1\n```\n",
      message: "n.md:2: There is no cell option 'layout'. The options are label, echo, eval, output, include, error, "
        + "warning, fig-cap, fig-alt, fig-width, fig-height, code-fold, code-summary, code-line-numbers, tbl-cap."),
    Case(
      source: "\n```{swift}\n//| label: a\n//| echo: 3\n1\n```\n",
      message: "n.md:4: 'echo' must be true or false, not '3'."),
    Case(
      source: "```{swift}\n//| fig-width: wide\n1\n```\n",
      message: "n.md:2: 'fig-width' must be a positive number, not 'wide'."),
    Case(
      source: "```{swift}\n//| label: fig loss\n1\n```\n",
      message: "n.md:2: The label 'fig loss' has characters that a reference cannot hold. "
        + "Use letters, digits, '-' and '_'."),
    Case(source: "```{swift}\n//| echo\n1\n```\n", message: "n.md:2: The cell options must be lines of 'key: value'."),
    Case(
      source: "```{swift}\n//| echo: true\n//| echo: false\n1\n```\n",
      message: "n.md:2: The YAML cannot be read: 'echo' is there twice. "
        + "Quote values that contain ': ' or begin with a special character."),

    // Labels and references
    Case(
      source: "```{swift}\n//| label: fig-a\n1\n```\n\n```{swift}\n//| label: fig-a\n1\n```\n",
      message: "n.md:6: The label 'fig-a' is taken: line 1 has it. Give one of them another name."),
    Case(
      source: "# One {#part}\n\n# Two {#part}\n",
      message: "n.md:3: The label 'part' is taken: line 1 has it. Give one of them another name."),
    Case(
      source: "See\n@fig-los.\n\n```{swift}\n//| label: fig-loss\n1\n```\n",
      message: "n.md:2: Nothing is labelled 'fig-los'. Did you mean '@fig-loss'?"),
    Case(
      source: "See @tbl-x.\n",
      message: "n.md:1: Nothing is labelled 'tbl-x'. Give a cell the option '//| label: tbl-x'."),
    Case(
      source: "A `{swift} ` here.\n",
      message: "n.md:1: The inline expression is empty. Write an expression after {swift}."),
    Case(
      source: String(repeating: ">", count: 200) + " deep\n",
      message: "n.md: Quotes and lists are nested more than 100 deep."),
  ]

  @Test("Each mistake is one line with the file, the place and the remedy", arguments: cases)
  func message(of example: Case) throws {
    let problem = #expect(throws: Problem.self) {
      try Notebook(source: example.source, path: "n.md", overriding: example.overrides)
    }
    #expect(problem?.message == example.message)
    #expect(problem?.message.contains("\n") == false)
  }

  @Test("Files that are no notebooks are told apart")
  func files() throws {
    let folder = try TemporaryFolder()
    func message(_ path: String) -> String? {
      #expect(throws: Problem.self) { try Notebook(contentsOf: path) }?.message
    }
    let missing = folder["missing.md"].path
    #expect(message(missing) == "\(missing): There is no such file. Check the path.")
    #expect(message(folder.path) == "\(folder.path): This is a folder, not a notebook. Name a Markdown file in it.")
    let binary = try folder.write(Data("text\né ".utf8) + [0xFF, 0x41], to: "binary.md").path
    #expect(
      message(binary)
        == "\(binary):2: The file is not UTF-8: byte 8 does not belong to any character. Save it as UTF-8.")
  }
}
