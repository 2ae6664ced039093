import CellOutput
internal import Crypto
import Foundation
internal import Subprocess

/// Compiles woven programs and keeps them: an unchanged program is not compiled again.
struct ProgramCompiler {
  let library: CellLibrary
  let optimize: Bool
  /// Where programs are kept, one folder each, named by their key.
  let folder: String
  /// The notebook's path, for messages.
  let file: String
  private let compilerPath: String

  struct Outcome: Codable {
    var diagnostics: [CompilerDiagnostic]
    /// The executable; `nil` where the program does not compile or was only checked.
    var program: String?
    /// The compiler's version, such as `6.3.1`.
    var swift: String?
    var isReused = false
  }

  init(library: CellLibrary, optimize: Bool, folder: String, file: String) throws(Problem) {
    self.library = library
    self.optimize = optimize
    self.folder = folder
    self.file = file
    guard let path = Self.findCompiler() else { throw RunError.noCompiler.problem(in: file) }
    compilerPath = path
  }

  private static func findCompiler() -> String? {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    return folders.map { "\($0)/swiftc" }.first(where: FileManager.default.isExecutableFile(atPath:))
  }

  private var moduleMap: String { folder + "/hidden.modulemap" }

  private func writeModuleMap() throws(Problem) {
    try makeFolder(folder)
    if FileManager.default.contents(atPath: moduleMap) != Data(CellLibrary.hiddenModuleMap.utf8) {
      try write(CellLibrary.hiddenModuleMap, to: moduleMap)
    }
  }

  // Line tables are all that a backtrace needs; full debug information would double the time.
  private var languageArguments: [String] {
    [
      "-swift-version", "6", "-default-isolation", "MainActor", optimize ? "-O" : "-Onone", "-gline-tables-only",
      "-diagnostic-style", "llvm", "-no-color-diagnostics", "-module-name", "main",
    ] + library.moduleArguments(moduleMap: moduleMap)
  }

  // An error that reaches the top goes to the recorder, which keeps its own words.
  private var linkArguments: [String] {
    library.linkArguments + ["-Xlinker", "--wrap=swift_errorInMain"]
  }

  /// Type-checks `source` without making a program.
  func check(_ source: String) async throws(Problem) -> [CompilerDiagnostic] {
    let place = folder + "/check-\(ProcessInfo.processInfo.processIdentifier)"
    try makeFolder(place)
    defer { try? FileManager.default.removeItem(atPath: place) }
    try write(source, to: place + "/main.swift")
    try writeModuleMap()
    let text = try await run(["-typecheck"] + languageArguments + [place + "/main.swift"]).messages
    return CompilerDiagnostic.parse(text)
  }

  /// Makes the program of `source`, or takes the one that was made before.
  func compile(_ source: String) async throws(Problem) -> Outcome {
    let arguments = languageArguments + linkArguments
    let key = digest([source, fileIdentity(resolved(compilerPath)), library.identity] + arguments)
    let place = "\(folder)/\(key)"
    if let outcome = kept(in: place) { return outcome }
    try makeFolder(place)
    try writeModuleMap()
    let source = (path: place + "/main.swift", text: source)
    try write(source.text, to: source.path)
    let program = place + "/program"
    let unfinished = program + ".\(ProcessInfo.processInfo.processIdentifier)"
    async let version = version()
    let (succeeded, _, text) = try await run(arguments + [source.path, "-o", unfinished])
    var outcome = Outcome(diagnostics: CompilerDiagnostic.parse(text), program: nil, swift: await version)
    if succeeded {
      do {
        try? FileManager.default.removeItem(atPath: program)
        try FileManager.default.moveItem(atPath: unfinished, toPath: program)
        outcome.program = program
        try JSONEncoder().encode(outcome).write(to: URL(fileURLWithPath: place + "/outcome.json"), options: .atomic)
      } catch {
        throw RunError.unwritable(folder: place, reason: systemReason(error)).problem(in: file)
      }
      removeOthers(than: key)
    } else if !outcome.diagnostics.contains(where: { $0.severity == .error }) {
      // The linker speaks its own language, as does a compiler that crashed.
      let lines = text.split(separator: "\n")
      let line = lines.first { $0.contains("error:") } ?? lines.last ?? "no message"
      throw RunError.compilerFailed(reason: String(line)).problem(in: file, detail: text)
    }
    return outcome
  }

