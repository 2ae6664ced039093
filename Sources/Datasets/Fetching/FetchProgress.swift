internal import Synchronization

/// How far a file's way into the cache is.
public struct FetchProgress: Hashable, Sendable {
  public var file: String
  /// Bytes that are here.
  public var received: Int
  /// Bytes in all, as the server or the catalogue says.
  public var total: Int
  public var bytesPerSecond: Double
  public var secondsRemaining: Double
  public var isFinished: Bool
}

/// Who wants to know how far a file is that data sets fetch.
public enum FetchEnvironment {
  private static let observer = Mutex<(@Sendable (FetchProgress) -> Void)?>(nil)

  /// Lets `body` be told some four times a second.
  public static func observe(_ body: (@Sendable (FetchProgress) -> Void)?) { observer.withLock { $0 = body } }

  static func report(_ progress: FetchProgress) { observer.withLock { $0 }?(progress) }
}
