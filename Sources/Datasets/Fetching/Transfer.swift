internal import Foundation
internal import Synchronization

#if canImport(FoundationNetworking)
internal import FoundationNetworking
#endif

/// What a fetch does and does not put up with.
struct FetchPolicy: Sendable {
  /// Whether a file may come from there; anything but https is refused, also where a server leads there.
  var allows: @Sendable (URL) -> Bool = { $0.scheme?.lowercased() == "https" }
  /// Below so many bytes a second for so many seconds, another mirror is asked.
  var slowRate = 200_000.0
  var slowSeconds = 30.0
  /// Without a byte for so many seconds, the connection is given up.
  var stallSeconds = 30.0
  /// Seconds before each new try where the last one brought nothing.
  var pauses = [1.0, 4.0]
  var maximumRedirects = 5
  /// Connections that were cut off after they had brought something.
  var maximumCuts = 200
}

/// One request for a file, from where it was cut off, into the file that holds the beginning.
final class Transfer: NSObject, URLSessionDataDelegate, Sendable {
  enum Outcome: Equatable, Sendable {
    case complete
    /// The connection ended too early: the same server may go on.
    case cut(String)
    /// The server has nothing from that place on: either all is here, or what is here is not its file.
    case nothingMore
    case slow
    /// This server does not have the file.
    case refused(String)
    case redirected(URL)
    /// The disk is full or so: no server can help.
    case stuck(String)
  }

  private struct State {
    var outcome: Outcome?
    var expected: Int?
    var tag: String?
    var lastByte = ContinuousClock.now
    /// Bytes received in the window that began then.
    var windowStart = ContinuousClock.now
    var windowBytes = 0
    var received = 0
    var continuation: CheckedContinuation<Void, Never>?
  }

  private let file: RemoteFile
  private let target: GrowingFile
  private let policy: FetchPolicy
  private let mayBeSlow: Bool
  private let start: Int
  private let started = ContinuousClock.now
  private let state = Mutex(State())

  /// - Parameter mayBeSlow: there is no other mirror to go to.
  init(_ file: RemoteFile, to target: GrowingFile, policy: FetchPolicy, mayBeSlow: Bool) {
    (self.file, self.target, self.policy, self.mayBeSlow) = (file, target, policy, mayBeSlow)
    start = target.count
  }

  /// The server's name for this version of the file, where it gives a strong one.
  var tag: String? { state.withLock { $0.tag } }
  var received: Int { state.withLock { $0.received } }

  /// Asks `address`; `tag`: what it called the version that the beginning is of.
  func run(_ address: URL, tag: String?) async -> Outcome {
    var request = URLRequest(url: address, cachePolicy: .reloadIgnoringLocalCacheData, timeoutInterval: 3600)
    request.setValue("identity", forHTTPHeaderField: "Accept-Encoding")
    request.setValue("cahier", forHTTPHeaderField: "User-Agent")
    if start > 0 {
      request.setValue("bytes=\(start)-", forHTTPHeaderField: "Range")
      if let tag { request.setValue(tag, forHTTPHeaderField: "If-Range") }
    }
    let configuration = URLSessionConfiguration.ephemeral
    configuration.httpShouldSetCookies = false
    configuration.urlCache = nil
    let session = URLSession(configuration: configuration, delegate: self, delegateQueue: nil)
    defer { session.invalidateAndCancel() }
    let task = session.dataTask(with: request)
    let watch = Task { await self.watch(task) }
    await withCheckedContinuation { continuation in
      state.withLock { $0.continuation = continuation }
      task.resume()
    }
    watch.cancel()
    return state.withLock { $0.outcome } ?? .cut("the connection ended")
  }

  /// Ends the request where nothing, or too little, arrives.
  private func watch(_ task: URLSessionDataTask) async {
    while !Task.isCancelled {
      try? await Task.sleep(for: .seconds(min(policy.stallSeconds, policy.slowSeconds, 1) / 4))
      let now = ContinuousClock.now
      let verdict = state.withLock { state -> Outcome? in
        if state.outcome != nil { return nil }
        if now - state.lastByte > .seconds(policy.stallSeconds) {
          return .cut("nothing came for \(Int(policy.stallSeconds.rounded(.up))) s")
        }
        guard now - state.windowStart > .seconds(policy.slowSeconds) else { return nil }
        let isSlow = Double(state.windowBytes) < policy.slowRate * policy.slowSeconds
        (state.windowStart, state.windowBytes) = (now, 0)
        return isSlow && !mayBeSlow ? .slow : nil
      }
      if let verdict {
        end(verdict)
        task.cancel()
      }
      report(isFinished: false)
    }
  }

  /// Under the lock, so that nothing is told after the end.
  private func report(isFinished: Bool) {
    let elapsed = started.duration(to: .now) / .seconds(1)
    state.withLock { state in
      guard isFinished || state.outcome == nil else { return }
      let rate = elapsed > 0 ? Double(state.received) / elapsed : 0
      let total = max(state.expected ?? file.bytes, start + state.received)
      FetchEnvironment.report(
        FetchProgress(
          file: file.name, received: start + state.received, total: total, bytesPerSecond: rate,
          secondsRemaining: rate > 0 ? Double(total - start - state.received) / rate : .infinity,
          isFinished: isFinished))
    }
  }

