import Foundation
import TestSupport
import Testing

/// A notebook whose data is damaged, hostile or missing says so in one line, at the cell that asked for it.
@Suite("Damaged data")
struct DamagedDataTests {
  private static let notebook =
    "Text.\n\n```{swift}\nimport Cahier\nlet cifar = try await CIFAR10()\nprint(\"loaded\" + \"!\")\n```\n"
  private static let batchBytes = 10_000 * 3_073

  /// Binary batches of black aeroplanes, which take no room on the disk.
  private func batches(in folder: TemporaryFolder) throws {
    for name in (1...5).map({ "data_batch_\($0).bin" }) + ["test_batch.bin"] {
      let file = try folder.write("", to: "data/cifar-10-batches-bin/\(name)")
      try resize(file, to: Self.batchBytes)
    }
  }

  private func resize(_ file: URL, to bytes: Int) throws {
    let handle = try FileHandle(forWritingTo: file)
    try handle.truncate(atOffset: UInt64(bytes))
    try handle.close()
  }

  private func expect(
    _ message: String, from bench: Workbench, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let result = try await bench.cahier(
      "render", "notebook.md",
      environment: [
        "CAHIER_DATA": bench.folder["data"].path, "CAHIER_CACHE": bench.folder["cache"].path,
      ])
    #expect(result.status == 1, "\(result)", sourceLocation: sourceLocation)
    let pattern = try Regex("(Error: )?notebook\\.md:5(:\\d+)?: .*" + message + ".*")
    #expect(
      result.standardError.split(separator: "\n").contains { $0.wholeMatch(of: pattern) != nil }, "\(result)",
      sourceLocation: sourceLocation)
    #expect(try !bench.page().text.contains("loaded!"), sourceLocation: sourceLocation)
  }

  @Test("Whole batches load")
  func whole() async throws {
    let bench = try Workbench(notebook: Self.notebook)
    try batches(in: bench.folder)
    let result = try await bench.cahier(
      "render", "notebook.md", environment: ["CAHIER_DATA": bench.folder["data"].path])
    #expect(result.status == 0, "\(result)")
  }

  @Test("A truncated batch is named with its size")
  func truncated() async throws {
    let bench = try Workbench(notebook: Self.notebook)
    try batches(in: bench.folder)
    try resize(bench.folder["data/cifar-10-batches-bin/data_batch_3.bin"], to: Self.batchBytes - 100)
    try await expect(#"data_batch_3\.bin.*30729900"#, from: bench)
  }

  @Test("Label 255 is named with its place")
  func label() async throws {
    let bench = try Workbench(notebook: Self.notebook)
    try batches(in: bench.folder)
    let handle = try FileHandle(forWritingTo: bench.folder["data/cifar-10-batches-bin/data_batch_2.bin"])
    try handle.seek(toOffset: 7 * 3_073)
    try handle.write(contentsOf: Data([255]))
    try handle.close()
    try await expect(#"data_batch_2\.bin.*image 7 has label 255"#, from: bench)
  }

  @Test("A pickle that names os.system is refused, and nothing is run")
  func hostilePickle() async throws {
    let bench = try Workbench(notebook: Self.notebook)
    let pickle =
      Data("\u{80}\u{2}cos\nsystem\nU".unicodeScalars.map { UInt8($0.value) })
      + Data([12]) + Data("touch pwned!\u{85}R.".unicodeScalars.map { UInt8($0.value) })
    for name in (1...5).map({ "data_batch_\($0)" }) + ["test_batch"] {
      try bench.folder.write(pickle, to: "data/cifar-10-batches-py/\(name)")
    }
    try await expect(#"data_batch_1.*os[. ]system"#, from: bench)
    #expect(!bench.folder.files.contains { $0.contains("pwned") })
  }

  @Test("An empty folder says what to download and where to put it")
  func empty() async throws {
    let bench = try Workbench(notebook: Self.notebook)
    try bench.folder.write("", to: "data/readme")
    try await expect(#"cifar-10-binary\.tar\.gz.*CAHIER_DATA"#, from: bench)
  }
}
