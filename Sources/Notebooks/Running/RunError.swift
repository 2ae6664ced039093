import CellOutput
import Foundation

/// What can keep a notebook from running, or end it, as plain data with its wording.
enum RunError: Hashable {
  // Nothing can run
  case missingLibrary(searched: [String])
  case noCompiler
  case compilerFailed(reason: String)
  case unwritable(folder: String, reason: String)
  case cannotStart(reason: String)

  // The program ended
  case exited(code: Int)
  case signaled(Int)
  case trapped(message: String)
  case interrupted
  case doesNotCompile

  var summary: String {
    switch self {
    case .missingLibrary(let searched):
      "The library that cells are compiled against is neither in \(searched.joined(separator: " nor in "))."
    case .noCompiler: "There is no swiftc on the PATH to compile the cells with."
    case .compilerFailed(let reason): "swiftc failed: \(reason)."
    case .unwritable(let folder, let reason): "The folder \(folder) cannot be written: \(reason)."
    case .cannotStart(let reason): "The compiled cells cannot be started: \(reason)."
    case .exited(let code): "The cell ended the program with exit code \(code)."
    case .signaled(Int(SIGKILL)): "The program was killed (signal 9)."
    case .signaled(Int(SIGSEGV)), .signaled(Int(SIGBUS)): "The program touched memory that is not its own."
    case .signaled(let number): "The program was ended by signal \(number)."
    case .trapped(let message): message
    case .interrupted: "Interrupted."
    case .doesNotCompile: "The cell does not compile."
    }
  }

  var remedy: String {
    switch self {
    case .missingLibrary: "Install Cahier again with 'make install'."
    case .noCompiler: "Install Swift from https://swift.org/install and add its usr/bin folder to the PATH."
    case .compilerFailed, .cannotStart: ""
    case .unwritable: "Make it writable; Cahier keeps compiled cells and trained models there."
    case .exited: "Let the cell end by itself; only what came before is in the report."
    case .signaled(Int(SIGKILL)): "Memory may have run out; use fewer images or a smaller batch."
    case .signaled, .trapped, .interrupted, .doesNotCompile: ""
    }
  }

  var kind: Problem.Kind {
    switch self {
    case .missingLibrary, .noCompiler, .compilerFailed, .unwritable, .cannotStart: .notebook
    case .doesNotCompile: .compiler
    case .exited, .signaled, .trapped: .trapped
    case .interrupted: .interrupted
    }
  }

  /// The error as it is shown. `line`, `column`: 1-based.
  func problem(in file: String, line: Int? = nil, column: Int? = nil, detail: String = "") -> Problem {
    Problem(kind: kind, file: file, line: line, column: column, summary: summary, remedy: remedy, detail: detail)
  }
}
