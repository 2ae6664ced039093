/// What `fit` may do in one execution of a notebook; the tool decides, the cell program obeys.
public enum TrainingPolicy: Hashable, Sendable {
  /// A run that is kept is reused, any other is trained.
  case auto
  /// Trains although the run is kept: in the cells with these labels, or in all of them where none is named.
  case again(labels: [String])
  /// Trains nothing: shows the newest earlier run of the cell, marked as stale.
  case never
  /// Trains nothing and says of each `fit` what it would do, up to the first that would train.
  case why

  /// Whether `fit` in a cell with this label trains although its run is kept.
  public func trainsAgain(label: String?) -> Bool {
    guard case .again(let labels) = self else { return false }
    return labels.isEmpty || label.map(labels.contains) == true
  }

  /// Whether `fit` may train at all.
  public var allowsTraining: Bool {
    switch self {
    case .auto, .again: true
    case .never, .why: false
    }
  }
}

extension TrainingPolicy {
  /// As the environment carries it: `auto`, `again`, `again:` and labels separated by line feeds, `never`, `why`.
  public var text: String {
    switch self {
    case .auto: "auto"
    case .again(let labels): labels.isEmpty ? "again" : "again:" + labels.joined(separator: "\n")
    case .never: "never"
    case .why: "why"
    }
  }

  /// Reads what `text` wrote; `nil` for anything else.
  public init?(_ text: String) {
    switch text {
    case "auto", "": self = .auto
    case "again": self = .again(labels: [])
    case "never": self = .never
    case "why": self = .why
    default:
      guard text.hasPrefix("again:") else { return nil }
      self = .again(labels: text.dropFirst("again:".count).split(separator: "\n").map(String.init))
    }
  }
}
