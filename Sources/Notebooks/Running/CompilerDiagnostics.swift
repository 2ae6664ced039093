/// One message of swiftc with the lines that belong to it.
struct CompilerDiagnostic: Hashable, Codable {
  enum Severity: String, Codable { case error, warning, note, remark }

  /// As in `#sourceLocation`.
  var file: String
  /// 1-based.
  var line: Int
  var column: Int
  var severity: Severity
  var message: String
  /// The source excerpt and the notes that follow.
  var detail: String

  /// Reads swiftc's `-diagnostic-style llvm`: `file:line:column: error: message`, then the source and a caret.
  ///
  /// A diagnostic that is there twice (the driver compiles some programs in two steps) is read once; a note becomes
  /// part of what it explains.
  static func parse(_ text: String) -> [CompilerDiagnostic] {
    var diagnostics: [CompilerDiagnostic] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if let next = CompilerDiagnostic(line) {
        if next.severity == .note, let file = diagnostics.last?.file {
          // A line of a system's header says nothing without the header's name.
          let other = next.file == file ? "" : (next.file.split(separator: "/").last ?? "") + ":"
          diagnostics[diagnostics.count - 1].detail += "\n\(other)\(next.line):\(next.column): note: \(next.message)"
        } else {
          diagnostics.append(next)
        }
      } else if !diagnostics.isEmpty, !line.isEmpty {
        diagnostics[diagnostics.count - 1].detail += "\n" + line
      }
    }
    var seen: Set<CompilerDiagnostic> = []
    return diagnostics.filter { seen.insert($0).inserted }.map { diagnostic in
      var diagnostic = diagnostic
      diagnostic.detail = String(diagnostic.detail.drop { $0 == "\n" })
      return diagnostic
    }
  }

  private init?(_ line: Substring) {
    for severity in [Severity.error, .warning, .note, .remark] {
      guard let mark = line.range(of: ": \(severity.rawValue): ") else { continue }
      let place = line[..<mark.lowerBound].split(separator: ":", omittingEmptySubsequences: false)
      guard place.count >= 3, let column = Int(place[place.count - 1]), let number = Int(place[place.count - 2]) else {
        continue
      }
      file = place.dropLast(2).joined(separator: ":")
      self.line = number
      self.column = column
      self.severity = severity
      // "[#no-usage]" names a group of warnings that could be turned off on a command line no user of ours writes.
      message = String(line[mark.upperBound...].replacing(#/ \[\#[\w-]+\]$/#, with: ""))
      detail = ""
      return
    }
    return nil
  }

  init(file: String, line: Int, column: Int, severity: Severity, message: String, detail: String) {
    self.file = file
    self.line = line
    self.column = column
    self.severity = severity
    self.message = message
    self.detail = detail
  }

  /// A function that is declared twice, with the place of the first, which swiftc tells in a note only.
  var redeclaration: NotebookError? {
    guard let name = message.firstMatch(of: #/^invalid redeclaration of '(.+)'$/#)?.1,
      let line = detail.firstMatch(of: #/(?m)^(\d+):\d+: note: '.+' previously declared here$/#).flatMap({ Int($0.1) })
    else { return nil }
    return .redeclared(name: String(name), firstLine: line)
  }

  /// Whether it speaks of what the weaver added: nothing that a user could change.
  var isAboutGeneratedCode: Bool {
    severity != .error
      && (file == ProgramWeaver.generatedFile || message.contains("'\(ProgramWeaver.namePrefix)")
        || detail.hasPrefix("let \(ProgramWeaver.namePrefix)"))
  }
}
