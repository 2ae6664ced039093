internal import Mustache

/// The templates of the page's parts, embedded in the binary.
///
/// `{{name}}` is escaped by `Escaping`. `{{{nameHTML}}}` is not, and is only ever given an `HTML` value.
enum Templates {
  typealias Values = [String: Any]

  enum Name: String, CaseIterable { case page, cell, figure, table, failure }

  static func render(_ name: Name, _ values: Values) -> HTML {
    HTML(trusted: library.render(values, withTemplate: name.rawValue) ?? "")
  }

  static let sources: [Name: String] = [
    .page: text(PackageResources.page_mustache),
    .cell: text(PackageResources.cell_mustache),
    .figure: text(PackageResources.figure_mustache),
    .table: text(PackageResources.table_mustache),
    .failure: text(PackageResources.failure_mustache),
  ]

  /// `MustacheLibrary` is a value that never changes after this.
  private static let library: MustacheLibrary = {
    MustacheContentTypes.register(PageContent(), named: "PAGE")
    var library = MustacheLibrary()
    for (name, source) in sources {
      do {
        // Mustache's own escaping works by `Character` and lets a quote with an accent through.
        try library.register("{{% CONTENT_TYPE:PAGE}}" + source, named: name.rawValue)
      } catch {
        preconditionFailure("The template \(name.rawValue) does not parse: \(error)")
      }
    }
    return library
  }()

  private static func text(_ bytes: [UInt8]) -> String {
    String(decoding: bytes, as: UTF8.self)
  }

  private struct PageContent: MustacheContentType {
    func escapeText(_ text: String) -> String { Escaping.escape(text) }
  }
}

extension HTML: MustacheCustomRenderable {
  var renderText: String { markup }
  var isNull: Bool { isEmpty }
}
