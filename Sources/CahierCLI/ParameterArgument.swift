/// `-P name:value`, as `render` and `why` take it.
enum ParameterArgument {
  /// Names and values; the last of a name counts.
  static func overrides(_ arguments: [String]) throws(CommandError) -> [String: String] {
    var overrides: [String: String] = [:]
    for argument in arguments {
      guard let colon = argument.firstIndex(of: ":"), colon > argument.startIndex else { throw .parameter(argument) }
      overrides[String(argument[..<colon])] = String(argument[argument.index(after: colon)...])
    }
    return overrides
  }
}
