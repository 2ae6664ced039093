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

  private static func scheme(of address: String) -> String? {
    guard let colon = address.utf8.firstIndex(of: UInt8(ascii: ":")) else { return nil }
    let before = address[..<colon]
    guard !before.utf8.contains(where: { [UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "#")].contains($0) })
    else { return nil }
    return before.lowercased()
  }
}
