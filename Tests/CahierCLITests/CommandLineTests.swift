import ArgumentParser
import CellOutput
import Foundation
import Notebooks
import Testing

@testable import CahierCLI

@Suite struct CommandLineTests {
  /// The exit status of an argument list that does not get as far as running.
  private func status(_ arguments: String...) -> Int32? {
    do {
      _ = try CahierCommand.parseAsRoot(arguments)
      return nil
    } catch {
      return ExitStatus.of(error)
    }
  }

  @Test("Wrong usage exits with 2, the version with 0")
  func statuses() {
    #expect(status("render") == 2)
    #expect(status("frobnicate") == 2)
    #expect(status("render", "a.md", "--no-such-option") == 2)
    #expect(status("render", "a.md", "b.md", "-o", "c.html") == 2)
    #expect(status("render", "a.md", "-o", "c.html", "--output-dir", "d") == 2)
    #expect(status("render", "a.md", "-o", "-", "--watch") == 2)
    #expect(status("render", "a.md", "-o") == 2)
    #expect(status("render", "a.md", "--retrain", "x", "--no-train") == 2)
    #expect(status("render", "a.md", "--no-execute", "--no-train") == 2)
    #expect(status("render", "--retrain") == 2)
    #expect(status("new") == 2)
    #expect(status("check") == 2)
    #expect(status("--version") == 0)
    #expect(status("render", "a.md", "b.md", "-P", "epochs:3", "-P", "name:a:b", "--quiet", "--figures", "f") == nil)
  }

