public import CellOutput
import Foundation

/// Where the `Cahier` library and its modules are, which cells are compiled against.
///
/// Two layouts are known, and they hold the same names. Installed, beside the command:
///
///     PREFIX/bin/cahier
///     PREFIX/lib/cahier/libCahier.so
///     PREFIX/lib/cahier/Modules/Cahier.swiftmodule, Learning.swiftmodule, …
///     PREFIX/lib/cahier/CKernels.build/module.modulemap, …      where a Swift module needs a C module to be read
///
/// and a build folder of the package manager, `.build/release` or `.build/debug`, in which the command itself lies.
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

  /// What swiftc needs to find the modules.
  var moduleArguments: [String] {
    // A Swift module is read together with the C modules it was built on, though cells never see those.
    let maps = ["CKernels"].map { "\(folder)/\($0).build/module.modulemap" }
    let found = maps.filter(FileManager.default.fileExists(atPath:))
    return ["-I", modulesFolder] + found.flatMap { ["-Xcc", "-fmodule-map-file=\($0)"] }
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
