import Foundation

/// What the runtime says when a program traps: its message on standard error, and a backtrace in a file.
struct CrashReport: Equatable {
  /// Such as `Index out of range`; `nil` where the runtime gave none.
  var message: String?
  /// What the cell had written to standard error before.
  var textBefore: String
  /// The innermost frame within the notebook, 1-based.
  var line: Int?
  var column: Int?

  /// `standardError`: what the program wrote after the last mark; `notebook`: the file's name in `#sourceLocation`.
  init(standardError: String, backtrace: String, notebook: String) {
    // "*** Signal 4: Backtracing from 0x7f…" holds an address, different each time.
    var text = standardError
    if let start = text.range(of: "\n*** Signal ")?.lowerBound ?? text.range(of: "*** Signal ")?.lowerBound {
      text = String(text[..<start])
    }
    textBefore = text
    if let mark = text.range(of: ": Fatal error", options: .backwards) {
      let rest = text[mark.upperBound...].trimmingCharacters(in: CharacterSet(charactersIn: ": \n"))
      message = rest.isEmpty ? "The program stopped itself" : rest
      let lineStart = text[..<mark.lowerBound].lastIndex(of: "\n").map(text.index(after:)) ?? text.startIndex
      textBefore = String(text[..<lineStart])
    }
    for frame in backtrace.split(separator: "\n") {
      guard let at = frame.range(of: " at ", options: .backwards) else { continue }
      let place = frame[at.upperBound...].split(separator: ":", omittingEmptySubsequences: false)
      guard place.count >= 3, let column = Int(place[place.count - 1]), let line = Int(place[place.count - 2]),
        place.dropLast(2).joined(separator: ":").split(separator: "/").last.map(String.init) == notebook
      else { continue }
      self.line = line
      self.column = column
      break
    }
  }
}
