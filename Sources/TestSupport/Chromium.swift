public import Foundation

/// Looks at pages in a real browser without a window.
public struct Chromium: Sendable {
  public enum Appearance: Sendable { case light, dark }

  private let executable: URL
  /// Every look's time limit, in seconds.
  public var limit = 120.0

  /// Finds the browser on `PATH`; `CHROMIUM` in the environment names another.
  public init() throws {
    let environment = ProcessInfo.processInfo.environment
    let folders = (environment["PATH"] ?? "").split(separator: ":")
    let names = ["chromium", "chromium-browser", "google-chrome"]
    let places =
      [environment["CHROMIUM"]].compactMap(\.self) + names.flatMap { name in folders.map { "\($0)/\(name)" } }
    guard let place = places.first(where: FileManager.default.isExecutableFile(atPath:)) else { throw Missing() }
    executable = URL(filePath: place)
  }

  /// What the page draws into a window of `width` x `height` CSS pixels, as a PNG file of that size.
  public func screenshot(
    of page: URL, width: Int, height: Int = 1000, appearance: Appearance = .light
  ) async throws -> Data {
    let folder = try TemporaryFolder()
    // A window is at least 500 wide; a frame can be as narrow as a phone.
    let shown =
      width >= 500
      ? page
      : try folder.write(
        Self.framed(try String(contentsOf: page, encoding: .utf8), width: width, height: height), to: "frame.html")
    let picture = folder["page.png"]
    _ = try await open(
      shown, ["--screenshot=\(picture.path)", "--window-size=\(width),\(height)"], appearance: appearance)
    return try Data(contentsOf: picture)
  }

  /// The whole page at this width, however high it is.
  public func fullScreenshot(of page: URL, width: Int, appearance: Appearance = .light) async throws -> Data {
    let html = try String(contentsOf: page, encoding: .utf8)
    let height = try await inspect(html, widths: [width], as: Int.self, with: "d => d.documentElement.scrollHeight")
    return try await screenshot(of: page, width: width, height: height.first ?? 1000, appearance: appearance)
  }

  /// What the browser's console says of the page: messages of scripts, and all that its security policy stops.
  public func consoleMessages(of page: URL) async throws -> [String] {
    Self.messages(in: try await open(page, ["--dump-dom"]).standardError)
  }

  /// The page as a PDF file, as the browser prints it.
  public func print(_ page: URL, appearance: Appearance = .light) async throws -> Data {
    let folder = try TemporaryFolder()
    let file = folder["page.pdf"]
    _ = try await open(page, ["--no-pdf-header-footer", "--print-to-pdf=\(file.path)"], appearance: appearance)
    return try Data(contentsOf: file)
  }

  /// Puts the page into one frame for each of `widths` and calls a script function with each frame's document.
  ///
  /// `function`: such as `d => ({ title: d.title })`; its value comes back through JSON, one for each width. The page's
  /// own policy holds in its frame and stops none of this, for the script stands outside. Frames are as far as scripts
  /// can look: the page is as it would be on its own, but for its address.
  public func inspect<Value: Decodable>(
    _ html: String, widths: [Int], as type: Value.Type = Value.self, with function: String
  ) async throws -> [Value] {
    try await inspect(frames: widths.map { Self.frame(html, width: $0, height: 900) }, with: function).values
  }

  /// The same for many pages at once, and what the console says of all of them: a browser's start is what takes time.
  public func inspect<Value: Decodable>(
    _ pages: [String], as type: Value.Type = Value.self, with function: String
  ) async throws -> (values: [Value], messages: [String]) {
    try await inspect(frames: pages.map { Self.frame($0, width: 800, height: 400) }, with: function)
  }

  private func inspect<Value: Decodable>(
    frames: [String], with function: String
  ) async throws -> (values: [Value], messages: [String]) {
    let folder = try TemporaryFolder()
    let frames = frames.joined()
    let page = try folder.write(
      """
      <!doctype html><meta charset="utf-8"><body>\(frames)<script>
      onload = () => {
        const look = \(function);
        let answer;
        try { answer = { values: [...document.querySelectorAll("iframe")].map(f => look(f.contentDocument)) } }
        catch (e) { answer = { error: String(e) } }
        const bytes = new TextEncoder().encode(JSON.stringify(answer));
        document.body.textContent = "ANSWER:" + Array.from(bytes, b => b.toString(16).padStart(2, "0")).join("") + ":";
      }
      </script>
      """, to: "inspect.html")
    let result = try await open(page, ["--dump-dom"])
    return (try Self.answer(in: result), Self.messages(in: result.standardError))
  }

