import CellOutput
import Foundation

/// Where the `Cahier` library and its modules are, which cells are compiled against.
///
/// Two layouts are known. Installed, beside the command:
///
///     PREFIX/bin/cahier
///     PREFIX/lib/cahier/libCahier.so
///     PREFIX/lib/cahier/Modules/Cahier.swiftmodule, Learning.swiftmodule, …
///     PREFIX/lib/cahier/CKernels.build/module.modulemap, …      (C modules, where a module needs one)
///
/// and a build folder of the package manager, `.build/release` or `.build/debug`, which has the same names beside the
/// command itself.
public struct CellLibrary: Hashable, Sendable {
  /// Holds the shared library.
  public var folder: String

  public init(folder: String) {
    self.folder = folder
  }
}
