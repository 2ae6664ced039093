import CellOutput
@preconcurrency import Foundation

/// The cell program's side of the connection to the tool.
///
/// The tool hands over one end of a socket pair as standard input. Messages leave through it, and its end-of-file says
/// that the tool is gone, however it went: then the program ends too.
struct RecorderChannel {
  private let socket: Int32
  /// Copies of standard output and error, so that marks arrive even where a cell closes its own.
  private let streams: [Int32]
  private let token: String
  private var marks = 0
  private let encoder: JSONEncoder

  /// `nil` where the program was not started by the tool.
  static func connect() -> RecorderChannel? {
    guard let token = ProcessInfo.processInfo.environment[SequenceMark.tokenVariable] else { return nil }
    // The cells' own subprocesses must not learn it.
    unsetenv(SequenceMark.tokenVariable)
    let socket = duplicate(STDIN_FILENO)
    let streams = [duplicate(STDOUT_FILENO), duplicate(STDERR_FILENO)]
    guard socket >= 0, streams.allSatisfy({ $0 >= 0 }) else { return nil }
    replaceStandardInputByNothing()
    unbufferStandardStreams()
    endWithTool(socket)
    return RecorderChannel(socket: socket, streams: streams, token: token)
  }

  private init(socket: Int32, streams: [Int32], token: String) {
    self.socket = socket
    self.streams = streams
    self.token = token
    encoder = CellMessage.encoder
  }

  mutating func send(marked message: (_ mark: Int) -> CellMessage) {
    marks += 1
    let bytes = SequenceMark.bytes(number: marks, token: token)
    for stream in streams { writeAll(bytes, to: stream) }
    send(message(marks))
  }

  func send(_ message: CellMessage) {
    guard let data = try? encoder.encode(message) else { return }
    writeAll(data + [UInt8(ascii: "\n")], to: socket)
  }

  /// Waits on a thread of its own for the tool's end of the socket to close, which only happens with the tool's end.
  private static func endWithTool(_ socket: Int32) {
    Thread.detachNewThread {
      var byte: UInt8 = 0
      while true {
        let count = read(socket, &byte, 1)
        if count > 0 || (count < 0 && errno == EINTR) { continue }
        StopRequest.endWithTool()
      }
    }
  }
}

private func duplicate(_ descriptor: Int32) -> Int32 {
  fcntl(descriptor, F_DUPFD_CLOEXEC, 3)
}

private func replaceStandardInputByNothing() {
  let nothing = open("/dev/null", O_RDONLY)
  if nothing >= 0 {
    dup2(nothing, STDIN_FILENO)
    close(nothing)
  }
}

/// A trap loses what C's buffers hold, and text must stand between the marks where it was written.
private func unbufferStandardStreams() {
  setvbuf(stdout, nil, _IONBF, 0)
  setvbuf(stderr, nil, _IONBF, 0)
}

/// Writes everything, waiting for the reader where it must; gives up where the reader is gone.
private func writeAll(_ bytes: some Collection<UInt8>, to descriptor: Int32) {
  let bytes = Array(bytes)
  var written = 0
  while written < bytes.count {
    let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress! + written, bytes.count - written) }
    if count < 0, errno == EINTR || errno == EAGAIN { continue }
    if count <= 0 { return }
    written += count
  }
}