  /// Opens a page whose own script writes its answer, and waits for that.
  func answer<Value: Decodable>(of html: String, width: Int, appearance: Appearance) async throws -> [Value] {
    let folder = try TemporaryFolder()
    let page = try folder.write(html, to: "page.html")
    // Virtual time goes on while the script works and ends when nothing is left to do.
    let options = ["--dump-dom", "--virtual-time-budget=60000", "--window-size=\(width),1000"]
    return try Self.answer(in: try await open(page, options, appearance: appearance))
  }

  private static func answer<Value: Decodable>(in result: ProgramResult) throws -> [Value] {
    guard let match = result.standardOutput.firstMatch(of: /ANSWER:([0-9a-f]+):/) else {
      throw NoAnswer(result: result)
    }
    let digits = Array(match.1.utf8)
    let bytes = stride(from: 0, to: digits.count, by: 2).map {
      UInt8(String(decoding: digits[$0..<$0 + 2], as: UTF8.self), radix: 16)!
    }
    let answer = try JSONDecoder().decode(Answer<Value>.self, from: Data(bytes))
    guard let values = answer.values else { throw ScriptFailed(message: answer.error ?? "") }
    return values
  }

  private struct Answer<Value: Decodable>: Decodable {
    var values: [Value]?
    var error: String?
  }

  private func open(_ page: URL, _ options: [String], appearance: Appearance = .light) async throws -> ProgramResult {
    let profile = try TemporaryFolder()
    let fixed = [
      "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--disable-dev-shm-usage", "--no-first-run",
      "--force-device-scale-factor=1", "--user-data-dir=\(profile.path)", "--enable-logging=stderr", "--v=0",
      // Else a busy machine's picture may have been drawn in two passes, whose edges differ by a shade.
      "--disable-partial-raster",
      // What the browser calls 0 is dark, 1 light.
      "--blink-settings=preferredColorScheme=\(appearance == .dark ? 0 : 1)",
    ]
    let result = try await Self.places.occupied {
      try await ChildProgram(executable, fixed + options + [page.absoluteString], in: profile.url).result(within: limit)
    }
    guard result.status == 0 else { throw NoAnswer(result: result) }
    return result
  }

  private static let places = LimitedPlaces(2)

  private static func framed(_ html: String, width: Int, height: Int) -> String {
    """
    <!doctype html><meta charset="utf-8"><style>body { margin: 0 } iframe { border: 0; display: block }</style>
    \(frame(html, width: width, height: height))
    """
  }

  private static func frame(_ html: String, width: Int, height: Int) -> String {
    // Literally: a quotation mark with an accent on it is a quotation mark to the browser.
    let escaped = html.replacingOccurrences(of: "&", with: "&amp;", options: .literal)
      .replacingOccurrences(of: "\"", with: "&quot;", options: .literal)
    return "<iframe width=\"\(width)\" height=\"\(height)\" srcdoc=\"\(escaped)\"></iframe>"
  }

  /// The console's lines among all that the browser logs.
  static func messages(in log: String) -> [String] {
    log.matches(of: /:CONSOLE[:(]\d+[)\]]+ "((?s:.*?))", source: .* \(\d+\)/).map { String($0.1) }
  }

  /// There is no browser.
  public struct Missing: Error, CustomStringConvertible {
    public var description: String { "Chromium is not on PATH. `make test` installs it: apt-get install chromium" }
  }

  /// The browser did not do what it was asked to.
  public struct NoAnswer: Error, CustomStringConvertible {
    public var result: ProgramResult
    public var description: String { "Chromium gave no answer: \(result)" }
  }

  /// A test's own script threw.
  public struct ScriptFailed: Error, CustomStringConvertible {
    public var message: String
    public var description: String { "The test's script threw \(message)" }
  }
}
