import Dispatch
import Foundation

/// Runs `body` in a task that SIGINT (Ctrl-C), SIGTERM and SIGHUP cancel; a second signal ends the command at once.
public func withInterruption<Value: Sendable>(
  _ body: @escaping @Sendable () async throws -> Value
) async throws -> Value {
  let task = Task(operation: body)
  let handler = InterruptionHandler { task.cancel() }
  defer { handler.stop() }
  return try await task.value
}

/// Turns the signals that ask a command to end into calls, as long as it lives.
private final class InterruptionHandler: @unchecked Sendable {
  private static let signals = [SIGINT, SIGTERM, SIGHUP]
  private let sources: [any DispatchSourceSignal]

  /// `interrupt` is called at the first signal.
  init(interrupt: @escaping @Sendable () -> Void) {
    let queue = DispatchQueue(label: "cahier.interruption")
    let seen = Counter()
    sources = Self.signals.map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler {
        seen.value += 1
        if seen.value > 1 { exit(128 + number) }
        interrupt()
      }
      source.resume()
      return source
    }
  }

  func stop() {
    for source in sources { source.cancel() }
    for number in Self.signals { signal(number, SIG_DFL) }
  }

  /// Touched on one serial queue alone.
  private final class Counter: @unchecked Sendable { var value = 0 }
}
