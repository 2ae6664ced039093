public import Foundation

/// Runs the real `cahier`, the one of the build folder that the tests lie in.
public struct CahierTool: Sendable {
  /// The command itself.
  public let executable: URL
  /// Every run's time limit, in seconds: far more than any run takes on a busy machine.
  public var limit = 180.0

  public init() throws {
    executable = try Repository.products().appending(path: "cahier")
  }

  /// Runs the command to its end.
  ///
  /// `environment` is laid over the test's own, without the user's settings for Cahier; a `nil` takes a variable away.
  public func run(
    _ arguments: String..., in folder: URL, environment: [String: String?] = [:]
  ) async throws -> ProgramResult {
    try await run(arguments, in: folder, environment: environment)
  }

  public func run(
    _ arguments: [String], in folder: URL, environment: [String: String?] = [:]
  ) async throws -> ProgramResult {
    try await Self.places.occupied {
      try await start(arguments, in: folder, environment: environment).result(within: limit)
    }
  }

  /// Starts the command and leaves it running.
  public func start(
    _ arguments: [String], in folder: URL, environment changes: [String: String?] = [:]
  ) throws -> ChildProgram {
    var environment: [String: String?] = [:]
    for name in ProcessInfo.processInfo.environment.keys where name.hasPrefix("CAHIER_") {
      environment[name] = .some(nil)
    }
    environment.merge(changes) { $1 }
    return try ChildProgram(executable, arguments, in: folder, environment: environment)
  }

  /// Compilers would only get into each other's way if every test started one at once.
  private static let places = LimitedPlaces(ProcessInfo.processInfo.activeProcessorCount)
}
