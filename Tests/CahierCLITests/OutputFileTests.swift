import Foundation
import Notebooks
import Reports
import TestSupport
import Testing

@testable import CahierCLI

@Suite struct OutputFileTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func message(_ body: () throws -> Void) -> String? {
    do {
      try body()
      return nil
    } catch {
      return error.localizedDescription
    }
  }

  @Test("A file is replaced in one step, its folders made, and nothing else is left")
  func replaces() throws {
    let file = OutputFile(path: folder["a/b/page.html"].path)
    try file.prepare()
    try file.write(Data("one".utf8))
    try file.write(Data("two".utf8))
    #expect(try String(contentsOf: folder["a/b/page.html"], encoding: .utf8) == "two")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder["a/b"].path) == ["page.html"])
  }

  @Test("What is in the way is one line that says what to do")
  func obstacles() throws {
    try folder.write("x", to: "file")
    let inFile = folder["file/page.html"].path
    #expect(
      message { try OutputFile(path: inFile).prepare() }
        == "\(OutputPlace.shown(inFile)): Cannot be written. Its folder is a file.")
    #expect(
      message { try OutputFile(path: folder.path).prepare() }
        == "\(OutputPlace.shown(folder.path)): This is a folder. Give '-o' a file, or use '--output-dir' for a folder.")
    let missing = folder["missing/page.html"].path
    #expect(
      message { try OutputFile(path: missing).write(Data()) }
        == "\(OutputPlace.shown(missing)): Cannot be written. No such file or directory.")
  }

  @Test("A new notebook is written once, takes its title from its name, and is never overwritten")
  func starter() throws {
    let path = folder["sub/my-first_net.md"].path
    #expect(try Starter(name: folder["sub/my-first_net"].path).write() == path)
    let text = try String(contentsOfFile: path, encoding: .utf8)
    #expect(text.hasPrefix("---\ntitle: \"My first net\"\n"))
    #expect(
      message { _ = try Starter(name: path).write() }
        == "\(OutputPlace.shown(path)): There is a file already. Choose another name.")
    #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
    for name in ["", ".md", "a/", "..", "a\nb"] {
      #expect(message { _ = try Starter(name: name) }?.contains("is no name for a notebook") == true, "\(name)")
    }
  }

  @Test("The new notebook is one: its options, labels and references are in order")
  func starterParses() throws {
    for name in ["first", "say \"on\": \\ it's"] {
      let notebook = try Notebook(source: Starter(name: name).text, path: "first.md")
      #expect(notebook.frontMatter.title == name.prefix(1).uppercased() + name.dropFirst())
      #expect(notebook.cells.count == 5)
      #expect(Report.problems(in: notebook).isEmpty)
    }
  }
}
