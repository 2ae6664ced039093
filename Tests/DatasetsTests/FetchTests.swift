import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Datasets

/// Files from servers that do everything wrong: each ends in a whole verified file, or in one line.
@Suite struct FetchTests {
  /// Looks like gzip and is large enough to be cut anywhere.
  static let content: [UInt8] = {
    var random = SeededGenerator(9)
    return [0x1F, 0x8B] + (0..<300_000).map { _ in UInt8.random(in: 0...255, using: &random) }
  }()

  /// Short times, and loopback in place of https.
  static let policy: FetchPolicy = {
    var policy = FetchPolicy()
    policy.allows = { $0.host == "127.0.0.1" && $0.port != 80 }
    (policy.slowSeconds, policy.stallSeconds, policy.pauses) = (0.6, 0.4, [0.01, 0.02])
    return policy
  }()

  private func file(_ mirrors: [String]) -> RemoteFile {
    RemoteFile(
      path: "sets/data.tar.gz", mirrors: mirrors, bytes: Self.content.count,
      md5: Self.content.withUnsafeBytes { FileDigests(of: $0).md5 })
  }

  private let set = MissingSet(name: "The set", files: "data.tar.gz", address: "somewhere", content: "it")

  private func store(_ folder: String, offline: Bool = false) -> DataStore {
    DataStore(folders: DataFolders { ["CAHIER_CACHE": folder][$0] }, isOffline: offline, policy: Self.policy)
  }

  /// Fetches from the servers in turn and returns the error's line, or `nil` with the file in its place and sound.
  private func outcome(_ servers: [LoopbackServer], in folder: String) async throws -> String? {
    let path = folder + "/sets/data.tar.gz"
    do {
      let found = try await store(folder).fetch(file(servers.map { $0.address("data.tar.gz") }), for: set)
      #expect(found == path)
      #expect(try Array(Data(contentsOf: URL(filePath: path))) == Self.content)
      let names = try FileManager.default.contentsOfDirectory(atPath: folder + "/sets").sorted()
      #expect(names == ["data.tar.gz", "data.tar.gz.lock", "data.tar.gz.sha256"])
      return nil
    } catch {
      #expect(!FileManager.default.fileExists(atPath: path), "an unverified file lies under its final name")
      let line = "\(error)"
      #expect(!line.contains("\n") && line.hasPrefix("The set is not in ") && line.contains(" or set CAHIER_DATA to"))
      return line
    }
  }

  @Test(
    "A connection cut at 50 random places is resumed, and next to nothing is fetched twice", arguments: [true, false])
  func cuts(hasTags: Bool) async throws {
    let cuts = Mutex(50)
    let server = try LoopbackServer { request, _ in
      var answer = LoopbackServer.Answer.file(Self.content, request, tag: hasTags ? "\"v1\"" : nil)
      let left = cuts.withLock { cuts in
        defer { cuts -= 1 }
        return cuts
      }
      if left > 0 { answer.cut = Int.random(in: 1...2 * answer.body.count / (left + 1)) }
      return answer
    }
    try await withTemporaryFolder { folder in
      let line = try await outcome([server], in: folder)
      #expect(line == nil)
      #expect(server.requests.count == 51)
      #expect(server.sent <= Self.content.count + Self.content.count / 100)
      #expect(server.requests.last?.headers["if-range"] == (hasTags ? "\"v1\"" : nil))
    }
  }

  @Test("What an earlier process fetched is not fetched again")
  func laterProcess() async throws {
    let server = try LoopbackServer { request, _ in .file(Self.content, request) }
    try await withTemporaryFolder { folder in
      try FileManager.default.createDirectory(atPath: folder + "/sets", withIntermediateDirectories: true)
      try Data(Self.content[..<200_000]).write(to: URL(filePath: folder + "/sets/data.tar.gz.part"))
      let line = try await outcome([server], in: folder)
      #expect(line == nil)
      #expect(server.sent == Self.content.count - 200_000)
    }
  }

  struct Trouble: Sendable, CustomTestStringConvertible {
    var testDescription: String
    /// What the line says of the server; `nil`: it gives the file in the end.
    var line: String?
    var answer: @Sendable (LoopbackServer.Request, Int) -> LoopbackServer.Answer
  }

