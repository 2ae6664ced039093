import CellOutput

/// What a program writes to one stream, cut at its sequence marks.
struct MarkedStream {
  private let opening: [UInt8]
  /// Not yet searched to its end for a mark.
  private var unread: [UInt8] = []
  /// Since the last mark.
  private var current = CappedBytes()
  /// Complete pieces, each with the mark that ends it.
  private var pieces: [(mark: Int, bytes: CappedBytes)] = []
  private var lastMark = 0
  private var isEnded = false

  init(token: String) {
    opening = [0x1F] + Array("\(token):".utf8)
  }

  mutating func append(_ bytes: some Collection<UInt8>) {
    unread += bytes
    var rest = unread[...]
    while let start = rest.firstIndex(of: 0x1F) {
      current.append(rest[..<start])
      rest = rest[start...]
      switch mark(at: rest) {
      case .complete(let number, let end):
        pieces.append((number, current))
        lastMark = number
        current = CappedBytes()
        rest = rest[end...]
      case .unfinished:
        unread = Array(rest)
        return
      case .none:
        current.append(rest.prefix(1))
        rest = rest.dropFirst()
      }
    }
    current.append(rest)
    unread = []
  }

  /// Nothing more will come: what looked like the beginning of a mark is text, and every mark counts as reached.
  mutating func end() {
    current.append(unread)
    unread = []
    isEnded = true
  }

  func hasReached(_ mark: Int) -> Bool { lastMark >= mark || isEnded }

  /// Takes what was written before the mark of that number.
  mutating func take(upTo mark: Int) -> CappedBytes {
    var taken = CappedBytes()
    while let piece = pieces.first, piece.mark <= mark {
      taken.append(piece.bytes)
      pieces.removeFirst()
    }
    return taken
  }

  /// Takes everything that is left.
  mutating func takeRest() -> CappedBytes {
    var taken = take(upTo: .max)
    taken.append(current)
    current = CappedBytes()
    return taken
  }

  private enum Found {
    case none, unfinished
    case complete(number: Int, end: Int)
  }

  /// The mark that begins at the start of `bytes`, if one does.
  private func mark(at bytes: ArraySlice<UInt8>) -> Found {
    let count = min(bytes.count, opening.count)
    guard bytes.prefix(count).elementsEqual(opening.prefix(count)) else { return .none }
    guard bytes.count > opening.count else { return .unfinished }
    let rest = bytes.dropFirst(opening.count)
    guard let end = rest.firstIndex(of: 0x1F) else { return rest.count > 20 ? .none : .unfinished }
    guard let number = Int(String(decoding: rest[..<end], as: UTF8.self)) else { return .none }
    return .complete(number: number, end: end + 1)
  }
}

/// Bytes of which a huge amount keeps its beginning and its end.
struct CappedBytes {
  /// Bytes kept at each end: half a megabyte, more than a page can hold.
  static let limit = 512 << 10

  private var head: [UInt8] = []
  private var tail: [UInt8] = []
  private var dropped = 0

  mutating func append(_ bytes: some Collection<UInt8>) {
    let room = max(0, Self.limit - head.count)
    head += bytes.prefix(room)
    guard bytes.count > room else { return }
    tail += bytes.dropFirst(room)
    // Cut seldom, so that each byte is moved once or twice.
    if tail.count > 4 * Self.limit { cut() }
  }

  mutating func append(_ other: CappedBytes) {
    append(other.head)
    dropped += other.dropped
    append(other.tail)
  }

  private mutating func cut() {
    let excess = tail.count - Self.limit
    if excess > 0 {
      tail.removeFirst(excess)
      dropped += excess
    }
  }

  /// The text, with a line in the middle that says how much is missing.
  var text: String {
    var copy = self
    if copy.dropped > 0 || copy.tail.count > Self.limit { copy.cut() }
    guard copy.dropped > 0 else { return visibleText(copy.head + copy.tail) }
    return "\(visibleText(copy.head))\n… (\(copy.dropped) bytes left out) …\n\(visibleText(copy.tail))"
  }
}
