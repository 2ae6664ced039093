/// What a window does at the border of an image.
public enum Padding: String, Hashable, Sendable, CustomStringConvertible {
  /// It stays inside; the output is smaller than the input.
  case valid
  /// It may reach out over the border, where there is nothing; with stride 1 the output is as large as the input.
  case same

  public var description: String { ".\(rawValue)" }
}