  /// The first verdict counts: cancelling brings another one.
  private func end(_ outcome: Outcome) { state.withLock { $0.outcome = $0.outcome ?? outcome } }

  func urlSession(
    _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
    newRequest request: URLRequest, completionHandler: @escaping @Sendable (URLRequest?) -> Void
  ) {
    // Followed by hand, so that every address is looked at and counted.
    if let url = request.url { end(.redirected(url)) } else { end(.refused("leads nowhere")) }
    completionHandler(nil)
  }

  func urlSession(
    _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
    completionHandler: @escaping @Sendable (URLSession.ResponseDisposition) -> Void
  ) {
    if let problem = problem(response as? HTTPURLResponse) {
      end(problem)
      completionHandler(.cancel)
    } else {
      completionHandler(.allow)
    }
  }

  /// What is wrong with an answer; `nil` where the file's bytes follow, from the right place on.
  private func problem(_ response: HTTPURLResponse?) -> Outcome? {
    guard let response else { return .refused("gave no answer of HTTP's") }
    func header(_ name: String) -> String? { response.value(forHTTPHeaderField: name) }
    let length = header("Content-Length").flatMap { Int($0) }
    switch response.statusCode {
    case 200:
      // From the beginning, whatever was asked for.
      if start > 0 { return restart(response, length) }
      state.withLock { $0.expected = length }
    case 206 where start > 0:
      let range = header("Content-Range")?.split { " -/".contains($0) }.map(String.init) ?? []
      guard range.count == 4, range[0] == "bytes", Int(range[1]) == start else {
        return .refused("sent another part than the one asked for")
      }
      state.withLock { $0.expected = Int(range[3]) ?? length.map { $0 + start } }
    case 416: return .nothingMore
    case 429, 500...599: return .cut("answered \(response.statusCode)")
    case 300..<400:
      guard let place = header("Location"), let url = URL(string: place, relativeTo: response.url)?.absoluteURL else {
        return .refused("answered \(response.statusCode)")
      }
      return .redirected(url)
    default: return .refused("answered \(response.statusCode)")
    }
    return unsuitable(response)
  }

  private func unsuitable(_ response: HTTPURLResponse) -> Outcome? {
    let expected = state.withLock { state in
      state.tag = response.value(forHTTPHeaderField: "ETag").flatMap { $0.hasPrefix("W/") ? nil : $0 }
      state.lastByte = .now
      return state.expected
    }
    if response.mimeType?.lowercased() == "text/html" { return .refused("answered with a web page") }
    if let expected, expected > 2 * file.bytes { return .refused("offers \(expected) bytes, far too many") }
    return nil
  }

  private func restart(_ response: HTTPURLResponse, _ length: Int?) -> Outcome? {
    if let problem = unsuitable(response) { return problem }
    target.empty()
    state.withLock { $0.expected = length }
    return nil
  }

  func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
    guard state.withLock({ $0.outcome }) == nil else { return }
    if target.count == 0, file.name.hasSuffix(".gz"), data.count >= 2, !data.starts(with: [0x1F, 0x8B]) {
      end(.refused("sent something else than a gzip file"))
      return dataTask.cancel()
    }
    guard target.count + data.count <= 2 * file.bytes else {
      end(.refused("sends far too many bytes"))
      return dataTask.cancel()
    }
    guard data.withUnsafeBytes({ target.append($0) }) else {
      end(.stuck("the disk takes no more"))
      return dataTask.cancel()
    }
    state.withLock { state in
      state.lastByte = .now
      state.windowBytes += data.count
      state.received += data.count
    }
  }

  func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
    let expected = state.withLock { $0.expected }
    if let error {
      end(.cut((error as? URLError).map(Self.words) ?? "the connection ended"))
    } else if let expected, target.count < expected {
      end(.cut("the connection ended"))
    } else {
      end(.complete)
    }
    if state.withLock({ $0.outcome }) == .complete { report(isFinished: true) }
    let continuation = state.withLock { state in
      defer { state.continuation = nil }
      return state.continuation
    }
    continuation?.resume()
  }

  private static func words(_ error: URLError) -> String {
    switch error.code {
    case .cannotFindHost, .dnsLookupFailed: "there is no such host, or no network"
    case .cannotConnectToHost: "nobody answers"
    case .timedOut: "it took too long"
    case .networkConnectionLost: "the connection ended"
    case .notConnectedToInternet: "there is no network"
    case .secureConnectionFailed, .serverCertificateUntrusted, .serverCertificateHasBadDate,
      .serverCertificateHasUnknownRoot:
      "its certificate is not trusted"
    default: "the connection failed (error \(error.code.rawValue))"
    }
  }
}