  @Test("A first argument that is no command says what was meant")
  func misuse() {
    #expect(CahierCommand.misuse("rendr")?.errorDescription == "There is no command 'rendr'. Did you mean 'render'?")
    #expect(
      CahierCommand.misuse("frobnicate")?.errorDescription
        == "There is no command 'frobnicate'. The commands are render, check, new, why, runs, data, bundle, unbundle.")
    #expect(
      CahierCommand.misuse("my notes.md")?.errorDescription
        == "'my notes.md' is a notebook, not a command. Render it with: cahier render 'my notes.md'")
    for fine in [nil, "render", "check", "new", "help", "--version", "-h"] {
      #expect(CahierCommand.misuse(fine) == nil)
    }
  }

  @Test("The version and every subcommand's help can be read")
  func help() {
    #expect(CahierCommand.configuration.version == "cahier 0.1.0")
    for command in CahierCommand.configuration.subcommands.map({ $0.helpMessage() }) {
      #expect(command.contains("EXAMPLES"))
    }
    #expect(CahierCommand.helpMessage().contains("EXIT STATUS"))
  }

  @Test("Several files end with the worst of their statuses")
  func worst() {
    #expect(ExitStatus.worst([]) == 0)
    #expect(ExitStatus.worst([0, 1, 0]) == 1)
    #expect(ExitStatus.worst([1, 2, 0]) == 2)
    #expect(ExitStatus.interrupted(bySignal: SIGINT) == 130)
    #expect(ExitStatus.interrupted(bySignal: SIGTERM) == 143)
  }

  private func jobs(_ arguments: String...) throws -> [RenderJob] {
    try #require(RenderCommand.parseAsRoot(arguments) as? RenderCommand).jobs()
  }

  @Test("Parameters are split at their first colon")
  func parameters() throws {
    let command = try #require(
      RenderCommand.parseAsRoot(["a.md", "-P", "epochs:3", "-P", "title:a: b", "-Pempty:"]) as? RenderCommand)
    #expect(try command.overrides() == ["epochs": "3", "title": "a: b", "empty": ""])
  }

  @Test("Options reach every notebook's job")
  func options() throws {
    let jobs = try jobs("a.md", "b.md", "--no-execute", "--allow-errors", "-q", "--reproducible", "--figures", "f")
    #expect(jobs.map(\.notebook) == ["a.md", "b.md"])
    #expect(jobs.map(\.figureFolder) == ["f/a", "f/b"])
    let job = try #require(jobs.first)
    #expect(!job.executes && job.allowsErrors && job.isQuiet && job.isReproducible)
    #expect(try self.jobs("a.md", "--figures", "f").first?.figureFolder == "f")
  }

  @Test("'--retrain' takes labels or none, and leaves notebooks alone")
  func retraining() throws {
    #expect(try jobs("a.md").map(\.training) == [.auto])
    #expect(try jobs("a.md", "--retrain").map(\.training) == [.again(labels: [])])
    #expect(try jobs("a.md", "--retrain", "x, y").map(\.training) == [.again(labels: ["x", "y"])])
    #expect(try jobs("--retrain", "a.md").map(\.training) == [.again(labels: [])])
    #expect(try jobs("--retrain", "--quiet", "a.md").map(\.notebook) == ["a.md"])
    #expect(try jobs("a.md", "--no-train").map(\.training) == [.never])
    let notebook = try Notebook(source: "```{swift}\n//| label: train\n1\n```\n", path: "a.md")
    #expect(throws: CommandError.unknownLabel("tarin", notebook: "a.md", nearest: "train", known: ["train"])) {
      try Retraining.labels(["tarin"]).check(notebook)
    }
    try Retraining.labels(["train"]).check(notebook)
  }

  @Test("Input that cannot be rendered is one line")
  func wording() throws {
    let cases: [([String], String)] = [
      (["a.md", "-P", "x"], "'-P x' is not a parameter. Write it as name:value, such as '-P epochs:3'."),
      (["a.md", "-P", ":x"], "'-P :x' is not a parameter. Write it as name:value, such as '-P epochs:3'."),
      (["a.md", "-o", "./a.md"], "a.md: The report would replace the notebook. Give '-o' another name."),
      (
        ["a/x.md", "b/x.md", "--output-dir", "o"],
        "b/x.md: Its report would replace that of a/x.md, o/x.html. Render them one by one with '-o'."
      ),
    ]
    for (arguments, message) in cases {
      let command = try #require(RenderCommand.parseAsRoot(arguments) as? RenderCommand)
      do throws(CommandError) {
        _ = try command.jobs()
        Issue.record("no error for \(arguments)")
      } catch {
        #expect(error.localizedDescription == message)
      }
    }
  }

  @Test(
    "A report's place depends on the notebook",
    arguments: [
      ("/p/notebooks/x.md", nil, nil, "/p/output/x.html"), ("/p/x.md", nil, nil, "/p/output/x.html"),
      ("/p/q/../notebooks/x.md", nil, nil, "/p/output/x.html"), ("/notebooks/x.md", nil, nil, "/output/x.html"),
      ("/p/my notebooks/x.y.md", nil, nil, "/p/my notebooks/output/x.y.html"),
      ("/p/x.md", "/r/y.html", nil, "/r/y.html"),
      ("/p/x.md", nil, "/r/s/", "/r/s/x.html"),
    ] as [(String, String?, String?, String)])
  func places(notebook: String, output: String?, folder: String?, path: String) {
    #expect(OutputPlace(notebook: notebook, output: output, folder: folder) == .file(path))
  }

  @Test("A dash is standard output; paths near the current folder are shown as the user would type them")
  func shownPlaces() {
    #expect(OutputPlace(notebook: "x.md", output: "-", folder: nil) == .standardOutput)
    #expect(OutputPlace.shown("/p/output/x.html", from: "/p") == "output/x.html")
    #expect(OutputPlace.shown("/p/output/x.html", from: "/p/notebooks") == "../output/x.html")
    #expect(OutputPlace.shown("/p/output/x.html", from: "/p/a/b/c") == "/p/output/x.html")
    #expect(OutputPlace.shown("/pq/x.html", from: "/p") == "/pq/x.html")
    #expect(OutputPlace.shown("/x.html", from: "/") == "x.html")
  }

  @Test("Names are quoted where a shell would take them apart")
  func shellWords() {
    #expect(ShellWord.quoted("a/b-c_1.md") == "a/b-c_1.md")
    #expect(ShellWord.quoted("my net's.md") == "'my net'\\''s.md'")
  }
}
