import Figures

/// One thing that a cell put into the report.
public enum CellOutput: Hashable, Codable, Sendable {
  /// The description of a value: a cell's last expression, or what `show` was given.
  case text(String)
  case table(Table)
  case figure(Figure)
  /// What the cell wrote to standard output between two other outputs.
  case standardOutput(String)
  case standardError(String)
  /// What the compiler warned of, in the cell's own lines.
  case warning(Problem)
  case failure(Problem)
  /// What `fit` did: trained, resumed or reused.
  case training(TrainingNote)
  /// What `evaluate` measured; shown in the report's header alone.
  case evaluation(EvaluationNote)
}

/// Something that went wrong, with the place in the notebook and the remedy apart, so that each can be shown its way.
public struct Problem: Hashable, Codable, Sendable, Error {
  public enum Kind: String, Hashable, Codable, Sendable {
    /// The text of the notebook or one of its cells.
    case notebook, compiler
    /// A thrown error, a trap or a signal, an end from outside.
    case thrown, trapped, interrupted
  }

  public var kind: Kind
  /// The notebook's file name, as the user wrote it.
  public var file: String
  /// 1-based; `nil` where the problem belongs to the whole file.
  public var line: Int?
  /// 1-based, in UTF-8 bytes.
  public var column: Int?
  /// One line: what is wrong.
  public var summary: String
  /// What to do about it; may be empty.
  public var remedy: String
  /// More lines for the report, such as the compiler's source excerpt.
  public var detail: String

  public init(
    kind: Kind, file: String, line: Int? = nil, column: Int? = nil, summary: String, remedy: String = "",
    detail: String = ""
  ) {
    self.kind = kind
    self.file = file
    self.line = line
    self.column = column
    self.summary = summary
    self.remedy = remedy
    self.detail = detail
  }

  /// `file:line:column: summary. remedy`, on one line.
  public var message: String {
    let place = [file, line.map(String.init), column.map(String.init)].compactMap(\.self).joined(separator: ":")
    return remedy.isEmpty ? "\(place): \(summary)" : "\(place): \(summary) \(remedy)"
  }
}
