import CellOutput
import Figures
import Foundation
import Notebooks
import TestSupport
import Testing

@testable import Reports

/// Texts that would run, load or rearrange something if they came through as they are.
let hostileTexts = [
  "<script>alert(1)</script>", "</title><script>alert(1)</script>", "</style><img src=x onerror=alert(1)>",
  "\"><svg/onload=alert(1)>", "' onmouseover='alert(1)", "\" autofocus onfocus=\"alert(1)",
  "<img src=http://127.0.0.1/x>",
  "<iframe srcdoc='<script>1</script>'>", "<base href=http://127.0.0.1/>",
  "<link rel=stylesheet href=http://127.0.0.1/>",
  "<style>*{background:url(http://127.0.0.1/)}</style>", "<meta http-equiv=refresh content=0>", "<!-- -->", "--><b>",
  "]]>",
  "&lt;b&gt;", "&#x3c;script&#x3e;", "&amp;amp;", "{{author}}", "{{{documentHTML}}}", "{{/page}}{{#x}}", "\\\"",
  "`${1}`",
  "javascript:alert(1)", "data:text/html,<script>1</script>", "<math><mtext></form><mglyph><style></math>",
  "<plaintext>",
  "<svg><use href=http://127.0.0.1/x#y></svg>", "\"\u{301} onclick=\"x", "<\u{338}script>", ">\u{20dd}<b\u{301}>",
  "=HYPERLINK(\"http://127.0.0.1\")", "\u{202e}txt.exe", "\u{2066}a\u{2069}", "\u{0}\u{1}\u{b}\u{c}\u{1f}\u{7f}\u{85}",
  "\u{1b}[31mred\u{1b}[0m", "\u{1b}]8;;http://127.0.0.1\u{7}link\u{1b}]8;;\u{7}", "\r\n\rover", "a\u{8}\u{8}b",
  "\u{fffe}\u{ffff}",
  "\u{2028}\u{2029}", "𝓤𝓷𝓲𝓬𝓸𝓭𝓮 👩‍👩‍👧 ﷽", "‮", "%3Cscript%3E", "a b\tc", " leading", "trailing ", "",
]

@Suite struct HostileTextTests {
  /// The text in every place where text enters a page.
  static func report(_ text: String) -> Report {
    let cells = [
      Sample.cell(0, text) {
        $0.label = "fig-\(text)"
        $0.figureCaption = text
        $0.tableCaption = text
        $0.codeFold = true
        $0.codeSummary = text
      },
      Sample.cell(1, "f()") { $0.figureAlt = text },
    ]
    let inlines: [MarkdownInline] = [
      .text(text), .code(text), .html(text), .link(destination: text, title: text, content: [.text(text)]),
      .link(destination: "https://example.org/?\(text)", title: text, content: [.text("x")]),
      .image(source: "https://example.org/\(text)", title: text, alternative: text), .footnoteReference(label: text),
      .crossReference(label: "fig-\(text)", line: 1), .crossReference(label: text, line: 1), .inlineValue(0),
      .inlineValue(1),
      .emphasis([.strong([.strikethrough([.text(text)])])]),
    ]
    let notebook = Sample.notebook(
      [
        .heading(level: 2, content: inlines, identifier: text),
        .heading(level: 2, content: [.text(text)], identifier: text),
        .paragraph(inlines), .quote([.heading(level: 1, content: inlines, identifier: text), .html(text)]),
        .code(language: text, text: text), .code(language: "swift", text: text),
        .table(alignments: [], header: [inlines], rows: [[inlines]]),
        .list(start: 1, isTight: true, items: [.init(isDone: true, content: [.paragraph(inlines)])]), .cell(0),
        .cell(1),
        .footnote(label: text, content: [.paragraph([.text(text)])]),
      ], cells: cells, expressions: [text, text],
      matter: {
        $0.title = text
        $0.subtitle = text
        $0.author = text
        $0.date = text
        $0.language = text
        $0.parameters = [Parameter(name: text, value: .text(text), line: 1)]
      }, path: "notebooks/\(text.replacing("/", with: "")).md", source: text)
    let problem = Problem(kind: .thrown, file: text, line: 1, summary: text, remedy: text, detail: text)
    let table = Table(columns: [.init(text), .init(text)], rows: [[text, text]], footer: [[text, text]])
    let figures: [Figure] = [
      .barChart(
        BarChart(
          categoryLabel: text, valueLabel: text, bars: [.init(label: text, value: 1), .init(label: "b", value: 2)])),
      .confusionMatrix(ConfusionMatrixChart(classNames: [text, "b"], counts: [[3, 1], [0, 2]])),
      .lineChart(
        LineChart(
          xLabel: text,
          panels: [
            .init(
              title: text, yLabel: text, series: [.init(name: text, x: [1, 2], y: [1, 3], group: text)],
              markers: [.init(x: 1, label: text)])
          ])),
      .imageGrid(
        ImageGrid(
          cells: [
            .init(
              pixels: .init(height: 1, width: 1, channels: 3, bytes: Data([1, 2, 3])), caption: text,
              shares: [.init(label: text, value: 0.5)])
          ], columns: 2)),
      .modelDiagram(
        ModelDiagram(layers: [.init(kind: .dense, title: text, detail: text, outputShape: [3], parameterCount: 4)])),
    ]
    var record = Sample.record(
      notebook,
      [
        figures.map { .figure($0) } + [.table(table)],
        [
          .text(text), .standardOutput(text), .standardError(text), .warning(problem), .failure(problem),
          .figure(figures[0]), .table(table),
        ],
      ], values: [text, nil],
      volatile: .init(
        started: .init(timeIntervalSince1970: 0), seconds: 1, threads: 1, instructionSet: text, host: text,
        gitCommit: text,
        gitIsClean: nil))
    record.parameters = [text: text]
    record.problem = problem
    return Report(notebook: notebook, record: record)
  }

