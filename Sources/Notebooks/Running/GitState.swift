import Foundation
internal import Subprocess

/// The commit that a folder is at, as a report quotes it.
struct GitState {
  var commit: String
  var isClean: Bool

  /// `nil` where the folder is in no repository or there is no git.
  static func of(folder: String) async -> GitState? {
    guard let commit = await git(["rev-parse", "HEAD"], in: folder),
      let changes = await git(["status", "--porcelain", "--untracked-files=no"], in: folder)
    else { return nil }
    return GitState(commit: commit.trimmingCharacters(in: .whitespacesAndNewlines), isClean: changes.isEmpty)
  }

  private static func git(_ arguments: [String], in folder: String) async -> String? {
    let result = try? await Subprocess.run(
      .name("git"), arguments: .init(["-C", folder] + arguments), output: .string(limit: 1 << 20), error: .discarded)
    guard let result, result.terminationStatus.isSuccess else { return nil }
    return result.standardOutput
  }
}
