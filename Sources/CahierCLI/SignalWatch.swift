import Dispatch
import Foundation
import Synchronization

/// Remembers which signal asked the command to end, for its exit status.
final class SignalWatch: Sendable {
  private let last: Mutex<Int32?> = Mutex(nil)
  private nonisolated(unsafe) let sources: [any DispatchSourceSignal]

  init() {
    sources = [SIGINT, SIGTERM, SIGHUP].map { DispatchSource.makeSignalSource(signal: $0, queue: .global()) }
    for source in sources {
      let number = Int32(source.handle)
      source.setEventHandler { [weak self] in self?.last.withLock { $0 = number } }
      source.resume()
    }
  }

  /// `status`, or 128 plus the signal's number where one came.
  func status(ending status: Int32) -> Int32 {
    last.withLock { $0 }.map(ExitStatus.interrupted) ?? status
  }
}
