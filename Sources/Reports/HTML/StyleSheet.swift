internal import Crypto
import Foundation
internal import Notebooks

/// The page's one `<style>` element and the digest under which its policy admits it.
struct StyleSheet {
  let text: String

  /// `additions`: the drawings' classes, then the user's own rules, which win.
  init(theme: FrontMatter.Theme, additions: [String]) {
    let dark = Self.text(PackageResources.dark_css)
    var parts = [Self.text(PackageResources.report_css)]
    switch theme {
    case .auto: parts.append("@media screen and (prefers-color-scheme: dark) {\n\(dark)}\n")
    case .light: break
    case .dark: parts.append("@media screen {\n\(dark)}\n")
    }
    // A parser of HTML turns CR LF into LF before the digest is taken.
    text = (parts + additions).map { $0.replacingOccurrences(of: "\r\n", with: "\n") }.joined(separator: "\n")
  }

  /// `sha256-…`, as a source of a Content-Security-Policy.
  var digest: String {
    "sha256-" + Data(SHA256.hash(data: Data(text.utf8))).base64EncodedString()
  }

  private static func text(_ bytes: [UInt8]) -> String {
    String(decoding: bytes, as: UTF8.self)
  }
}
