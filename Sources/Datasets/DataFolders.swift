/// Where data sets are looked for when a program names no folder.
struct DataFolders {
  /// The folder that `CAHIER_DATA` names, if it does.
  let data: String?
  let cache: String

  /// Reads a variable through `environment`, so that tests can have their own.
  init(environment: (String) -> String?) {
    data = environment("CAHIER_DATA").map { Self.expandingTilde($0, environment: environment) }
    if let folder = environment("CAHIER_CACHE") {
      cache = Self.expandingTilde(folder, environment: environment)
    } else if let folder = environment("XDG_CACHE_HOME") {
      cache = folder + "/cahier"
    } else {
      cache = (environment("HOME") ?? ".") + "/.cache/cahier"
    }
  }

  static var current: DataFolders { DataFolders(environment: OperatingSystem.environment) }

  var searched: [String] { [data, cache].compactMap(\.self) }

  /// Replaces a leading `~`, which only a shell would.
  static func expandingTilde(
    _ path: String, environment: (String) -> String? = OperatingSystem.environment
  ) -> String {
    guard path == "~" || path.hasPrefix("~/"), let home = environment("HOME") else { return path }
    return home + path.dropFirst()
  }
}
