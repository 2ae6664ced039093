public import Foundation

/// A program that a test started, with its output going to files, so that no full pipe can ever stop it.
public final class ChildProgram: @unchecked Sendable {
  private let process = Process()
  private let name: String
  private let streams: TemporaryFolder

  /// Starts `executable`, which becomes the leader of a process group of its own.
  ///
  /// `environment` is laid over the test's own; a `nil` takes a variable away.
  public init(
    _ executable: URL, _ arguments: [String], in folder: URL, environment changes: [String: String?] = [:]
  ) throws {
    name = ([executable.lastPathComponent] + arguments).joined(separator: " ")
    streams = try TemporaryFolder()
    process.executableURL = executable
    process.arguments = arguments
    process.currentDirectoryURL = folder
    var environment = ProcessInfo.processInfo.environment
    for (name, value) in changes { environment[name] = value }
    process.environment = environment
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: streams.write("", to: "out"))
    process.standardError = try FileHandle(forWritingTo: streams.write("", to: "err"))
    try process.run()
  }

  deinit {
    if process.isRunning { signalGroup(SIGKILL) }
  }

  public var isRunning: Bool { process.isRunning }
  public var identifier: Int32 { process.processIdentifier }

  /// What it has written so far.
  public var standardOutput: String { read("out") }
  public var standardError: String { read("err") }

  /// Sends a signal to the program alone.
  public func signal(_ number: Int32) {
    kill(process.processIdentifier, number)
  }

  /// Sends a signal to the program and those it started, as a terminal does for Ctrl-C.
  public func signalGroup(_ number: Int32) {
    kill(-process.processIdentifier, number)
  }

  /// Waits for the end; past `seconds` the program is killed and an error says so.
  public func result(within seconds: Double) async throws -> ProgramResult {
    guard try await holds(within: seconds, { !self.process.isRunning }) else {
      signalGroup(SIGKILL)
      throw TookTooLong(program: name, seconds: seconds, standardError: standardError)
    }
    let signalled = process.terminationReason == .uncaughtSignal
    return ProgramResult(
      status: signalled ? 128 + process.terminationStatus : process.terminationStatus,
      standardOutput: standardOutput, standardError: standardError)
  }

  private func read(_ stream: String) -> String {
    String(decoding: (try? Data(contentsOf: streams[stream])) ?? Data(), as: UTF8.self)
  }
}

/// How a program ended and what it wrote.
public struct ProgramResult: Sendable, CustomStringConvertible {
  /// The exit status; 128 and the signal's number where one ended the program.
  public var status: Int32
  public var standardOutput: String
  public var standardError: String

  public var description: String {
    "status \(status)\n--- standard output\n\(standardOutput)--- standard error\n\(standardError)"
  }
}

/// A program did not end in the time that a test allows it.
public struct TookTooLong: Error, CustomStringConvertible {
  public var program: String
  public var seconds: Double
  public var standardError: String

  public var description: String {
    "`\(program)` still ran after \(Int(seconds)) seconds and was killed. Its standard error:\n\(standardError)"
  }
}

/// Waits until `condition` holds, looking a hundred times a second; false where it does not within `seconds`.
public func holds(within seconds: Double, _ condition: @Sendable () throws -> Bool) async throws -> Bool {
  let end = ContinuousClock.now + .seconds(seconds)
  while try !condition() {
    if ContinuousClock.now >= end { return false }
    try await Task.sleep(for: .milliseconds(10))
  }
  return true
}
