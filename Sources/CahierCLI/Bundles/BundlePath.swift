/// Which paths a bundle may hold: they are written below a folder of the user's, and whoever made the bundle chose them.
enum BundlePath {
  /// Relative, without a way up, and nothing hidden that another program would take for its own settings: of hidden
  /// files only a record and a run's files.
  static func isAllowed(_ path: String) -> Bool {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    guard path.utf8.count <= 255, parts.allSatisfy(isName) else { return false }
    guard parts.contains(where: { $0.hasPrefix(".") }) else { return true }
    return isState(parts)
  }

  private static func isName(_ part: Substring) -> Bool {
    guard !part.isEmpty, part != ".", part != ".." else { return false }
    return part.unicodeScalars.allSatisfy { scalar in
      switch scalar.properties.generalCategory {
      // Control characters, and those that turn the direction of what is shown.
      case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned: false
      default: scalar != "\\"
      }
    }
  }

  /// `.cahier/NAME/record.json`, or `.cahier/runs/0123456789abcdef/FILE`.
  private static func isState(_ parts: [Substring]) -> Bool {
    guard parts.first == ".cahier", parts.dropFirst().allSatisfy({ !$0.hasPrefix(".") }) else { return false }
    if parts.count == 3 { return parts[1] != "runs" && parts[2] == "record.json" }
    guard parts.count == 4, parts[1] == "runs" else { return false }
    return parts[2].count == 16 && parts[2].allSatisfy { $0.isHexDigit && $0.isASCII && !$0.isUppercase }
  }
}
