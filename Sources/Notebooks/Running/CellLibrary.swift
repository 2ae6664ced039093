public import CellOutput
import Foundation

/// Where the `Cahier` library and its modules are, which cells are compiled against.
///
/// Two layouts are known, and they hold the same names. Installed, beside the command:
///
///     PREFIX/bin/cahier
///     PREFIX/lib/cahier/libCahier.so
///     PREFIX/lib/cahier/Modules/Cahier.swiftmodule, Learning.swiftmodule, …, Crypto.swiftmodule, …
///
/// and a build folder of the package manager, `.build/release` or `.build/debug`, in which the command itself lies.
/// `Modules` must hold every Swift module that `Cahier` is built on, however deep.
public struct CellLibrary: Hashable, Sendable {
  /// Holds the shared library.
  public var folder: String

  /// Takes the library in `folder`, without looking.
  public init(folder: String) {
    self.folder = folder
  }

  /// The library that belongs to the running command: in `../lib/cahier` from it, or beside it.
  public static func located() throws(Problem) -> CellLibrary {
    let command = URL(fileURLWithPath: Bundle.main.executablePath ?? CommandLine.arguments[0]).resolvingSymlinksInPath()
    return try located(besideCommandIn: command.deletingLastPathComponent().path)
  }

  /// As `located()`, for a command in `folder`.
  public static func located(besideCommandIn folder: String) throws(Problem) -> CellLibrary {
    let installed = URL(fileURLWithPath: folder).deletingLastPathComponent().appending(path: "lib/cahier").path
    for candidate in [installed, folder] where CellLibrary(folder: candidate).isComplete {
      return CellLibrary(folder: candidate)
    }
    throw RunError.missingLibrary(searched: [installed, folder]).problem(in: "cahier")
  }

  private var libraryPath: String { folder + "/libCahier.so" }
  private var modulesFolder: String { folder + "/Modules" }

  private var isComplete: Bool {
    [libraryPath, modulesFolder + "/Cahier.swiftmodule"].allSatisfy(FileManager.default.fileExists(atPath:))
  }

  /// C modules below the library. Swift insists that they exist when it reads a module that was built on them; nothing
  /// of them is visible to a cell, so that empty ones do, and no header has to be installed.
  private static let hiddenModules = [
    "CJPEG", "CKernels", "CPNG", "CZlib", "CCryptoBoringSSL", "CCryptoBoringSSLShims", "CXKCP", "CXKCPShims",
  ]

  /// The text of the module map that `moduleArguments` names.
  static var hiddenModuleMap: String { hiddenModules.map { "module \($0) {}\n" }.joined() }

  /// What swiftc needs to find the modules. `moduleMap`: a file that holds `hiddenModuleMap`.
  func moduleArguments(moduleMap: String) -> [String] {
    ["-I", modulesFolder, "-Xcc", "-fmodule-map-file=\(moduleMap)"]
  }

  /// What the linker needs to find the library, now and when the program runs.
  var linkArguments: [String] {
    ["-L", folder, "-lCahier", "-Xlinker", "-rpath", "-Xlinker", folder]
  }

  /// Changes whenever the library is built anew.
  var identity: String {
    [libraryPath, modulesFolder + "/Cahier.swiftmodule"].map(fileIdentity).joined(separator: "\n")
  }
}

/// A file's path, size and date: enough to notice that it was replaced.
func fileIdentity(_ path: String) -> String {
  let attributes = try? FileManager.default.attributesOfItem(atPath: path)
  let size = (attributes?[.size] as? NSNumber)?.int64Value ?? -1
  let date = (attributes?[.modificationDate] as? Date)?.timeIntervalSinceReferenceDate ?? 0
  return "\(path) \(size) \(date)"
}
