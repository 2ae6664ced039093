import Foundation
import TestSupport

/// A pretended terminal, through util-linux's `script`.
enum Terminal {
  private static let script = URL(filePath: "/usr/bin/script")

  /// Elsewhere `script` has other options or is missing.
  static var isThere: Bool {
    #if os(Linux)
    FileManager.default.isExecutableFile(atPath: script.path)
    #else
    false
    #endif
  }

  /// Runs a program whose output is a terminal; both its streams come back as standard output.
  static func run(_ executable: URL, _ arguments: [String], in folder: URL) async throws -> ProgramResult {
    let command = ([executable.path] + arguments).map { "'\($0)'" }.joined(separator: " ")
    return try await ChildProgram(script, ["-qec", command, "/dev/null"], in: folder).result(within: 180)
  }
}
