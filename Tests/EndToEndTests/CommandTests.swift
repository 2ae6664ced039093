import CellOutput
import Foundation
import TestSupport
import Testing

/// The command line: what it says, where it writes, how it ends.
@Suite("The command")
struct CommandTests {
  private static let simple = "# Hello\n\n```{swift}\nprint(\"six times seven is \\(6 * 7)\")\n```\n"

  @Test("It tells of every cell and ends with the report's place")
  func announcement() async throws {
    let bench = try Workbench(
      notebook: "# Hello\n\n```{swift}\n//| label: greet\nprint(1)\n```\n\n```{swift}\n2\n```\n")
    let result = try await bench.cahier("render", "notebook.md")
    #expect(result.status == 0)
    let lines = result.standardError.split(separator: "\n").map(String.init)
    #expect(lines.contains { $0.wholeMatch(of: /Cell 1\/2 'greet' … \d+\.\d s/) != nil }, "\(result)")
    #expect(lines.contains { $0.wholeMatch(of: /Cell 2\/2 … \d+\.\d s/) != nil }, "\(result)")
    #expect(result.standardOutput == "Output created: output/notebook.html\n")
  }

  @Test("With --quiet it says nothing but errors")
  func quiet() async throws {
    let bench = try Workbench(["good.md": Self.simple, "bad.md": "```{swift}\nlet x: Int = \"\"\n```\n"])
    let good = try await bench.cahier("render", "--quiet", "good.md")
    #expect(good.status == 0 && good.standardOutput == "" && good.standardError == "", "\(good)")
    let bad = try await bench.cahier("render", "--quiet", "bad.md")
    #expect(bad.status == 1 && bad.standardError.contains("bad.md:2:14: "), "\(bad)")
  }

