import Foundation
import TestSupport
import Testing

/// A notebook that cannot be understood: one line says where and what to do, and nothing is written.
@Suite("Bad text")
struct BadTextTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var text: String
    /// What standard error is, whole, but for its line end.
    var message: String
    var arguments: [String] = []

    var testDescription: String { name }
  }

  static let cases = [
    Case(
      name: "broken front matter", text: "---\ntitle: A\nauthor: [B\n---\nText.\n",
      message: #"notebook\.md:[345](:\d+)?: The YAML cannot be read: .+"#),
    Case(
      name: "unclosed front matter", text: "---\ntitle: A\n\nText.\n",
      message: #"notebook\.md:1: The front matter that begins here is never closed\. End it with a line '---'\."#),
    Case(
      name: "unknown key", text: "---\ntitel: A\n---\nText.\n",
      message: #"notebook\.md:2: .*'titel'.* Did you mean 'title'\?"#),
    Case(
      name: "unclosed fence", text: "Text.\n\n```{swift}\n1 + 1\n",
      message: #"notebook\.md:3: The code block that begins here is never closed\. .+"#),
    Case(
      name: "unknown option", text: "Text.\n\n```{swift}\n//| fig-cpa: Loss\n1 + 1\n```\n",
      message: #"notebook\.md:4(:\d+)?: There is no cell option 'fig-cpa'\. Did you mean 'fig-cap'\?"#),
    Case(
      name: "wrong type of an option", text: "```{swift}\n//| echo: loud\n1 + 1\n```\n",
      message: #"notebook\.md:2(:\d+)?: 'echo' must be .+ not .+"#),
    Case(
      name: "duplicate labels", text: "```{swift}\n//| label: fig-a\n1\n```\n\n```{swift}\n//| label: fig-a\n2\n```\n",
      message: #"notebook\.md:6: The label 'fig-a' is taken: line 1 has it\. .+"#),
    Case(
      name: "reference to a missing label",
      text: "See @fig-los.\n\n```{swift}\n//| label: fig-loss\n1\n```\n",
      message: #"notebook\.md:1(:\d+)?: Nothing is labelled 'fig-los'\. Did you mean '@fig-loss'\?"#),
    Case(
      name: "unknown parameter", text: "---\nparams:\n  epochs: 3\n---\nText.\n",
      message: #"notebook\.md: .*no parameter 'epoch'\. Did you mean 'epochs'\?"#, arguments: ["-P", "epoch:4"]),
    Case(
      name: "parameter of the wrong type", text: "---\nparams:\n  epochs: 3\n---\nText.\n",
      message: #"notebook\.md(:3)?: .*'epochs' is a whole number; 'many' is not\."#, arguments: ["-P", "epochs:many"]),
    Case(
      name: "empty file", text: "", message: #"notebook\.md: The notebook is empty\. .+"#),
  ]

  @Test("One line names file, line and remedy; the status is 2 and nothing is written", arguments: cases)
  func badText(_ bad: Case) async throws {
    let bench = try Workbench(notebook: bad.text)
    try await expect(bad.message, from: bench, bad.arguments + ["notebook.md"], files: ["notebook.md"])
  }

  @Test("A missing file is named")
  func missingFile() async throws {
    try await expect(#"nothing\.md: There is no such file\. .+"#, from: Workbench(), ["nothing.md"], files: [])
  }

  @Test("A folder in place of a file is named")
  func folder() async throws {
    let bench = try Workbench(["sub.md/a.md": "A"])
    try await expect(
      #"sub\.md: This is a folder, not a notebook\. .+"#, from: bench, ["sub.md"], files: ["sub.md/a.md"])
  }

  @Test("A file that is not UTF-8 is refused")
  func encoding() async throws {
    let bench = try Workbench()
    try bench.folder.write(Data("Tr\u{e4}nen".unicodeScalars.map { UInt8($0.value) }), to: "notebook.md")
    try await expect(
      #"notebook\.md(:1(:\d+)?)?: The file is not UTF-8.+"#, from: bench, ["notebook.md"], files: ["notebook.md"])
  }

  @Test(
    "What the command line cannot mean is a usage error",
    arguments: [
      ["render"], ["render", "--no-such-option", "notebook.md"], ["render", "-P", "epochs", "notebook.md"],
      ["render", "-o", "one.html", "notebook.md", "notebook.md"], ["no-such-command"], ["new"], ["check"],
    ])
  func usage(arguments: [String]) async throws {
    let bench = try Workbench(notebook: "---\nparams:\n  epochs: 3\n---\nText.\n")
    let result = try await bench.tool.run(arguments, in: bench.folder.url)
    #expect(result.status == 2, "\(result)")
    #expect(result.standardError.split(separator: "\n").count >= 1 && result.standardOutput == "", "\(result)")
    #expect(bench.folder.files == ["notebook.md"])
  }

  /// Renders and expects status 2, `message` on standard error, and no file but `files`.
  private func expect(
    _ message: String, from bench: Workbench, _ arguments: [String], files: [String],
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let result = try await bench.tool.run(["render"] + arguments, in: bench.folder.url)
    #expect(result.status == 2, "\(result)", sourceLocation: sourceLocation)
    let line = result.standardError.trimmingCharacters(in: .newlines)
    #expect(try Regex("(Error: )?" + message).wholeMatch(in: line) != nil, "\(line)", sourceLocation: sourceLocation)
    #expect(result.standardOutput == "", sourceLocation: sourceLocation)
    #expect(bench.folder.files == files, sourceLocation: sourceLocation)
  }
}