  private func kept(in place: String) -> Outcome? {
    guard let data = FileManager.default.contents(atPath: place + "/outcome.json"),
      var outcome = try? JSONDecoder().decode(Outcome.self, from: data), outcome.program != nil
    else { return nil }
    // The notebook's folder may have been moved since.
    outcome.program = place + "/program"
    outcome.isReused = true
    return FileManager.default.isExecutableFile(atPath: place + "/program") ? outcome : nil
  }

  /// Keeps the three newest programs: the notebook as it is, and two that a user may come back to.
  private func removeOthers(than key: String) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    let dated = names.filter { $0 != key && $0.count == key.count }.map { name in
      let attributes = try? FileManager.default.attributesOfItem(atPath: "\(folder)/\(name)")
      return (name: name, date: attributes?[.modificationDate] as? Date ?? .distantPast)
    }
    for old in dated.sorted(by: { $0.date > $1.date }).dropFirst(2) {
      try? FileManager.default.removeItem(atPath: "\(folder)/\(old.name)")
    }
  }

  /// `Swift version 6.3.1 (swift-6.3.1-RELEASE)` → `6.3.1`.
  private func version() async -> String? {
    let text = try? await run(["--version"]).output
    return text?.firstMatch(of: /Swift version (\S+)/).map { String($0.1) }
  }

  private func run(
    _ arguments: [String]
  ) async throws(Problem) -> (succeeded: Bool, output: String, messages: String) {
    // A driver that is stopped leaves its temporary files behind, and one that only checks does so every time. Not
    // beside the notebook: the driver traps on a path that is not ASCII.
    let temporary = FileManager.default.temporaryDirectory.appending(path: "cahier-\(UUID().uuidString)").path
    try makeFolder(temporary)
    defer { try? FileManager.default.removeItem(atPath: temporary) }
    var options = PlatformOptions()
    // The driver has children of its own, which must end with it.
    options.processGroupID = 0
    options.teardownSequence = [
      .send(signal: .terminate, toProcessGroup: true, allowedDurationToNextStep: .milliseconds(500))
    ]
    do {
      let result = try await Subprocess.run(
        .path(.init(compilerPath)), arguments: .init(arguments), environment: .inherit.updating(["TMPDIR": temporary]),
        platformOptions: options, output: .string(limit: 1 << 16), error: .bytes(limit: 16 << 20))
      if Task.isCancelled { throw CancellationError() }
      let messages = String(decoding: result.standardError, as: UTF8.self)
      return (result.terminationStatus.isSuccess, result.standardOutput, messages)
    } catch {
      if Task.isCancelled { throw RunError.interrupted.problem(in: file) }
      throw RunError.compilerFailed(reason: String(describing: error)).problem(in: file)
    }
  }

  private func makeFolder(_ path: String) throws(Problem) {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw RunError.unwritable(folder: path, reason: systemReason(error)).problem(in: file)
    }
  }

  private func write(_ text: String, to path: String) throws(Problem) {
    do {
      try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw RunError.unwritable(folder: path, reason: systemReason(error)).problem(in: file)
    }
  }

  private func resolved(_ path: String) -> String { URL(fileURLWithPath: path).resolvingSymlinksInPath().path }

  private func digest(_ parts: [String]) -> String {
    let digest = SHA256.hash(data: Data(parts.joined(separator: "\u{0}").utf8))
    return digest.prefix(8).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
  }
}
