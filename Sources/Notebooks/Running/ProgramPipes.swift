import Foundation

/// The three connections to a running cell program: its standard output and error, and the socket of its messages.
///
/// The one file with calls to the operating system that differ between Linux and others.
final class ProgramPipes: @unchecked Sendable {
  enum Source: CaseIterable { case output, error, messages }

  /// The program's ends; each is closed when the program has been started.
  let programInput: Int32
  let programOutput: Int32
  let programError: Int32
  private let output: Int32
  private let error: Int32
  private let messages: Int32
  private let wakeUp: (reader: Int32, writer: Int32)

  init() throws {
    let output = try Self.makePipe()
    let error = try Self.makePipe()
    var sockets: [Int32] = [0, 0]
    #if canImport(Glibc)
    let kind = Int32(SOCK_STREAM.rawValue)
    #else
    let kind = SOCK_STREAM
    #endif
    guard socketpair(AF_UNIX, kind, 0, &sockets) == 0 else { throw CocoaError(.fileReadUnknown) }
    for socket in sockets { _ = fcntl(socket, F_SETFD, FD_CLOEXEC) }
    (self.output, programOutput) = output
    (self.error, programError) = error
    (messages, programInput) = (sockets[0], sockets[1])
    wakeUp = try Self.makePipe()
  }

  deinit {
    for descriptor in [output, error, messages, wakeUp.reader, wakeUp.writer] { close(descriptor) }
  }

  private static func makePipe() throws -> (reader: Int32, writer: Int32) {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { throw CocoaError(.fileReadUnknown) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (ends[0], ends[1])
  }

  /// Hands on whatever arrives, on the calling thread, until every end is closed; once `programHasEnded` was called,
  /// until nothing more is there, for at most two seconds: a process that the cells left behind may keep the streams
  /// open, and write, for ever.
  func readAll(_ handle: (Source, ArraySlice<UInt8>) -> Void) {
    var open: [(source: Source, descriptor: Int32)] = [(.messages, messages), (.output, output), (.error, error)]
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    var hasEnded = false
    var deadline = ContinuousClock.now
    while !open.isEmpty {
      var polled = open.map { pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0) }
      if !hasEnded { polled.append(pollfd(fd: wakeUp.reader, events: Int16(POLLIN), revents: 0)) }
      let count = poll(&polled, nfds_t(polled.count), hasEnded ? 100 : -1)
      if count < 0, errno == EINTR { continue }
      if count <= 0 { return }
      if hasEnded, ContinuousClock.now > deadline { return }
      if !hasEnded, polled.last?.revents != 0 {
        hasEnded = true
        deadline = .now + .seconds(2)
      }
      for (index, end) in open.enumerated().reversed() where polled[index].revents != 0 {
        let count = read(end.descriptor, &buffer, buffer.count)
        if count > 0 {
          handle(end.source, buffer[..<count])
        } else if count == 0 || errno != EINTR {
          open.remove(at: index)
        }
      }
    }
  }

  func programHasEnded() {
    var byte: UInt8 = 0
    _ = write(wakeUp.writer, &byte, 1)
  }
}

/// Ends every process of the group that a cell program led.
func endProcessGroup(_ leader: pid_t) {
  kill(-leader, SIGKILL)
}

/// This machine's name, without asking the network.
func hostName() -> String {
  var name = [CChar](repeating: 0, count: 256)
  guard gethostname(&name, name.count - 1) == 0 else { return "" }
  return String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
}
