public import Foundation

/// The checkout that the tests were built from.
public enum Repository {
  /// The folder of `Package.swift`.
  public static let root: URL = URL(filePath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The folder with real CIFAR-10 in its official layouts, where there is one.
  public static let realData: String? = ProcessInfo.processInfo.environment["CAHIER_TEST_DATA"]

  /// The folder that the running tests were built into, which holds the products.
  public static func products() throws -> URL {
    // The test program itself on Linux; on macOS a helper that is told where the bundle lies.
    let places = [Bundle.main.executablePath].compactMap(\.self) + CommandLine.arguments
    for place in places where place.hasPrefix("/") {
      var folder = URL(filePath: place)
      while folder.path != "/" {
        folder.deleteLastPathComponent()
        if FileManager.default.isExecutableFile(atPath: folder.appending(path: "cahier").path) { return folder }
      }
    }
    throw NoProducts(places: places)
  }

  /// No `cahier` stands beside the tests.
  public struct NoProducts: Error, CustomStringConvertible {
    public var places: [String]

    public var description: String {
      "There is no `cahier` beside the tests (\(places.joined(separator: ", "))). Build the whole package first."
    }
  }
}
