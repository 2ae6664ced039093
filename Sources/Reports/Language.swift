/// The page's language, for hyphenation, quotation and speech.
struct Language {
  /// BCP 47; `en` where the notebook's tag cannot be one.
  let tag: String

  init(_ tag: String) {
    let isTag =
      !tag.isEmpty && tag.utf8.count <= 35
      && tag.split(separator: "-", omittingEmptySubsequences: false).allSatisfy { part in
        (1...8).contains(part.utf8.count) && part.utf8.allSatisfy(Self.isLetterOrDigit)
      }
    self.tag = isTag ? tag : "en"
  }

  /// The attribute of what is English on a page in another language: this project's own words.
  var englishMark: HTML {
    isEnglish ? HTML() : HTML(trusted: " lang=\"en\"\(isRightToLeft ? " dir=\"ltr\"" : "")")
  }

  /// The same for an element that code writes.
  var english: [HTML.Attribute] { isEnglish ? [] : [.init("lang", "en")] }

  private var isEnglish: Bool { tag.lowercased() == "en" || tag.lowercased().hasPrefix("en-") }

  var isRightToLeft: Bool {
    ["ar", "fa", "he", "ur", "yi", "ps"].contains(tag.split(separator: "-").first.map { $0.lowercased() } ?? "")
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: false
    }
  }
}
