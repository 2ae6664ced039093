import CellOutput
import Datasets
import Reports
import Synchronization

/// One line about a file on its way: a bar for a terminal, a sentence for a log when it is here.
final class FetchLine: Sendable {
  private let isOpen = Mutex(false)

  func show(_ progress: FetchProgress) {
    let note = FetchNote(
      file: progress.file, received: progress.received, total: progress.total, bytesPerSecond: progress.bytesPerSecond,
      secondsRemaining: progress.secondsRemaining, isFinished: progress.isFinished)
    if Terminal.isInteractive {
      Terminal.write("\r\u{1b}[2K" + Self.bar(note, width: Terminal.width))
      isOpen.withLock { $0 = true }
    } else if note.isFinished {
      Terminal.writeLine(Self.sentence(note))
    }
  }

  /// Ends an open line.
  func end() {
    let wasOpen = isOpen.withLock { isOpen in
      defer { isOpen = false }
      return isOpen
    }
    if wasOpen { Terminal.write("\n") }
  }

  /// Fits in `width` columns.
  static func bar(_ note: FetchNote, width: Int) -> String {
    let size = "\(Quantities.size(bytes: note.received)) of \(Quantities.size(bytes: note.total))"
    let rate = "\(Quantities.size(bytes: Int(max(note.bytesPerSecond, 0))))/s"
    let left = "\(Quantities.duration(seconds: note.secondsRemaining)) left"
    for words in [[size, rate, left], [size, left], [left]] {
      let text = words.joined(separator: "  ")
      let room = width - 1 - note.file.count - text.count - 4
      if room >= 8 {
        let share = note.total > 0 ? min(Double(note.received) / Double(note.total), 1) : 0
        return "\(note.file)  \(ProgressLine.drawing(of: share, length: min(room, 30)))  \(text)"
      }
    }
    return String(note.file.prefix(max(width - 1, 0)))
  }

  static func sentence(_ note: FetchNote) -> String {
    "Fetched \(note.file), \(Quantities.size(bytes: note.received)), "
      + "\(Quantities.size(bytes: Int(max(note.bytesPerSecond, 0))))/s"
  }
}
