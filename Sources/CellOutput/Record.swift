import Foundation

/// Everything that one execution of a notebook produced: with the notebook's text, all that a report is drawn from.
///
/// The same notebook, data and seed give an equal record once `withoutVolatileValues` is taken.
public struct Record: Hashable, Codable, Sendable {
  /// Raised when the stored form changes.
  public static let currentFormat = 1

  /// How the execution ended.
  public enum Status: String, Hashable, Codable, Sendable {
    /// The program is running still, or the tool was killed while it ran.
    case running
    case finished
    /// A cell failed (without `error: true`), did not compile, or an inline expression failed.
    case failed
    /// Ctrl-C or SIGTERM.
    case interrupted
  }

  public var format: Int
  public var status: Status
  /// What ended the execution before its end; also among the outputs of its cell, where it belongs to one.
  public var problem: Problem?
  /// The parameters' values in this execution, as they are shown: `epochs` → `3`.
  public var parameters: [String: String]
  /// One entry a cell of the notebook, in order.
  public var cells: [CellRecord]
  /// The values of the inline expressions, in order of appearance; `nil` where the program ended before.
  public var inlineValues: [String?]
  public var volatile: Volatile?

  /// What differs from one execution to the next.
  public struct Volatile: Hashable, Codable, Sendable {
    public var started: Date
    /// Wall time of the whole execution, compilation included.
    public var seconds: Double
    public var threads: Int
    /// The kernels' path, such as `avx512`.
    public var instructionSet: String
    public var host: String
    /// Commit and whether the work tree was clean, where the notebook is in a git repository.
    public var gitCommit: String?
    public var gitIsClean: Bool?
    /// The version of the compiler that compiled the cells, such as `6.3.1`; `nil` where it is not known.
    public var swift: String?

    public init(
      started: Date, seconds: Double, threads: Int, instructionSet: String, host: String, gitCommit: String?,
      gitIsClean: Bool?, swift: String? = nil
    ) {
      self.started = started
      self.seconds = seconds
      self.threads = threads
      self.instructionSet = instructionSet
      self.host = host
      self.gitCommit = gitCommit
      self.gitIsClean = gitIsClean
      self.swift = swift
    }
  }

  public init(
    format: Int = Record.currentFormat, status: Status = .finished, problem: Problem? = nil,
    parameters: [String: String], cells: [CellRecord], inlineValues: [String?], volatile: Volatile?
  ) {
    self.format = format
    self.status = status
    self.problem = problem
    self.parameters = parameters
    self.cells = cells
    self.inlineValues = inlineValues
    self.volatile = volatile
  }
}

/// What one cell produced.
public struct CellRecord: Hashable, Codable, Sendable {
  public enum Status: String, Hashable, Codable, Sendable {
    case finished, failed
    /// It ran when the execution was asked to end.
    case interrupted
    /// `eval: false`.
    case notEvaluated
    /// An earlier cell ended the program.
    case notRun
  }

  /// The cell's code, without its options: tells a redraw whether the record still belongs to the notebook.
  public var code: String
  public var status: Status
  public var outputs: [CellOutput]
  /// Wall time, `nil` where volatile values are left out.
  public var seconds: Double?
  /// Why the outputs are not of this execution but of an earlier one, as a sentence; `nil` where they are of this one.
  public var staleReason: String?

  public init(code: String, status: Status, outputs: [CellOutput], seconds: Double?, staleReason: String? = nil) {
    self.code = code
    self.status = status
    self.outputs = outputs
    self.seconds = seconds
    self.staleReason = staleReason
  }
}

extension Record {
  /// The record without times, rates, threads, CPU path, host, git state and whether runs were reused.
  public var withoutVolatileValues: Record {
    var record = self
    record.volatile = nil
    for cell in record.cells.indices {
      record.cells[cell].seconds = nil
      for output in record.cells[cell].outputs.indices {
        if case .training(var note) = record.cells[cell].outputs[output] {
          note.volatile = nil
          record.cells[cell].outputs[output] = .training(note)
        }
      }
    }
    return record
  }
}

extension Record {
  /// Whether a cell has ended or put something out. Being interrupted is nothing to show.
  public var hasResults: Bool {
    cells.contains { cell in
      switch cell.status {
      case .finished, .failed: true
      case .interrupted, .notRun, .notEvaluated:
        cell.outputs.contains { output in
          switch output {
          case .failure(let problem): problem.kind != .interrupted
          case .warning: false
          default: true
          }
        }
      }
    }
  }
}
