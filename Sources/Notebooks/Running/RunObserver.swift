public import CellOutput

/// Follows a notebook's execution while it happens, to tell a user in a terminal.
///
/// Called from one thread at a time, in order.
public protocol RunObserver: Sendable {
  func compilationStarted()
  /// `reused`: the program was compiled before and has not changed.
  func compilationFinished(seconds: Double, reused: Bool)
  func cellStarted(_ cell: CellPosition)
  func cellFinished(_ cell: CellPosition, status: CellRecord.Status, seconds: Double)
  /// A few times a second while a cell trains.
  func trainingProgressed(_ progress: ProgressNote)
  /// A few times a second while a cell fetches a data set's file.
  func fetchProgressed(_ note: FetchNote)
  /// A `fit` has ended, or found its run in the store.
  func trainingEnded(_ note: TrainingNote)
}

/// Which cell of how many.
public struct CellPosition: Hashable, Sendable {
  /// 0-based.
  public var index: Int
  /// Cells of the notebook.
  public var count: Int
  public var label: String?

  public init(index: Int, count: Int, label: String?) {
    self.index = index
    self.count = count
    self.label = label
  }
}

extension RunObserver {
  public func compilationStarted() {}
  public func compilationFinished(seconds: Double, reused: Bool) {}
  public func cellStarted(_ cell: CellPosition) {}
  public func cellFinished(_ cell: CellPosition, status: CellRecord.Status, seconds: Double) {}
  public func trainingProgressed(_ progress: ProgressNote) {}
  public func fetchProgressed(_ note: FetchNote) {}
  public func trainingEnded(_ note: TrainingNote) {}
}
