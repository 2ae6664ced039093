internal import Synchronization

/// A value computed once, when it is first asked for, from whichever thread.
final class Lazy<Value: Sendable>: Sendable {
  private let storage = Mutex<Value?>(nil)

  func value(_ compute: () -> Value) -> Value {
    storage.withLock { stored in
      if let stored { return stored }
      let value = compute()
      stored = value
      return value
    }
  }
}