  @Test("Report and state lie with the notebook, wherever the command is started")
  func places() async throws {
    let bench = try Workbench(["project/notebooks/a.md": Self.simple, "elsewhere/x": ""])
    let path = bench.folder["project/notebooks/a.md"].path
    func files() -> [String] { bench.folder.files.filter { !$0.contains("/.cahier/") } }
    var outcomes: [[String]] = []
    for (start, name) in [("project/notebooks", "a.md"), ("project", "notebooks/a.md"), ("elsewhere", path)] {
      let result = try await bench.tool.run(["render", name], in: bench.folder[start])
      #expect(result.status == 0, "\(result)")
      let report = try #require(files().first { $0.hasSuffix(".html") })
      #expect(bench.folder.contains("project/notebooks/.cahier/a/record.json"))
      outcomes.append(files())
      // The place is named as the starting folder sees it.
      let told = try #require(result.standardOutput.firstMatch(of: /Output created: (.*)\n/)).1
      #expect(
        URL(filePath: String(told), relativeTo: bench.folder[start + "/"]).standardizedFileURL.path
          == bench.folder[report].path)
      try FileManager.default.removeItem(at: bench.folder[report].deletingLastPathComponent())
    }
    #expect(Set(outcomes).count == 1, "\(outcomes)")
    #expect(outcomes[0] == ["elsewhere/x", "project/notebooks/a.md", "project/output/a.html"])
  }

  @Test("Cells run in the notebook's folder")
  func workingFolder() async throws {
    let bench = try Workbench([
      "deep/notebook.md":
        "```{swift}\nimport Foundation\ntry String(contentsOfFile: \"data.txt\", encoding: .utf8)\n```\n",
      "deep/data.txt": "beside the notebook",
    ])
    let result = try await bench.cahier("render", "deep/notebook.md")
    #expect(result.status == 0, "\(result)")
    #expect(
      try Record.load(from: bench.folder["deep/.cahier/notebook/record.json"].path).cells[0].outputs
        == [.text("beside the notebook")])
  }

  @Test("The report goes where -o and --output-dir say; to standard output with -")
  func output() async throws {
    let bench = try Workbench(notebook: Self.simple)
    #expect(try await bench.cahier("render", "-o", "some/where.html", "notebook.md").status == 0)
    let page = try bench.folder.text(of: "some/where.html")
    #expect(try await bench.cahier("render", "--output-dir", "reports", "notebook.md").status == 0)
    #expect(bench.folder.contains("reports/notebook.html"))
    #expect(!bench.folder.contains("output"))

    let piped = try await bench.cahier("render", "--reproducible", "-o", "-", "notebook.md")
    #expect(piped.status == 0)
    #expect(piped.standardOutput.hasPrefix("<!DOCTYPE html>") || piped.standardOutput.hasPrefix("<!doctype html>"))
    #expect(piped.standardOutput.trimmingCharacters(in: .newlines).hasSuffix("</html>"))
    #expect(Page(html: piped.standardOutput).text.contains("six times seven is 42"))
    #expect(Page(html: page).text.contains("six times seven is 42"))
    #expect(!bench.folder.contains("output"))
  }

  @Test("Several notebooks are rendered one after another; a failing one does not stop the others")
  func severalFiles() async throws {
    let bench = try Workbench([
      "a.md": Self.simple, "b.md": "```{swift}\nfatalError(\"no\")\n```\n", "c.md": Self.simple,
    ])
    let result = try await bench.cahier("render", "a.md", "b.md", "c.md")
    #expect(result.status == 1, "\(result)")
    #expect(try ["a", "c"].allSatisfy { try bench.page($0).text.contains("six times seven is 42") })
    #expect(bench.folder.contains("output/b.html"))
  }

  @Test("An unchanged notebook gives the same bytes and is not compiled again")
  func sameBytes() async throws {
    let bench = try Workbench(notebook: Self.simple)
    _ = try await bench.cahier("render", "--reproducible", "notebook.md")
    let first = try bench.page().html
    let programs = try Self.programs(in: bench.folder)
    #expect(!programs.isEmpty)
    _ = try await bench.cahier("render", "--reproducible", "notebook.md")
    #expect(try bench.page().html == first)
    #expect(try Self.programs(in: bench.folder) == programs)
  }

  /// When the executable files of a notebook's state were written.
  private static func programs(in folder: TemporaryFolder) throws -> [String: Date] {
    var dates: [String: Date] = [:]
    for name in folder.files
    where name.hasPrefix(".cahier/") && FileManager.default.isExecutableFile(atPath: folder[name].path) {
      dates[name] = try folder[name].resourceValues(forKeys: [.contentModificationDateKey]).contentModificationDate
    }
    return dates
  }

  @Test("With --no-execute the page is drawn from the record: new prose, old outputs, nothing run")
  func noExecute() async throws {
    let cell = """
      ```{swift}
      import Foundation
      let old = (try? String(contentsOfFile: "runs", encoding: .utf8)) ?? ""
      try (old + "x").write(toFile: "runs", atomically: true, encoding: .utf8)
      print("out" + "put")
      ```

      """
    let bench = try Workbench(notebook: "Old prose.\n\n" + cell)
    #expect(try await bench.cahier("render", "--reproducible", "notebook.md").status == 0)
    let page = try bench.page().html
    #expect(try await bench.cahier("render", "--reproducible", "--no-execute", "notebook.md").status == 0)
    #expect(try bench.page().html == page)

    try bench.folder.write("New prose.\n\n" + cell, to: "notebook.md")
    // No compiler is needed either.
    let result = try await bench.cahier("render", "--no-execute", "notebook.md", environment: ["PATH": "/nonexistent"])
    #expect(result.status == 0, "\(result)")
    let text = try bench.page().text
    #expect(text.contains("New prose.") && text.contains("output") && !text.contains("Old prose."))
    #expect(try bench.folder.text(of: "runs") == "x")
  }

  @Test("With --no-execute and no record, the page has the code alone and says so")
  func noRecord() async throws {
    let bench = try Workbench(notebook: Self.simple)
    let result = try await bench.cahier("render", "--no-execute", "notebook.md")
    #expect(result.status == 0, "\(result)")
    #expect(result.standardError == "notebook.md: It has not been run yet, so its report has no outputs.\n")
    let text = try bench.page().text
    #expect(text.contains("six times seven is \\(6 * 7)") && text.contains("This notebook has not been run"))
    #expect(!text.contains("is 42"))
  }

  @Test("In a terminal, training is one line that is drawn again and again", .enabled(if: Terminal.isThere))
  func progressBar() async throws {
    let bench = try Workbench(
      notebook: """
        ```{swift}
        //| label: train
        import Cahier
        let shapes = Shapes(train: 640, test: 100)
        let model = try Sequential(input: [32, 32, 3], seed: 1) { Flatten(); Dense(10, activation: .softmax) }
        try await model.fit(shapes.train, validation: shapes.test, epochs: 2)
        ```

        """)
    let log = try await bench.cahier("render", "notebook.md")
    #expect(
      log.standardError.matches(
        of: /Epoch \d\/2: loss .*, accuracy .*, validation loss .*, validation accuracy .*, .* images\/s/
      ).count == 2, "\(log)")
    #expect(!log.standardError.contains("\u{1b}"))

    try FileManager.default.removeItem(at: bench.folder[".cahier"])
    let result = try await Terminal.run(bench.tool.executable, ["render", "notebook.md"], in: bench.folder.url)
    #expect(result.status == 0, "\(result)")
    let bars = result.standardOutput.split(separator: "\r").filter { $0.contains("━") }
    #expect(bars.contains { $0.contains("Epoch 2/2") && $0.contains("left") }, "\(result)")
    #expect(result.standardOutput.contains("Cell 1/1 'train' … "))
    #expect(result.standardOutput.contains("Output created: output/notebook.html"))
  }

  @Test("With --figures every figure becomes a PNG and a PDF file, named by its label")
  func figures() async throws {
    let bench = try Workbench(
      notebook: """
        ```{swift}
        //| label: fig-bars
        import Cahier
        BarChart(categoryLabel: "Pet", valueLabel: "Count", bars: [.init(label: "cat", value: 3), .init(label: "dog", value: 2)])
        ```

        ```{swift}
        LineChart(xLabel: "x", panels: [.init(title: "y", yLabel: "y", series: [.init(name: "y", x: [0, 1], y: [1, 0])])])
        ```

        """)
    let result = try await bench.cahier("render", "--figures", "pictures", "notebook.md")
    #expect(result.status == 0, "\(result)")
    let files = bench.folder.files.filter { $0.hasPrefix("pictures/") }
    #expect(files.count == 4, "\(files)")
    #expect(files.contains("pictures/fig-bars.png") && files.contains("pictures/fig-bars.pdf"), "\(files)")
    for file in files {
      let beginning = try Data(contentsOf: bench.folder[file]).prefix(8)
      #expect(
        beginning.starts(with: file.hasSuffix(".png") ? [0x89, 0x50, 0x4E, 0x47] : Array("%PDF-".utf8)), "\(file)")
    }
  }

  @Test("With --watch a save renders again, until Ctrl-C")
  func watch() async throws {
    let bench = try Workbench(notebook: "First version.\n\n```{swift}\n1\n```\n")
    let program = try bench.start("render", "--watch", "notebook.md")
    func shows(_ text: String) async throws -> Bool {
      try await holds(within: 120) {
        ((try? bench.page().text.contains(text)) ?? false) || !program.isRunning
      }
    }
    #expect(try await shows("First version."))
    try bench.folder.write("Second version.\n\n```{swift}\n1\n```\n", to: "notebook.md")
    #expect(try await shows("Second version."))
    // A mistake is told, and the next save is still seen. An editor may replace the file rather than write to it.
    try bench.folder.write("Third version.\n\n```{swift}\n1\n", to: "notebook.md")
    #expect(try await holds(within: 120) { program.standardError.contains("never closed") || !program.isRunning })
    try bench.folder.write("Fourth version.\n\n```{swift}\n1\n```\n", to: "new.md")
    #expect(rename(bench.folder["new.md"].path, bench.folder["notebook.md"].path) == 0)
    #expect(try await shows("Fourth version."))
    #expect(program.isRunning, "\(program.standardError)")
    program.signalGroup(SIGINT)
    let result = try await program.result(within: 60)
    #expect(result.status == 130 || result.status == 0, "\(result)")
  }

  @Test("cahier new writes a notebook that renders, and never over another")
  func new() async throws {
    let bench = try Workbench()
    let result = try await bench.cahier("new", "mine")
    #expect(result.status == 0, "\(result)")
    #expect(bench.folder.files == ["mine.md"])
    let text = try bench.folder.text(of: "mine.md")
    #expect(try await bench.cahier("check", "mine.md").status == 0)
    let rendering = try await bench.cahier("render", "mine.md")
    #expect(rendering.status == 0, "\(rendering)")
    #expect(bench.folder.contains("output/mine.html"))

    for name in ["mine", "mine.md"] {
      let again = try await bench.cahier("new", name)
      #expect(again.status == 2, "\(again)")
      #expect(again.standardError.contains("mine.md"), "\(again)")
    }
    #expect(try bench.folder.text(of: "mine.md") == text)
  }

  @Test("cahier check finds every mistake without running or writing anything")
  func check() async throws {
    let bench = try Workbench([
      "good.md": "```{swift}\nimport Foundation\nFileManager.default.createFile(atPath: \"ran\", contents: nil)\n```\n",
      "bad.md": "```{swift}\nlet x: Int = \"one\"\n```\n\n```{swift}\nlet y: Bool = 2\n```\n",
      "unclosed.md": "```{swift}\n1\n",
    ])
    let good = try await bench.cahier("check", "good.md")
    #expect(good.status == 0, "\(good)")
    let bad = try await bench.cahier("check", "good.md", "bad.md")
    #expect(bad.status == 1, "\(bad)")
    let told = bad.standardError + bad.standardOutput
    #expect(told.contains("bad.md:2:14: ") && told.contains("bad.md:6:15: "), "\(bad)")
    // Nothing is left where programs put their temporary files either.
    try bench.folder.write("", to: "temporary/here")
    let clean = try await bench.cahier("check", "good.md", environment: ["TMPDIR": bench.folder["temporary"].path])
    #expect(clean.status == 0 && bench.folder.files.filter { $0.hasPrefix("temporary") } == ["temporary/here"])
    let unclosed = try await bench.cahier("check", "unclosed.md")
    #expect(unclosed.status == 2, "\(unclosed)")
    #expect(!bench.folder.contains("ran") && !bench.folder.contains("output"))
  }

  @Test("Installed under a prefix, it compiles and runs cells against the library there")
  func installed() async throws {
    let bench = try Workbench(
      notebook: """
        ```{swift}
        import Cahier
        Shapes(train: 20, test: 10).train.classBalance
        ```

        """)
    let install = try ChildProgram(
      Repository.root.appending(path: "scripts/install"),
      [bench.tool.executable.deletingLastPathComponent().path, bench.folder["prefix"].path], in: bench.folder.url)
    let installation = try await install.result(within: 60)
    #expect(installation.status == 0, "\(installation)")

    let cahier = try ChildProgram(
      bench.folder["prefix/bin/cahier"], ["render", "notebook.md"], in: bench.folder.url,
      environment: ["LD_DEBUG": "libs", "LD_DEBUG_OUTPUT": bench.folder["linker"].path])
    let result = try await cahier.result(within: 120)
    #expect(result.status == 0, "\(result)")
    #expect(try bench.record().cells[0].outputs.count == 1)
    #if os(Linux)
    // What the dynamic linker tells of every program started: the cells' found the library under the prefix alone.
    let found = try bench.folder.files.filter { $0.hasPrefix("linker.") }.map(bench.folder.text)
      .joined().matches(of: /calling init: (.*libCahier.so)/).map { String($0.1) }
    #expect(
      Set(found.map { URL(filePath: $0).standardizedFileURL.path }) == [
        bench.folder["prefix/lib/cahier/libCahier.so"].path
      ])
    #endif
  }

  @Test("Version and help answer")
  func help() async throws {
    let bench = try Workbench()
    let version = try await bench.cahier("--version")
    #expect(
      version.status == 0 && version.standardOutput.wholeMatch(of: /(cahier )?\d+\.\d+\.\d+\n/) != nil, "\(version)")
    let help = try await bench.cahier("--help")
    #expect(help.status == 0)
    for word in ["render", "check", "new", "USAGE"] { #expect(help.standardOutput.contains(word), "\(help)") }
    let render = try await bench.cahier("render", "--help")
    for option in [
      "--output", "--output-dir", "-P", "--no-execute", "--allow-errors", "--watch", "--quiet", "--figures",
      "--reproducible",
    ] {
      #expect(render.standardOutput.contains(option), "\(render)")
    }
  }
}
