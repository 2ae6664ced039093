import Foundation

/// A report's HTML, and what a test asks of it without a browser.
struct Page: Sendable {
  var html: String

  /// What a reader reads, in order, with white space folded; drawings left out.
  var text: String {
    var text = html
    for element in ["head", "style", "svg"] {
      text.replace(try! Regex("<\(element)[ >].*?</\(element)>").dotMatchesNewlines(), with: "")
    }
    text.replace(/<[^>]*>/, with: "")
    return Page.decoded(text).split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// The vector drawings, in order.
  var drawings: [String] {
    html.matches(of: /<svg[ >](?s:.*?)<\/svg>/).map { String($0.0) }
  }

  var styleSheets: String {
    html.matches(of: /<style[^>]*>(?s:.*?)<\/style>/).map { String($0.0) }.joined()
  }

  /// The page as it is where the style sheet does not load.
  var withoutStyleSheet: Page {
    Page(html: html.replacing(/<style[^>]*>(?s:.*?)<\/style>/, with: ""))
  }

  /// The Content-Security-Policy.
  var policy: String {
    Page.decoded(
      html.firstMatch(of: /http-equiv="Content-Security-Policy" content="([^"]*)"/).map { String($0.1) } ?? "")
  }

  /// Where in the text each of `passages` stands first; `nil` where it does not.
  func positions(of passages: [String]) -> [Int?] {
    let text = text
    return passages.map { passage in
      text.firstRange(of: passage).map { text.distance(from: text.startIndex, to: $0.lowerBound) }
    }
  }

  private static func decoded(_ text: String) -> String {
    text.replacingOccurrences(of: "&lt;", with: "<").replacingOccurrences(of: "&gt;", with: ">")
      .replacingOccurrences(of: "&quot;", with: "\"").replacingOccurrences(of: "&#39;", with: "'")
      .replacingOccurrences(of: "&nbsp;", with: " ").replacingOccurrences(of: "&amp;", with: "&")
  }
}
