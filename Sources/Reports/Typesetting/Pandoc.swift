internal import Subprocess

/// Runs pandoc, where it is installed.
struct Pandoc: Sendable {
  /// A name to be looked up in `PATH`, or a path.
  var program = "pandoc"

  struct Answer {
    let output: String
    /// What it warned of.
    let messages: String
  }

  enum Failure: Error {
    case missing
    /// What it said before it ended.
    case failed(String)
  }

  func run(_ arguments: [String], input: String) async throws(Failure) -> Answer {
    let executable: Executable = program.contains("/") ? .path(.init(program)) : .name(program)
    do {
      let result = try await Subprocess.run(
        executable, arguments: Arguments(arguments), input: .string(input), output: .string(limit: 1 << 26),
        error: .string(limit: 1 << 20))
      let messages = result.standardError
      guard result.terminationStatus.isSuccess else { throw Failure.failed(messages) }
      return Answer(output: result.standardOutput, messages: messages)
    } catch let failure as Failure {
      throw failure
    } catch {
      throw .missing
    }
  }
}
