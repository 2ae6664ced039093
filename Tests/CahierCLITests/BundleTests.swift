import CellOutput
import Foundation
import TestSupport
import Testing

@testable import CahierCLI

@Suite("Bundles")
struct BundleTests {
  /// A notebook with a picture, a record and a run, as a render leaves them.
  private func workshop(picture: String = "pictures/a.png") throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write("# Title\n\n![A picture](\(picture))\n\n```{swift}\n1\n```\n", to: "nets/a.md")
    try folder.write(Data([0x89, 0x50]), to: "nets/pictures/a.png")
    try folder.write(Data([0x89, 0x50]), to: "outside.png")
    let note = TrainingNote(epochs: 1, stoppedEarly: false, run: "0123456789abcdef", volatile: nil)
    let cell = CellRecord(code: "1", status: .finished, outputs: [.training(note), .text("1")], seconds: nil)
    try folder.write("", to: "nets/.cahier/a/record.json")
    try Record(parameters: [:], cells: [cell], inlineValues: [], volatile: nil)
      .save(to: folder["nets/.cahier/a/record.json"].path)
    try folder.write("weights", to: "nets/.cahier/runs/0123456789abcdef/finished-000001.safetensors")
    try folder.write("half", to: "nets/.cahier/runs/0123456789abcdef/x.safetensors.new-17-1")
    try folder.write("", to: "nets/.cahier/runs/0123456789abcdef/lock")
    try folder.write("other", to: "nets/.cahier/runs/fedcba9876543210/key.json")
    return folder
  }

  @Test("A bundle holds the notebook, its record, its pictures and the runs it shows, and comes out as it went in")
  func roundTrip() throws {
    let folder = try workshop()
    let data = try NotebookBundle(packing: folder["nets/a.md"].path).data()
    #expect(try data == NotebookBundle(packing: folder["nets/a.md"].path).data())
    try folder.write(data, to: "a.cahier")
    let bundle = try NotebookBundle(contentsOf: folder["a.cahier"].path)
    let names = [
      "a.md", ".cahier/a/record.json", "pictures/a.png",
      ".cahier/runs/0123456789abcdef/finished-000001.safetensors",
    ]
    #expect(bundle.notebook == "a.md" && bundle.files.map(\.name) == names)
    try bundle.unpack(to: folder["out"].path)
    for name in names {
      #expect(try Data(contentsOf: folder["out/" + name]) == Data(contentsOf: folder["nets/" + name]))
    }
    #expect(throws: CommandError.self) { try bundle.unpack(to: folder["out"].path) }
  }

  @Test("The archive is one that tar reads")
  func tar() async throws {
    let folder = try workshop()
    try folder.write(NotebookBundle(packing: folder["nets/a.md"].path).data(), to: "a.cahier")
    let program = try ChildProgram(URL(filePath: "/bin/tar"), ["-xvf", "a.cahier", "-C", "nets"], in: folder.url)
    let result = try await program.result(within: 60)
    #expect(result.status == 0 && result.standardOutput.split(separator: "\n").count == 5, "\(result)")
    #expect(try folder.text(of: "nets/manifest.json").contains("\"notebook\" : \"a.md\""))
  }

  @Test("Every flipped byte is noticed")
  func flipped() throws {
    let folder = try workshop()
    let whole = try NotebookBundle(packing: folder["nets/a.md"].path).data()
    // The padding after a file belongs to nothing, as do a header's unused fields: what they hold never matters.
    for place in stride(from: 0, to: whole.count - 1024, by: 7) {
      var bytes = whole
      bytes[place] ^= 0x01
      try bytes.write(to: folder["b.cahier"])
      guard let bundle = try? NotebookBundle(contentsOf: folder["b.cahier"].path) else { continue }
      let original = try TarArchive.entries(in: whole).dropFirst()
      #expect(
        bundle.files.map(\.name) == original.map(\.name) && bundle.files.map(\.content) == original.map(\.content))
    }
  }

  @Test("A cut bundle, and files that are none, are refused")
  func truncated() throws {
    let folder = try workshop()
    let whole = try NotebookBundle(packing: folder["nets/a.md"].path).data()
    for length in [0, 1, 511, 512, 600, 1500, whole.count - 1025, whole.count - 1500] {
      try whole.prefix(length).write(to: folder["b.cahier"])
      #expect(throws: CommandError.self, "\(length)") { try NotebookBundle(contentsOf: folder["b.cahier"].path) }
    }
    try folder.write(String(repeating: "text ", count: 500), to: "b.cahier")
    #expect(throws: CommandError.self) { try NotebookBundle(contentsOf: folder["b.cahier"].path) }
  }

  @Test(
    "Paths that lead out of the folder, or to what another program would obey, are refused",
    arguments: [
      "../x", "/etc/x", "a/../../x", "a//b", "./x", "", "a\\b", "a\nb", "a\u{202E}b", ".git/config", "x/.ssh/config",
      ".cahier/a/programs/0/program", ".cahier/runs/0123456789abcdef/../x", ".cahier/runs/nothex0123456789/x",
      ".cahier/runs/record.json", ".cahier/runs/0123456789abcdef/.x", String(repeating: "x/", count: 200) + "x",
    ])
  func hostilePath(path: String) throws {
    #expect(!BundlePath.isAllowed(path))
    let folder = try TemporaryFolder()
    guard !path.isEmpty, path.utf8.count < 250 else { return }
    let manifest = """
      {"format": 1, "notebook": "a.md", "files": [
        {"path": "a.md", "bytes": 1, "sha256": "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"},
        {"path": \(String(decoding: try JSONEncoder().encode(path), as: UTF8.self)), "bytes": 1,
         "sha256": "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"}]}
      """
    let archive = try TarArchive.data(of: [
      .init(name: "manifest.json", content: Data(manifest.utf8)), .init(name: "a.md", content: Data("a".utf8)),
      .init(name: path, content: Data("a".utf8)),
    ])
    try archive.write(to: folder["b.cahier"])
    let error = #expect(throws: CommandError.self) { try NotebookBundle(contentsOf: folder["b.cahier"].path) }
    #expect(error?.errorDescription?.contains("which no bundle may have") == true)
  }

  @Test("Links, huge sizes, repeated and unlisted files are refused without being read")
  func hostileArchive() throws {
    let entry = TarArchive.Entry(name: "a", content: Data("a".utf8))
    #expect(throws: TarArchive.Fault.duplicate(name: "a")) {
      try TarArchive.entries(in: TarArchive.data(of: [entry, entry]))
    }
    func patched(_ field: Int, _ bytes: [UInt8]) throws -> Data {
      var data = try TarArchive.data(of: [entry])
      data.replaceSubrange(field..<field + bytes.count, with: bytes)
      data.replaceSubrange(148..<156, with: Array(repeating: 32, count: 8))
      let sum = data[..<512].reduce(0) { $0 + Int($1) }
      data.replaceSubrange(148..<154, with: Array(String(format: "%06o", sum).utf8))
      return data
    }
    #expect(try TarArchive.entries(in: patched(0, Array("b".utf8))).map(\.name) == ["b"])
    #expect(throws: TarArchive.Fault.truncated(name: "a")) {
      try TarArchive.entries(in: patched(124, Array("77777777777".utf8)))
    }
    for type in "123457xLg" {
      #expect(throws: TarArchive.Fault.self) { try TarArchive.entries(in: patched(156, [type.asciiValue!])) }
    }
    #expect(throws: TarArchive.Fault.self) { try TarArchive.entries(in: patched(124, Array("0000000000z".utf8))) }
    let folder = try TemporaryFolder()
    let manifest = Data(#"{"format": 1, "notebook": "a", "files": []}"#.utf8)
    try TarArchive.data(of: [.init(name: "manifest.json", content: manifest), entry]).write(to: folder["b.cahier"])
    #expect(throws: CommandError.self) { try NotebookBundle(contentsOf: folder["b.cahier"].path) }
  }

  @Test("A bundle of a newer format is refused by name")
  func newer() throws {
    let folder = try TemporaryFolder()
    let manifest = TarArchive.Entry(name: "manifest.json", content: Data(#"{"format": 2, "more": []}"#.utf8))
    try TarArchive.data(of: [manifest]).write(to: folder["b.cahier"])
    let path = folder["b.cahier"].path
    #expect(throws: CommandError.newerBundle(path, format: 2, supported: 1)) { try NotebookBundle(contentsOf: path) }
  }

  @Test("Long names are kept, and what lies outside the notebook's folder is not taken in")
  func names() throws {
    let long = String(repeating: "a", count: 90) + "/" + String(repeating: "ü", count: 49)
    let archive = try TarArchive.data(of: [.init(name: long, content: Data())])
    #expect(try TarArchive.entries(in: archive).map(\.name) == [long])
    #expect(throws: TarArchive.Fault.self) {
      try TarArchive.data(of: [.init(name: String(repeating: "a", count: 101), content: Data())])
    }
    let folder = try workshop(picture: "../outside.png")
    #expect(throws: CommandError.self) { try NotebookBundle(packing: folder["nets/a.md"].path) }
  }

  @Test("A notebook that has not been run says so")
  func notRun() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("Text.\n", to: "a.md").path
    #expect(throws: CommandError.notRunYet(path)) { try NotebookBundle(packing: path) }
  }
}
