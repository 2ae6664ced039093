import CellOutput

/// What stands in braces behind a picture: `![A cat](cat.png){#fig-cat width=50%}`.
public struct ImageAttributes: Hashable, Sendable {
  public enum Width: Hashable, Sendable {
    /// Of the column, 1...100.
    case percent(Int)
    /// In CSS pixels.
    case pixels(Int)
  }

  /// Such as `fig-cat`: the picture is a numbered figure, which `@fig-cat` refers to.
  public var label: String?
  public var width: Width?
  /// In place of the words in brackets, which then are only the caption.
  public var alternative: String?

  public init(label: String? = nil, width: Width? = nil, alternative: String? = nil) {
    self.label = label
    self.width = width
    self.alternative = alternative
  }

  /// The attributes at the beginning of the text behind a picture, and the rest of it; `nil` where there are none.
  static func split(
    _ text: String, file: String, line: Int
  ) throws(Problem) -> (attributes: ImageAttributes, rest: String)? {
    let one = /[#.][^\s}]+|[\w-]+=(?:"[^"]*"|'[^']*'|[^\s"'}]+)/
    guard text.first == "{", let end = text.dropFirst().firstIndex(of: "}") else { return nil }
    let inside = text[text.index(after: text.startIndex)..<end]
    let parts = inside.matches(of: one).map { inside[$0.range] }
    // Something else in braces is text.
    guard !parts.isEmpty, inside.replacing(one, with: "").allSatisfy(\.isWhitespace) else { return nil }
    var result = ImageAttributes()
    for part in parts {
      if part.first == "#" {
        let label = String(part.dropFirst())
        guard label.hasPrefix("fig-"), label.count > 4, isLabel(label) else {
          throw NotebookError.badImageLabel(label).problem(in: file, line: line)
        }
        result.label = label
      } else if part.first != ".", let equals = part.firstIndex(of: "=") {
        let value = String(
          part[part.index(after: equals)...].trimmingPrefix(/["']/).trimmingSuffix { "\"'".contains($0) })
        switch part[..<equals] {
        case "width": result.width = try width(value, file: file, line: line)
        case "fig-alt": result.alternative = value
        // What Quarto knows besides says nothing to such a page.
        default: break
        }
      }
    }
    return (result, String(text[text.index(after: end)...]))
  }

  private static func width(_ text: String, file: String, line: Int) throws(Problem) -> Width {
    let isPercent = text.hasSuffix("%")
    let digits = isPercent ? text.dropLast() : text.hasSuffix("px") ? text.dropLast(2) : text[...]
    guard let number = Double(digits), (1...(isPercent ? 100 : 10_000)).contains(number) else {
      throw NotebookError.badImageWidth(text).problem(in: file, line: line)
    }
    return isPercent ? .percent(Int(number.rounded())) : .pixels(Int(number.rounded()))
  }
}
