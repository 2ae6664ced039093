public import struct Foundation.Date

/// What a list of runs says about one of them.
public struct RunSummary: Hashable, Codable, Sendable {
  /// The digest of the run's key.
  public var run: String
  /// Where the run was asked for last.
  public var place: RunPlace?
  public var started: Date
  /// When the last epoch ended.
  public var updated: Date
  /// How many were trained so far.
  public var epochs: Int
  /// After how many epochs the run was what a `fit` asked for, in order.
  public var finishedEpochs: [Int]
  public var stoppedEarly: Bool
  /// Time spent training, without validation.
  public var seconds: Double
  /// Of the last epoch, 0...1.
  public var accuracy: Double?
  public var validationAccuracy: Double?
  public var loss: Double?
  public var validationLoss: Double?
  /// Of all files.
  public var bytes: Int = 0

  /// The folder's name: the first 16 digits of the digest.
  public var name: String { RunKey.name(ofDigest: run) }
  /// Whether some `fit` has all it asked for.
  public var isFinished: Bool { !finishedEpochs.isEmpty }

  /// What the file holds: the folder itself tells what is left out.
  enum CodingKeys: CodingKey {
    case run, place, started, updated, epochs, finishedEpochs, stoppedEarly, seconds, accuracy, validationAccuracy, loss
    case validationLoss
  }
}

/// The `fit` that a run is or was for, as people know it.
public struct RunPlace: Hashable, Codable, Sendable {
  /// The notebook's file name.
  public var notebook: String?
  /// 0-based.
  public var cell: Int
  public var label: String?
  /// Which `fit` of the cell, 0-based.
  public var fit: Int

  public init(notebook: String?, cell: Int, label: String?, fit: Int) {
    self.notebook = notebook
    self.cell = cell
    self.label = label
    self.fit = fit
  }

  /// Whether both mean one `fit` of one cell: by the label where there is one, else by the cell's number.
  func isSame(as other: RunPlace) -> Bool {
    guard notebook == other.notebook, fit == other.fit else { return false }
    return label != nil || other.label != nil ? label == other.label : cell == other.cell
  }
}