  static let troubles: [Trouble] = [
    Trouble(testDescription: "404", line: "answered 404") { _, _ in .init(status: 404) },
    Trouble(testDescription: "503 for ever", line: "answered 503") { _, _ in .init(status: 503) },
    Trouble(testDescription: "503 once") { request, number in number == 0 ? .init(status: 503) : .file(content, request)
    },
    Trouble(testDescription: "HTML with 200", line: "answered with a web page") { _, _ in
      .init(headers: ["Content-Type": "text/html; charset=utf-8"], body: Array("<html>Log in".utf8))
    },
    Trouble(testDescription: "HTML that calls itself gzip", line: "sent something else than a gzip file") { _, _ in
      .init(headers: ["Content-Type": "application/gzip"], body: Array("<html>Log in".utf8))
    },
    Trouble(testDescription: "other bytes", line: "sent a file with another MD5") { _, _ in
      .init(body: content.dropLast() + [content.last! ^ 1])
    },
    Trouble(testDescription: "too short a length", line: "sent a file with another MD5") { _, _ in
      .init(body: content, claimedLength: content.count - 1000)
    },
    Trouble(testDescription: "too long a length") { request, _ in
      var answer = LoopbackServer.Answer.file(content, request)
      if answer.status == 200 { answer.claimedLength = content.count + 1000 }
      return answer
    },
    Trouble(testDescription: "far too many bytes", line: "far too many") { _, _ in
      .init(body: content + content + content)
    },
    Trouble(testDescription: "ignores Range") { request, number in
      var answer = LoopbackServer.Answer(body: content)
      if number < 3 { answer.cut = 100_000 }
      return answer
    },
    Trouble(testDescription: "another part", line: "sent another part") { request, number in
      var answer = LoopbackServer.Answer.file(content, request)
      if number == 0 { answer.cut = 100_000 } else { answer.headers["Content-Range"] = "bytes 5-9/300002" }
      return answer
    },
    Trouble(testDescription: "the ETag changes") { request, number in
      if number == 0 {
        var answer = LoopbackServer.Answer.file(content.map { $0 &+ 0 }, request, tag: "\"old\"")
        answer.body = content.prefix(2) + content.dropFirst(2).map { ~$0 }
        answer.cut = 150_000
        return answer
      }
      return .file(content, request, tag: "\"new\"")
    },
    Trouble(testDescription: "changes without an ETag") { request, number in
      var answer = LoopbackServer.Answer.file(content, request, tag: nil)
      if number == 0 {
        answer.body = content.prefix(2) + content.dropFirst(2).map { ~$0 }
        answer.cut = 150_000
      }
      return answer
    },
    Trouble(testDescription: "stalls again and again") { request, number in
      var answer = LoopbackServer.Answer.file(content, request)
      if number < 3 { (answer.cut, answer.silence) = (50_000, 2) }
      return answer
    },
    Trouble(testDescription: "stalls once") { request, number in
      var answer = LoopbackServer.Answer.file(content, request)
      if number == 0 { (answer.cut, answer.silence) = (1000, 2) }
      return answer
    },
    Trouble(testDescription: "stalls for ever", line: "nothing came for") { request, _ in
      var answer = LoopbackServer.Answer.file(content, request)
      (answer.cut, answer.silence) = (0, 2)
      return answer
    },
    Trouble(testDescription: "redirects in a circle", line: "leads from one address to the next without end") {
      _, number in
      .init(status: 302, headers: ["Location": "/again\(number)"])
    },
    Trouble(testDescription: "redirects once") { request, number in
      number == 0 ? .init(status: 301, headers: ["Location": "/elsewhere"]) : .file(content, request)
    },
    Trouble(testDescription: "redirects to http", line: "leads to http://example.org, which is not secure") { _, _ in
      .init(status: 302, headers: ["Location": "http://example.org/data.tar.gz"])
    },
  ]

