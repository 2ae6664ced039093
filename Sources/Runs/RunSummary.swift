public import struct Foundation.Date

/// What a list of runs says about one of them.
public struct RunSummary: Hashable, Codable, Sendable {
  /// The digest of the run's key; its folder has the first 16 digits for a name.
  public var run: String
  /// The name people know the run by, such as a cell's label.
  public var label: String?
  public var started: Date
  public var updated: Date
  /// How many were trained so far.
  public var epochs: Int
  public var isFinished: Bool
  /// Time spent training, without validation.
  public var seconds: Double
  /// Of the last epoch, 0...1.
  public var accuracy: Double?
  public var validationAccuracy: Double?
}
