internal import Foundation
public import Learning

/// What the process that trains a run tells those who wait for it, in the run's lock.
public struct RunOwner: Hashable, Codable, Sendable {
  public var process: Int
  public var host: String
  /// How far it is, newest report.
  public var progress: TrainingProgress?

  static func this(_ progress: TrainingProgress? = nil) -> RunOwner {
    RunOwner(process: thisProcess, host: thisHost, progress: progress)
  }

  /// `nil` where the bytes are none: half written, or not yet.
  init?(_ bytes: [UInt8]) {
    guard let owner = try? JSON.decoder().decode(Self.self, from: Data(bytes)) else { return nil }
    self = owner
  }

  init(process: Int, host: String, progress: TrainingProgress?) {
    self.process = process
    self.host = host
    self.progress = progress
  }

  var bytes: [UInt8] { (try? JSON.encoder().encode(self)).map(Array.init) ?? [] }
}
