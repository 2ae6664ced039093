import Foundation

/// Pictures in rows, each with a caption and, where it shows a prediction, the probabilities behind it.
public struct ImageGrid: FigureContent {
  /// 8-bit pixels, `[height, width, channels]` in row-major order; 1 channel is grey, 3 are RGB.
  public struct Pixels: Hashable, Codable, Sendable {
    public var height: Int
    public var width: Int
    public var channels: Int
    public var bytes: Data

    public init(height: Int, width: Int, channels: Int, bytes: Data) {
      self.height = height
      self.width = width
      self.channels = channels
      self.bytes = bytes
    }
  }

  /// A named share 0...1, drawn as a small bar under a picture.
  public struct Share: Hashable, Codable, Sendable {
    public var label: String
    public var value: Double
    /// Whether this is the true class, which is then marked among the others.
    public var isTrue: Bool

    public init(label: String, value: Double, isTrue: Bool = false) {
      self.label = label
      self.value = value
      self.isTrue = isTrue
    }
  }

  public struct Cell: Hashable, Codable, Sendable {
    public enum Verdict: String, Hashable, Codable, Sendable { case none, right, wrong }

    public var pixels: Pixels
    /// Such as the predicted class.
    public var caption: String
    /// A second, quieter line, such as "truly a dog".
    public var detail: String
    public var verdict: Verdict
    public var shares: [Share]

    public init(
      pixels: Pixels, caption: String, detail: String = "", verdict: Verdict = .none, shares: [Share] = []
    ) {
      self.pixels = pixels
      self.caption = caption
      self.detail = detail
      self.verdict = verdict
      self.shares = shares
    }
  }

  public var cells: [Cell]
  /// Pictures in a row on a wide page.
  public var columns: Int

  public init(cells: [Cell], columns: Int) {
    self.cells = cells
    self.columns = columns
  }

  public var figure: Figure { .imageGrid(self) }
}
