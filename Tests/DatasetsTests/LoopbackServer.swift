import Foundation
import Synchronization

/// A web server on this machine alone that answers each request as a test tells it, and counts what it sends.
final class LoopbackServer: Sendable {
  struct Request: Sendable {
    var path: String
    var headers: [String: String]

    /// The place that a `Range` asks to go on from.
    var rangeStart: Int? {
      headers["range"].flatMap { $0.hasPrefix("bytes=") ? Int($0.dropFirst(6).prefix { $0 != "-" }) : nil }
    }
  }

  struct Answer: Sendable {
    var status = 200
    var headers: [String: String] = [:]
    var body: [UInt8] = []
    /// What `Content-Length` says, where it is not the truth.
    var claimedLength: Int?
    /// After so many bytes of the body the connection ends …
    var cut: Int?
    /// … or falls silent for so many seconds first.
    var silence = 0.0
  }

  let port: UInt16
  private let socket: Int32
  private let bodyBytes = Mutex(0)
  private let log = Mutex<[Request]>([])

  /// Bytes of bodies that were sent.
  var sent: Int { bodyBytes.withLock { $0 } }
  var requests: [Request] { log.withLock { $0 } }

  func address(_ path: String) -> String { "http://127.0.0.1:\(port)/\(path)" }

  /// `answer` is told which request it is, from 0.
  init(_ answer: @escaping @Sendable (Request, Int) -> Answer) throws {
    let listener = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var place = sockaddr_in()
    place.sin_family = sa_family_t(AF_INET)
    place.sin_addr.s_addr = inet_addr("127.0.0.1")
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let port = withUnsafeMutablePointer(to: &place) { place in
      place.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        bind(listener, address, length)
        listen(listener, 64)
        getsockname(listener, address, &length)
      }
      return UInt16(bigEndian: place.pointee.sin_port)
    }
    (socket, self.port) = (listener, port)
    Thread.detachNewThread { [weak self] in
      var number = 0
      while true {
        let connection = accept(listener, nil, nil)
        guard connection >= 0 else { return }
        let (server, index) = (self, number)
        number += 1
        Thread.detachNewThread {
          server?.serve(connection) { answer($0, index) }
          close(connection)
        }
      }
    }
  }

  deinit {
    shutdown(socket, Int32(SHUT_RDWR))
    close(socket)
  }

  private func serve(_ connection: Int32, _ answer: (Request) -> Answer) {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while !bytes.suffix(4).elementsEqual("\r\n\r\n".utf8) {
      let count = recv(connection, &buffer, buffer.count, 0)
      guard count > 0 else { return }
      bytes += buffer[..<count]
    }
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\r\n")
    var request = Request(path: String(lines[0].split(separator: " ")[1]), headers: [:])
    for line in lines.dropFirst() {
      let parts = line.split(separator: ":", maxSplits: 1)
      if parts.count == 2 { request.headers[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces) }
    }
    log.withLock { $0.append(request) }
    let answer = answer(request)
    var head = "HTTP/1.1 \(answer.status) Status\r\nConnection: close\r\n"
    for (name, value) in answer.headers { head += "\(name): \(value)\r\n" }
    head += "Content-Length: \(answer.claimedLength ?? answer.body.count)\r\n\r\n"
    send(connection, Array(head.utf8))
    let body = Array(answer.body.prefix(answer.cut ?? answer.body.count))
    bodyBytes.withLock { $0 += body.count }
    send(connection, body)
    if answer.silence > 0 { usleep(UInt32(answer.silence * 1_000_000)) }
    // Everything sent arrives before the end does.
    shutdown(connection, Int32(SHUT_WR))
    _ = recv(connection, &buffer, buffer.count, 0)
  }

  private func send(_ connection: Int32, _ bytes: [UInt8]) {
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes {
        Glibc.send(connection, $0.baseAddress! + sent, bytes.count - sent, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return }
      sent += count
    }
  }
}

extension LoopbackServer.Answer {
  /// `content`, or the rest of it that is asked for, as a good server answers.
  static func file(_ content: [UInt8], _ request: LoopbackServer.Request, tag: String? = "\"1\"") -> Self {
    var answer = Self(headers: ["Content-Type": "application/gzip", "Accept-Ranges": "bytes"], body: content)
    if let tag { answer.headers["ETag"] = tag }
    guard let start = request.rangeStart, request.headers["if-range"].map({ $0 == tag }) ?? true else { return answer }
    guard start < content.count else {
      return Self(status: 416, headers: ["Content-Range": "bytes */\(content.count)"])
    }
    answer.status = 206
    answer.headers["Content-Range"] = "bytes \(start)-\(content.count - 1)/\(content.count)"
    answer.body = Array(content[start...])
    return answer
  }
}
