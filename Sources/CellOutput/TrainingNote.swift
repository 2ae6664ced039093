public import struct Foundation.Date

/// What the report says under a cell that trained.
public struct TrainingNote: Hashable, Codable, Sendable {
  /// How many the history has.
  public var epochs: Int
  public var stoppedEarly: Bool
  /// The run's name in the store, 16 hexadecimal digits; `nil` where it is not kept.
  public var run: String?
  /// Why the run is not kept, as a sentence.
  public var uncached: String?
  /// What the cell asks for and the run shown does not have: empty unless training was off and an earlier run stands in.
  public var stale: [KeyChange]
  /// What was trained on what, with which result.
  public var facts: TrainingFacts?
  public var volatile: Volatile?

  /// What differs from one render to the next.
  public struct Volatile: Hashable, Codable, Sendable {
    public var course: Course
    /// When the last epoch ended.
    public var trained: Date?
    /// Seconds of all epochs together, when they were trained.
    public var seconds: Double
    public var imagesPerSecond: Double
    /// Where the data was read from, such as a folder; `nil` where nobody said.
    public var dataOrigin: String?

    /// Whether a stored run was loaded and nothing trained.
    public var reused: Bool { course == .reused || course == .stale }

    public init(
      course: Course, trained: Date?, seconds: Double, imagesPerSecond: Double, dataOrigin: String? = nil
    ) {
      self.course = course
      self.trained = trained
      self.seconds = seconds
      self.imagesPerSecond = imagesPerSecond
      self.dataOrigin = dataOrigin
    }

    public init(reused: Bool, seconds: Double, imagesPerSecond: Double) {
      self.init(course: reused ? .reused : .trained, trained: nil, seconds: seconds, imagesPerSecond: imagesPerSecond)
    }
  }

  /// What this execution did to have the run.
  public enum Course: Hashable, Codable, Sendable {
    /// Every epoch was trained.
    case trained
    /// It was kept: nothing was trained.
    case reused
    /// It had been stopped in the epoch after so many, and went on there.
    case resumed(epochs: Int)
    /// It was kept with so many epochs, and the further ones were trained.
    case continued(epochs: Int)
    /// Training is off (`TrainingPolicy.never`): an earlier run of the cell stands in.
    case stale
    /// Training is off: it would have been trained, all of it or what follows so many epochs that are kept. The program
    /// ends here (`CellMessage.stopped`).
    case missing(epochs: Int)
  }

  public init(
    epochs: Int, stoppedEarly: Bool, run: String? = nil, uncached: String? = nil, stale: [KeyChange] = [],
    facts: TrainingFacts? = nil, volatile: Volatile?
  ) {
    self.epochs = epochs
    self.stoppedEarly = stoppedEarly
    self.run = run
    self.uncached = uncached
    self.stale = stale
    self.facts = facts
    self.volatile = volatile
  }
}

/// One part in which the key of a run differs from that of an earlier one, in words.
public struct KeyChange: Hashable, Codable, Sendable, CustomStringConvertible {
  /// Such as `learning rate`, `layer 3`, `training data`.
  public var part: String
  /// Both are `nil` where the values say nothing to people, one where the part was added or removed.
  public var old: String?
  public var new: String?

  public init(part: String, old: String?, new: String?) {
    self.part = part
    self.old = old
    self.new = new
  }

  /// `learning rate 0.001 -> 0.01`, `layer 3: Dense(128) -> Dense(256)`, `training data changed`.
  public var description: String {
    let name = [old, new].contains { $0?.contains("(") == true } ? part + ":" : part
    return switch (old, new) {
    case (let old?, let new?): "\(name) \(old) -> \(new)"
    case (nil, let new?): "\(name) \(new) added"
    case (let old?, nil): "\(name) \(old) removed"
    case (nil, nil): "\(part) changed"
    }
  }
}

// Records written before runs had names are read as well.
extension TrainingNote {
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      epochs: try values.decode(Int.self, forKey: .epochs),
      stoppedEarly: try values.decode(Bool.self, forKey: .stoppedEarly),
      run: try values.decodeIfPresent(String.self, forKey: .run),
      uncached: try values.decodeIfPresent(String.self, forKey: .uncached),
      stale: try values.decodeIfPresent([KeyChange].self, forKey: .stale) ?? [],
      facts: try values.decodeIfPresent(TrainingFacts.self, forKey: .facts),
      volatile: try values.decodeIfPresent(Volatile.self, forKey: .volatile))
  }
}

extension TrainingNote.Volatile {
  private enum EarlierKeys: String, CodingKey { case reused }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    let reused = try decoder.container(keyedBy: EarlierKeys.self).decodeIfPresent(Bool.self, forKey: .reused)
    self.init(
      course: try values.decodeIfPresent(TrainingNote.Course.self, forKey: .course)
        ?? (reused == true ? .reused : .trained),
      trained: try values.decodeIfPresent(Date.self, forKey: .trained),
      seconds: try values.decode(Double.self, forKey: .seconds),
      imagesPerSecond: try values.decode(Double.self, forKey: .imagesPerSecond),
      dataOrigin: try values.decodeIfPresent(String.self, forKey: .dataOrigin))
  }
}
