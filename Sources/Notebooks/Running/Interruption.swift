import Dispatch
import Foundation
import Synchronization

/// Runs `body` in a task that SIGINT (Ctrl-C), SIGTERM and SIGHUP cancel; a second signal ends the command at once.
///
/// - Returns: `body`'s value, and the signal that came.
public func withInterruption<Value: Sendable>(
  _ body: @escaping @Sendable () async throws -> Value
) async throws -> (value: Value, signal: Int32?) {
  let task = Task(operation: body)
  let handler = InterruptionHandler { task.cancel() }
  defer { handler.stop() }
  let value = try await task.value
  return (value, handler.signal)
}

/// Turns the signals that ask a command to end into calls, as long as it lives.
///
/// There can be one at a time: whoever calls `signal` takes away what another dispatch source has set up.
private final class InterruptionHandler: @unchecked Sendable {
  private static let signals = [SIGINT, SIGTERM, SIGHUP]
  /// `timeout`, for one, signals a command and then its group: what follows at once is the same request.
  private static let echo = Duration.milliseconds(300)

  private let sources: [any DispatchSourceSignal]
  private let first: FirstSignal

  /// `interrupt` is called at the first signal.
  init(interrupt: @escaping @Sendable () -> Void) {
    let queue = DispatchQueue(label: "cahier.interruption")
    let first = FirstSignal()
    self.first = first
    sources = Self.signals.map { number in
      Foundation.signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler {
        let earlier = first.state.withLock { state in
          defer { if state == nil { state = (number, .now) } }
          return state
        }
        guard let earlier else { return interrupt() }
        if .now - earlier.time > Self.echo { exit(128 + number) }
      }
      source.resume()
      return source
    }
  }

  var signal: Int32? { first.state.withLock { $0?.number } }

  func stop() {
    for source in sources { source.cancel() }
    for number in Self.signals { Foundation.signal(number, SIG_DFL) }
  }

  private final class FirstSignal: Sendable {
    let state = Mutex<(number: Int32, time: ContinuousClock.Instant)?>(nil)
  }
}
