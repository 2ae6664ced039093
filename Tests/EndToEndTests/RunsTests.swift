import CellOutput
import Foundation
import TestSupport
import Testing

/// What was trained, seen and shared from outside.
@Suite("Runs and bundles")
struct RunsTests {
  private static let notebook = """
    ---
    title: Two nets
    params:
      rate: 0.001
    ---

    Some text, and a ![picture](pictures/tiny.png).

    ```{swift}
    //| label: first
    let shapes = Shapes(train: 24, test: 12)
    let model = try Sequential(input: [32, 32, 3], seed: 1) { Flatten(); Dense(10, activation: .softmax) }
    let history = try await model.fit(
      shapes.train, validation: shapes.test, epochs: 2, optimizer: .adam(learningRate: params.rate))
    history.curves(.loss)
    ```

    ```{swift}
    //| label: second
    let other = try Sequential(input: [32, 32, 3], seed: 2) { Flatten(); Dense(10, activation: .softmax) }
    try await other.fit(shapes.train, validation: shapes.test, epochs: 1)
    ```

    """

  private func rendered() async throws -> Workbench {
    let bench = try Workbench(notebook: Self.notebook)
    try bench.folder.write(Shared.tinyPicture, to: "pictures/tiny.png")
    let result = try await bench.cahier("render", "--reproducible", "notebook.md")
    #expect(result.status == 0, "\(result)")
    return bench
  }

  private func succeeded(_ bench: Workbench, _ arguments: String...) async throws -> String {
    let result = try await bench.tool.run(arguments, in: bench.folder.url)
    #expect(result.status == 0, "\(arguments): \(result)")
    return result.standardOutput
  }

  @Test("Runs are listed, shown, compared, exported and pruned")
  func runs() async throws {
    let bench = try await rendered()
    #expect(try await bench.cahier("render", "-P", "rate:0.01", "notebook.md").status == 0)
    let list = try await succeeded(bench, "runs").split(separator: "\n").map(String.init)
    #expect(list.count == 4 && list.dropFirst().allSatisfy { $0.contains("notebook.md") }, "\(list)")
    #expect(list.first?.hasPrefix("Run ") == true && list.count { $0.contains("first") } == 2, "\(list)")
    #expect(try await succeeded(bench, "runs", "list", "notebook.md").split(separator: "\n").count == 4)

    let shown = try await succeeded(bench, "runs", "show", "first")
    #expect(shown.contains("Learning rate") && shown.contains("0.01") && shown.contains("Val. accuracy"), "\(shown)")

    struct Listed: Decodable {
      struct Place: Decodable { var label: String? }
      var run: String
      var place: Place?
    }
    let json = try JSONDecoder().decode(
      [Listed].self, from: Data(await succeeded(bench, "runs", "list", "--json").utf8))
    #expect(json.count == 3)
    let first = json.filter { $0.place?.label == "first" }.map(\.run)
    try #require(first.count == 2)
    let compared = try await succeeded(bench, "runs", "compare", first[0], first[1], "-o", "compared.html")
    #expect(compared.contains("learning rate") && !compared.contains("batch size"), "\(compared)")
    let page = try Page(html: bench.folder.text(of: "compared.html"))
    #expect(page.text.contains("2 runs compared") && page.text.contains("Settings in which the runs differ."))

    _ = try await succeeded(bench, "runs", "export", "second", "-o", "net")
    #expect(
      bench.folder.files.filter { $0.hasPrefix("net/") }
        == ["net/history.csv", "net/history.json", "net/key.json", "net/weights.safetensors"])
    #expect(try bench.folder.text(of: "net/history.csv").split(separator: "\n").count == 2)
    let refused = try await bench.cahier("runs", "export", "second", "-o", "net")
    #expect(refused.status == 2 && refused.standardError == "net: This folder is not empty. Choose another one.\n")

    #expect(try await succeeded(bench, "runs", "prune", "--keep", "1", "--dry-run").contains("Would remove 1 run"))
    #expect(try await succeeded(bench, "runs").split(separator: "\n").count == 4)
    #expect(try await succeeded(bench, "runs", "prune", "--keep", "1").contains("Removed 1 run"))
    #expect(try await succeeded(bench, "runs").split(separator: "\n").count == 3)
    // What stays is whole: nothing is trained again.
    #expect(try await bench.cahier("render", "-P", "rate:0.01", "notebook.md").standardError.contains("reused"))
  }

  @Test("A bundle draws the same page on another machine, and its text can be edited there")
  func bundle() async throws {
    let bench = try await rendered()
    let page = try bench.folder.text(of: "output/notebook.html")
    _ = try await succeeded(bench, "bundle", "notebook.md", "-o", "nets.cahier")
    let elsewhere = try Workbench()
    try elsewhere.folder.write(Data(contentsOf: bench.folder["nets.cahier"]), to: "nets.cahier")
    _ = try await succeeded(elsewhere, "render", "--reproducible", "nets.cahier")
    #expect(try elsewhere.folder.text(of: "output/nets.html") == page)
    #expect(elsewhere.folder.files == ["nets.cahier", "output/nets.html"])

    #expect(try await succeeded(elsewhere, "unbundle", "nets.cahier").contains("--no-execute nets/notebook.md"))
    try elsewhere.folder.write(
      Self.notebook.replacingOccurrences(of: "Some text", with: "Other words"), to: "nets/notebook.md")
    _ = try await succeeded(elsewhere, "render", "--no-execute", "nets/notebook.md")
    let edited = try elsewhere.folder.text(of: "nets/output/notebook.html")
    #expect(edited.contains("Other words") && edited.contains("<svg"))
    // Its runs came along.
    let run = try await elsewhere.cahier("render", "nets/notebook.md")
    #expect(run.status == 0 && run.standardError.components(separatedBy: "reused").count == 3, "\(run)")
  }

  @Test("A bundle runs no cells, and what is none says so")
  func refused() async throws {
    let bench = try await rendered()
    _ = try await succeeded(bench, "bundle", "notebook.md")
    #expect(bench.folder.contains("output/notebook.cahier"))
    let retrain = try await bench.cahier("render", "output/notebook.cahier", "--retrain")
    #expect(retrain.status == 2 && retrain.standardError.contains("cahier unbundle output/notebook.cahier"))
    try bench.folder.write("no archive", to: "bad.cahier")
    let bad = try await bench.cahier("render", "bad.cahier")
    #expect(bad.status == 2 && bad.standardError.hasPrefix("bad.cahier: Not a sound bundle: "), "\(bad)")
    #expect(!bench.folder.contains("output/bad.html"))
    let unknown = try await bench.cahier("runs", "shw")
    #expect(unknown.status == 2 && unknown.standardError.contains("Did you mean 'cahier runs show'?"))
  }
}