  @Test("Each trouble ends in the whole file or in one line", arguments: troubles)
  func trouble(_ trouble: Trouble) async throws {
    let server = try LoopbackServer(trouble.answer)
    try await withTemporaryFolder { folder in
      let line = try await outcome([server], in: folder)
      if let expected = trouble.line {
        #expect(
          line?.contains("data.tar.gz: " + expected) == true || line?.contains(expected) == true, "\(line ?? "fetched")"
        )
      } else {
        #expect(line == nil)
      }
    }
  }

  @Test("The next mirror is asked where one fails, and goes on where it was cut off")
  func mirrors() async throws {
    let missing = try LoopbackServer { _, _ in .init(status: 404) }
    let dying = try LoopbackServer { request, number in
      var answer = LoopbackServer.Answer.file(Self.content, request)
      if number == 0 { answer.cut = 100_000 } else { answer = .init(status: 503) }
      return answer
    }
    let good = try LoopbackServer { request, _ in .file(Self.content, request, tag: "\"other\"") }
    try await withTemporaryFolder { folder in
      let line = try await outcome([missing, dying, good], in: folder)
      #expect(line == nil)
      #expect(good.sent == Self.content.count - 100_000)
    }
  }

  @Test("A slow mirror is left for another one")
  func slow() async throws {
    let slow = try LoopbackServer { request, _ in
      var answer = LoopbackServer.Answer.file(Self.content, request)
      (answer.cut, answer.silence) = (1000, 5)
      return answer
    }
    let good = try LoopbackServer { request, _ in .file(Self.content, request) }
    try await withTemporaryFolder { folder in
      let path = folder + "/data"
      var policy = Self.policy
      policy.stallSeconds = 60
      let file = file([slow.address("a"), good.address("a")])
      try await FileFetcher(file: file, path: path, policy: policy) { _ throws(DatasetError) in }.fetch()
      #expect(try Array(Data(contentsOf: URL(filePath: path))) == Self.content)
      #expect(good.sent == Self.content.count - 1000)
    }
  }

  @Test("Several that want the same file fetch it once")
  func once() async throws {
    let server = try LoopbackServer { request, _ in .file(Self.content, request) }
    try await withTemporaryFolder { folder in
      let (store, file, set) = (store(folder), file([server.address("a")]), set)
      await withTaskGroup(of: String?.self) { group in
        for _ in 0..<4 { group.addTask { try? await store.fetch(file, for: set) } }
        for await path in group { #expect(path == folder + "/sets/data.tar.gz") }
      }
      #expect(server.requests.count == 1)
    }
  }

  @Test("Who wants to know is told how far a file is, how fast it comes and how long it will take")
  func progress() async throws {
    let server = try LoopbackServer { request, _ in .file(Self.content, request) }
    let told = Mutex<[FetchProgress]>([])
    FetchEnvironment.observe { progress in
      if progress.file == "told.gz" { told.withLock { $0.append(progress) } }
    }
    defer { FetchEnvironment.observe(nil) }
    try await withTemporaryFolder { folder in
      var file = file([server.address("a")])
      file.path = "told.gz"
      _ = try await store(folder).fetch(file, for: set)
    }
    let last = try #require(told.withLock { $0.last })
    #expect(last.isFinished && last.received == Self.content.count && last.total == last.received)
    #expect(last.bytesPerSecond > 0 && last.secondsRemaining == 0)
  }

  @Test("Two processes that want the same file fetch it once")
  func twoProcesses() async throws {
    try await withTemporaryFolder { folder in
      // Answers when both are here, so that one must wait for the other.
      let server = try LoopbackServer { request, _ in
        for _ in 0..<3000 where !["1", "2"].allSatisfy({ FileManager.default.fileExists(atPath: folder + "/" + $0) }) {
          usleep(10_000)
        }
        // The other one would ask now, were there nothing to hold it.
        usleep(500_000)
        return .file(Self.content, request)
      }
      let address = server.address("a")
      async let first: Void = fetchInProcess("1", address, folder)
      async let second: Void = fetchInProcess("2", address, folder)
      _ = try await (first, second)
      #expect(server.requests.count == 1 && server.sent == Self.content.count)
      #expect(try Array(Data(contentsOf: URL(filePath: folder + "/sets/data.tar.gz"))) == Self.content)
    }
  }

  /// Fetches in a process of its own, which leaves the file `name` before it begins.
  private func fetchInProcess(_ name: String, _ address: String, _ folder: String) async throws {
    await #expect(processExitsWith: .success) { [name, address, folder] in
      let tests = FetchTests()
      let file = tests.file([address])
      var store = tests.store(folder)
      (store.policy.stallSeconds, store.policy.slowSeconds) = (60, 60)
      try Data().write(to: URL(filePath: folder + "/" + name))
      let path = try await store.fetch(file, for: tests.set)
      guard path == folder + "/sets/data.tar.gz" else { exit(EXIT_FAILURE) }
    }
  }

  @Test("Offline nothing is asked for, and a file put there by hand is taken")
  func offline() async throws {
    let server = try LoopbackServer { request, _ in .file(Self.content, request) }
    try await withTemporaryFolder { folder in
      let (store, file) = (store(folder, offline: true), file([server.address("a")]))
      let error = await #expect(throws: DatasetError.self) { try await store.fetch(file, for: set) }
      let line = "\(try #require(error))"
      #expect(line.contains("and nothing is fetched offline."))
      #expect(server.requests.isEmpty)
      try Data(Self.content).write(to: URL(filePath: folder + "/data.tar.gz"))
      let path = try await store.fetch(file, for: set)
      #expect(path == folder + "/data.tar.gz")
      try store.verify(path, file)
      // The first sound file pins its SHA-256.
      #expect(try String(contentsOf: URL(filePath: path + ".sha256"), encoding: .utf8).hasSuffix("  data.tar.gz\n"))
      try Data("0000  data.tar.gz\n".utf8).write(to: URL(filePath: path + ".sha256"))
      #expect(throws: DatasetError.self) { try store.verify(path, file) }
    }
  }

  @Test("Only https is a way in, and the catalogue has nothing else")
  func secure() throws {
    let policy = FetchPolicy()
    func isAllowed(_ address: String) -> Bool? { URL(string: address).map(policy.allows) }
    #expect(isAllowed("HTTPS://example.org/a") == true)
    for address in ["http://example.org/a", "file:///etc/passwd", "ftp://example.org/a"] {
      #expect(isAllowed(address) == false)
    }
    let files =
      [RemoteFile.cifar10Binary, .cifar10Pickle, .cifar100Binary, .cifar100Pickle] + RemoteFile.mnist
      + RemoteFile.fashionMNIST
    for file in files {
      #expect(!file.mirrors.isEmpty && file.md5.count == 32 && file.sha256?.count ?? 64 == 64)
      for mirror in file.mirrors { #expect(isAllowed(mirror) == true) }
    }
  }
}
