import ArgumentParser

/// The command's exit statuses.
enum ExitStatus {
  static let success: Int32 = 0
  static let cellFailed: Int32 = 1
  static let input: Int32 = 2

  /// Every mistake in the arguments is wrong usage, which sysexits.h numbers 64.
  static func of(_ error: any Error) -> Int32 {
    let code = CahierCommand.exitCode(for: error)
    return code == .validationFailure ? input : code.rawValue
  }

  /// What a shell reports of a program that a signal ended.
  static func interrupted(bySignal signal: Int32) -> Int32 { 128 + signal }

  /// The status of several files: an interruption outweighs all, then the input, then a cell.
  static func worst(_ statuses: [Int32]) -> Int32 { statuses.max() ?? success }
}
