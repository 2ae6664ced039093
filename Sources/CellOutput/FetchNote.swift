/// How far a file is that a cell's data set fetches: what a progress bar shows.
public struct FetchNote: Hashable, Codable, Sendable {
  public var file: String
  /// Bytes that are here.
  public var received: Int
  /// Bytes in all.
  public var total: Int
  public var bytesPerSecond: Double
  public var secondsRemaining: Double
  public var isFinished: Bool

  public init(
    file: String, received: Int, total: Int, bytesPerSecond: Double, secondsRemaining: Double, isFinished: Bool
  ) {
    self.file = file
    self.received = received
    self.total = total
    self.bytesPerSecond = bytesPerSecond
    self.secondsRemaining = secondsRemaining
    self.isFinished = isFinished
  }
}
