/// What a running cell program tells the tool, one JSON line a message.
///
/// A message with a `mark` belongs after everything that the program wrote to its standard output and error before the
/// mark of that number (`SequenceMark`) in both.
public enum CellMessage: Hashable, Codable, Sendable {
  /// The first message.
  case programStarted(threads: Int, instructionSet: String, mark: Int)
  case cellStarted(index: Int, mark: Int)
  case cellFinished(index: Int, mark: Int)
  /// A statement is about to run; tells where an error came from that says nothing of its place.
  case statement(line: Int)
  case output(CellOutput, mark: Int)
  /// An error thrown in a cell that may fail (`error: true`).
  case caught(ErrorNote, mark: Int)
  /// An error that nothing caught: the program ends.
  case uncaught(ErrorNote, mark: Int)
  case inlineValue(index: Int, value: String, mark: Int)
  case progress(ProgressNote)
  /// A file of a data set is on its way.
  case fetching(FetchNote)
  /// Training is off and a cell needs it: the program ends here, on purpose and with exit status 0. An output
  /// `.training` with the course `missing` stands before it.
  case stopped(reason: String, mark: Int)
  /// The last cell has ended.
  case programFinished(mark: Int)

  /// An error in its own words.
  public struct ErrorNote: Hashable, Codable, Sendable {
    public var message: String
    /// Such as `LearningError`.
    public var typeName: String

    public init(message: String, typeName: String) {
      self.message = message
      self.typeName = typeName
    }
  }

  /// The number of the sequence mark that the message stands after.
  public var mark: Int? {
    switch self {
    case .programStarted(_, _, let mark), .cellStarted(_, let mark), .cellFinished(_, let mark), .output(_, let mark),
      .caught(_, let mark),
      .uncaught(_, let mark), .inlineValue(_, _, let mark), .stopped(_, let mark), .programFinished(let mark):
      mark
    case .statement, .progress, .fetching: nil
    }
  }
}
