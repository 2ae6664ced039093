import Foundation

/// Checks pages as others would: axe-core for those who cannot see them, the Nu Html Checker for their HTML.
public struct PageCheckers: Sendable {
  private let folder: URL

  public init() throws {
    folder = Repository.root.appending(path: ".build/page-checkers")
    guard FileManager.default.fileExists(atPath: folder.appending(path: "packages").path) else { throw Missing() }
  }

  // MARK: Accessibility

  /// A rule of axe-core that a page breaks, and where.
  public struct Violation: Decodable, Sendable, CustomStringConvertible {
    public var id: String
    public var help: String
    public var places: [String]
    public var description: String { "\(id): \(help) at \(places.joined(separator: "; "))" }
  }

  /// What axe-core finds in the page at this width, all of its rules applied.
  ///
  /// The page's policy is taken away, for it would not let axe-core in.
  public func violations(
    in html: String, width: Int, appearance: Chromium.Appearance = .light
  ) async throws -> [Violation] {
    let axe = try String(contentsOf: folder.appending(path: "axe.min.js"), encoding: .utf8)
    let script = """
      <script>\(axe.replacingOccurrences(of: "</script", with: "<\\/script"))</script>
      <script>
      onload = async () => {
        let answer;
        try {
          const result = await axe.run(document, { resultTypes: ["violations"] });
          answer = { values: result.violations.map(v => (
            { id: v.id, help: v.help, places: v.nodes.slice(0, 5).map(n => n.html.slice(0, 160)) })) };
        } catch (e) { answer = { error: String(e) } }
        const bytes = new TextEncoder().encode(JSON.stringify(answer));
        document.documentElement.innerHTML = "<body>ANSWER:"
          + Array.from(bytes, b => b.toString(16).padStart(2, "0")).join("") + ":";
      };
      </script></body>
      """
    return try await Chromium().answer(
      of: Self.withoutPolicy(html).replacingOccurrences(of: "</body>", with: script), width: width,
      appearance: appearance)
  }

  /// The page without its Content-Security-Policy.
  public static func withoutPolicy(_ html: String) -> String {
    html.replacing(/<meta http-equiv="Content-Security-Policy"[^>]*>/, with: "")
  }

  // MARK: Validity

  /// What the Nu Html Checker finds wrong with the pages, as `name:line: message`.
  ///
  /// The checker's knowledge of HTML is that of 2020; its ideas of CSS are older and passed over. So is its note on
  /// texts that begin with a composing character: in MathML, the accent over a letter is a text of its own.
  public func mistakes(in pages: [(name: String, html: String)]) async throws -> [String] {
    let pageFolder = try TemporaryFolder()
    let files = try pages.map { try pageFolder.write($0.html, to: "\($0.name).html").path }
    let arguments = ["-Xss1m", "-jar", folder.appending(path: "vnu.jar").path, "--stdout", "--format", "json"]
    let java = URL(filePath: "/usr/bin/env")
    let result = try await ChildProgram(java, ["java"] + arguments + files, in: pageFolder.url).result(within: 120)
    struct Report: Decodable {
      struct Message: Decodable {
        var type: String
        var url: String?
        var lastLine: Int?
        var message: String
        var extract: String?
      }
      var messages: [Message]
    }
    guard let report = try? JSONDecoder().decode(Report.self, from: Data(result.standardOutput.utf8)) else {
      throw NoAnswer(result: result)
    }
    return report.messages.filter {
      !$0.message.hasPrefix("CSS:") && !$0.message.hasPrefix("Text run starts with a composing character")
    }.map { message in
      let name = message.url?.split(separator: "/").last ?? "page"
      return "\(name):\(message.lastLine ?? 0): \(message.message) \(message.extract ?? "")"
    }
  }

  public struct Missing: Error, CustomStringConvertible {
    public var description: String {
      "The checkers of pages are missing. `make test` fetches them: scripts/install-page-checkers .build/page-checkers"
    }
  }

  public struct NoAnswer: Error, CustomStringConvertible {
    public var result: ProgramResult
    public var description: String { "The Nu Html Checker gave no answer: \(result)" }
  }
}
