import Foundation

/// Where a link of the prose may lead: another scheme than these could run something or read a file.
enum Link {
  private static let safeSchemes: Set<String> = ["http", "https", "mailto"]

  /// The address to link to, or `nil` where there must be no link.
  static func safe(_ destination: String) -> String? {
    // Browsers drop these before they read the scheme, so `java\nscript:` is one.
    let scalars = destination.unicodeScalars.filter { $0.value > 0x1f && $0.value != 0x7f }
    var address = String(String.UnicodeScalarView(scalars))
    while address.first == " " { address.removeFirst() }
    // `//host/share` on a page opened from a file is a network drive.
    if address.prefix(2).allSatisfy({ $0 == "/" || $0 == "\\" }) && address.count >= 2 { return nil }
    guard let scheme = scheme(of: address) else { return address }
    return safeSchemes.contains(scheme) ? address : nil
  }

  /// Whether the link leaves the page's folder.
  static func isExternal(_ address: String) -> Bool {
    scheme(of: address) != nil
  }

  /// The way from a page's folder to its notebook's, both absolute: `../notebooks/`, or nothing where they are one.
  ///
  /// `nil` where they are far apart: the names of this machine's folders have no place in a page.
  static func way(from page: String, to notebook: String) -> String? {
    let (start, end) = (page.split(separator: "/"), notebook.split(separator: "/"))
    let common = zip(start, end).prefix { $0 == $1 }.count
    guard common > 0, start.count - common <= 2 else { return nil }
    let allowed = CharacterSet.urlPathAllowed.subtracting(CharacterSet(charactersIn: ":;"))
    let down = end[common...].map { $0.addingPercentEncoding(withAllowedCharacters: allowed) ?? String($0) }
    return (Array(repeating: "..", count: start.count - common) + down).map { $0 + "/" }.joined()
  }

  /// A link as the page has it: one to a file, which starts at the notebook's folder, goes the `way` to it first.
  static func rebased(_ address: String, way: String?) -> String {
    guard let way, let first = address.first, !"#/?\\".contains(first), !isExternal(address) else { return address }
    return way + address
  }

  private static func scheme(of address: String) -> String? {
    guard let colon = address.utf8.firstIndex(of: UInt8(ascii: ":")) else { return nil }
    let before = address[..<colon]
    guard !before.utf8.contains(where: { [UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "#")].contains($0) })
    else { return nil }
    return before.lowercased()
  }
}
