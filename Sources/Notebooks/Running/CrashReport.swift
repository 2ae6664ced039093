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
    if message == nil, let failure = backtrace.firstMatch(of: #/\*\*\* Swift runtime failure: (.*) \*\*\*/#) {
      message = failure.1.prefix(1).uppercased() + failure.1.dropFirst()
    }
    let places = backtrace.split(separator: "\n").compactMap { Place(frame: $0, notebook: notebook) }
    line = places.first?.line
    column = places.first { $0.line == line }?.column
    // The deepest frames of an endless recursion are all alike; no other program ends in so many.
    if message == nil, Dictionary(grouping: places.prefix(40), by: \.line).values.contains(where: { $0.count >= 20 }) {
      message = "Functions call each other without an end, until the stack was full"
    }
  }

  /// Where a frame of the backtrace stands in the notebook.
  private struct Place {
    var line: Int
    var column: Int?

    /// `frame`: a line such as `4 [ra] 0x000055e9871a3cb2 h() + 65 in program at /folder/nb.md:39:7`; `nil` where it
    /// stands elsewhere.
    init?(frame: Substring, notebook: String) {
      guard let at = frame.range(of: " at ", options: .backwards) else { return nil }
      let file = frame[at.upperBound...].split(separator: "/").last ?? ""
      guard file.hasPrefix(notebook + ":") else { return nil }
      let numbers = file.dropFirst(notebook.count + 1).split(separator: ":").map { Int($0) }
      guard let line = numbers.first ?? nil else { return nil }
      self.line = line
      column = numbers.count > 1 ? numbers[1] : nil
    }
  }
}