  /// What a page of this project is made of; everything else would have come from a text.
  private static let elements: Set<String> = [
    "html", "head", "meta", "title", "link", "style", "body", "a", "div", "header", "h1", "h2", "h3", "h4", "h5", "h6",
    "p",
    "span", "nav", "details", "summary", "ol", "ul", "li", "main", "footer", "dl", "dt", "dd", "pre", "code", "samp",
    "em",
    "strong", "s", "sup", "blockquote", "table", "thead", "tbody", "tfoot", "tr", "th", "td", "figure", "figcaption",
    "section",
    "img", "br", "hr", "svg", "g", "path", "use", "desc", "defs", "image", "rect", "line", "circle", "clipPath",
    "pattern",
  ]

  @Test("No text becomes a tag, an attribute or an address that fetches or runs", arguments: hostileTexts)
  func staysText(_ text: String) throws {
    let page = Page(try Self.report(text).html())
    #expect(page.mistakes == [])
    #expect(Set(page.elements.map(\.name)).subtracting(Self.elements) == [])
    for element in page.elements {
      for (name, value) in element.attributes {
        #expect(!name.hasPrefix("on") && name != "style" && name != "srcdoc", "\(element.name) \(name)")
        if name == "href", element.name == "a" {
          let scheme = value.prefix { $0 != ":" && $0 != "/" && $0 != "#" && $0 != "?" }
          if value.dropFirst(scheme.count).first == ":" {
            #expect(["http", "https", "mailto"].contains(scheme.lowercased()))
          }
        } else if name == "href" || name == "src" || name == "xlink:href" {
          #expect(value.hasPrefix("#") || value.hasPrefix("data:"), "\(element.name) \(name)=\(value)")
        }
      }
    }
    #expect(Set(page.identifiers).count == page.identifiers.count)
  }

  @Test("No control character but tabs and line ends reaches the page", arguments: hostileTexts)
  func noControls(_ text: String) throws {
    let html = try Self.report(text).html()
    let controls = html.unicodeScalars.filter { scalar in
      (scalar.value < 0x20 && !["\n", "\t", "\r"].contains(scalar)) || (0x7f...0x9f).contains(scalar.value)
    }
    #expect(controls.isEmpty)
  }

  @Test(
    "The text can be read where it was put",
    arguments: hostileTexts.filter { !$0.isEmpty && $0.unicodeScalars.allSatisfy { $0.value >= 0x20 } })
  func isShown(_ text: String) throws {
    let page = Page(try Self.report(text).html())
    #expect(page.all("h1").first?.text == text)
    #expect(page.withClass("subtitle").first?.text == text)
    #expect(page.all("figcaption").first?.text.contains(text) == true)
  }

  @Test("A browser runs nothing, requests nothing and says nothing of a page full of hostile texts")
  func inBrowser() async throws {
    let folder = try TemporaryFolder()
    let pages = try hostileTexts.enumerated().map { index, text in
      try folder.write(Self.report(text).html(), to: "\(index).html")
    }
    // One page with a frame for each: a browser's start is what takes time. A policy holds in its own frame.
    let frames = pages.map { "<iframe src=\"\($0.lastPathComponent)\"></iframe>" }.joined()
    let all = try folder.write("<!doctype html><meta charset=utf-8>\(frames)", to: "all.html")
    let messages = try await Chromium().consoleMessages(of: all)
    #expect(messages == [])
  }
}
