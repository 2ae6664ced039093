import Foundation
import Preview
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1))) struct FileWatcherTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  /// The names of the files that are told first after `change`.
  private func told(_ names: [String], after change: () async throws -> Void) async throws -> Set<String> {
    let changes = FileWatcher(paths: names.map { folder[$0].path }, quietTime: 0.05).changes()
    try await change()
    for await paths in changes { return Set(paths.map { URL(filePath: $0).lastPathComponent }) }
    return []
  }

  @Test("A file written in place is told")
  func inPlace() async throws {
    try folder.write("a", to: "a.md")
    try folder.write("b", to: "b.md")
    let told = try await told(["a.md", "b.md"]) { try Data("longer".utf8).write(to: folder["a.md"]) }
    #expect(told == ["a.md"])
  }

  @Test("A file that another one is renamed over is told, twice over")
  func renamed() async throws {
    try folder.write("a", to: "a.md")
    let changes = FileWatcher(paths: [folder["a.md"].path], quietTime: 0.05).changes()
    var count = 0
    try Data("first".utf8).write(to: folder["a.md"], options: .atomic)
    for await _ in changes {
      count += 1
      if count == 2 { break }
      try Data("second".utf8).write(to: folder["a.md"], options: .atomic)
    }
    #expect(count == 2)
  }

  @Test("An editor that moves the file away and writes a new one is told once, when the new one is there")
  func movedAway() async throws {
    try folder.write("a", to: "a.md")
    let told = try await told(["a.md"]) {
      try FileManager.default.moveItem(at: folder["a.md"], to: folder["a.md~"])
      try await Task.sleep(for: .milliseconds(150))
      try folder.write("new", to: "a.md")
    }
    #expect(told == ["a.md"])
    #expect(try String(contentsOf: folder["a.md"], encoding: .utf8) == "new")
  }

  @Test("A file that appears is told")
  func appears() async throws {
    #expect(try await told(["later.css"]) { try folder.write("x", to: "later.css") } == ["later.css"])
  }

  @Test("Other files of the folder are not told, and a cancelled reader ends")
  func others() async throws {
    try folder.write("a", to: "a.md")
    let changes = FileWatcher(paths: [folder["a.md"].path], quietTime: 0.02).changes()
    let reader = Task {
      var count = 0
      for await _ in changes { count += 1 }
      return count
    }
    try folder.write("x", to: "other.html")
    try await Task.sleep(for: .milliseconds(200))
    reader.cancel()
    #expect(await reader.value == 0)
  }
}
