import CellOutput
import Figures
import Foundation
import Notebooks
import TestSupport
import Testing

@testable import Reports

@Suite struct HostileTextTests {
  /// A folder with one picture of one pixel.
  private static let folder: TemporaryFolder = {
    let pixel =
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    do {
      let folder = try TemporaryFolder()
      try folder.write(Data(base64Encoded: pixel) ?? Data(), to: "pixel.png")
      return folder
    } catch {
      fatalError("\(error)")
    }
  }()

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
      .formula(Formula(tex: text, isDisplay: false, line: 1)),
      .formula(Formula(tex: text, isDisplay: true, label: "eq-\(text)", line: 1)), .citation(text, line: 1),
      .crossReference(label: "eq-\(text)", line: 1),
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
        .callout(Callout(kind: .note, title: inlines), content: [.paragraph(inlines)]),
        .callout(Callout(kind: .tip, title: [.text(text)], folding: .closed), content: [.html(text)]),
        .tabs([
          Tab(title: inlines, identifier: text, content: [.paragraph(inlines)]),
          Tab(title: [.text(text)], identifier: text, content: [.code(language: text, text: text)]),
        ]), .columns([Column(width: 30, content: [.paragraph(inlines)])]),
        .division(
          identifier: text, content: [.paragraph([.image(source: "pixel.png", title: text, alternative: text)])]),
        .footnote(label: text, content: [.paragraph([.text(text)])]),
      ], cells: cells, expressions: [text, text],
      matter: {
        $0.title = text
        $0.subtitle = text
        $0.author = text
        $0.date = text
        $0.html.numberSections = true
        $0.html.codeLineNumbers = true
        $0.language = text
        $0.parameters = [Parameter(name: text, value: .text(text), line: 1)]
      }, path: "\(folder.path)/\(text.replacing("/", with: "")).md", source: text)
    let problem = Problem(kind: .thrown, file: text, line: 1, summary: text, remedy: text, detail: text)
    let facts = TrainingFacts(
      data: text, licence: text, trainingImages: 1, validationImages: 1, net: text, parameterCount: 1, seed: 1,
      keptEpoch: 1, accuracy: 1, validationAccuracy: 1, trainingDigest: text, validationDigest: text,
      weightsDigest: text)
    let volatile = TrainingNote.Volatile(
      course: .trained, trained: nil, seconds: 1, imagesPerSecond: 1, dataOrigin: text)
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
        figures.map { .figure($0) } + [
          .table(table),
          .training(TrainingNote(epochs: 1, stoppedEarly: true, run: text, facts: facts, volatile: volatile)),
          .evaluation(EvaluationNote(data: text, images: 1, accuracy: 1, loss: 1)),
        ],
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
    "pattern", "small", "input", "label", "template",
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
    let repeated = Dictionary(grouping: page.identifiers, by: \.self).filter { $0.value.count > 1 }.keys.sorted()
    #expect(repeated == [])
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
    arguments: hostileTexts.filter { text in
      !text.isEmpty && text.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7f...0x9f).contains($0.value) }
    })
  func isShown(_ text: String) throws {
    let page = Page(try Self.report(text).html())
    #expect(page.all("h1").first?.text == text)
    #expect(page.withClass("subtitle").first?.text == text)
    #expect(page.all("figcaption").first?.text.contains(text) == true)
  }

  @Test("As a notebook's own text it makes a page as harmless, or an error", arguments: hostileTexts)
  func asSource(_ text: String) throws {
    let quoted = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").filter { !$0.isNewline }
    let source = """
      ---
      title: "\(quoted)"
      bibliography: x.bib
      ---
      # \(text) {#sec-a}

      \(text) and `\(text)` $\(text)$ [\(text)](\(text) "\(text)") [@\(text)]

      > [!NOTE] \(text)
      > \(text)

      ::: {.panel-tabset}
      ## \(text)
      \(text)
      :::

      ```{swift}
      //| fig-cap: "\(quoted)"
      \(text)
      ```

      ~~~\(text)
      \(text)
      ~~~
      """
    // What it does to the Markdown around it may be an error, which says so.
    guard let notebook = try? Notebook(source: source, path: "a.md") else { return }
    guard let html = try? Report(notebook: notebook.withoutFiles, record: nil).html() else { return }
    let page = Page(html)
    #expect(page.mistakes == [])
    #expect(Set(page.elements.map(\.name)).subtracting(Self.elements) == [])
    #expect(page.elements.allSatisfy { $0.attributes.allSatisfy { !$0.name.hasPrefix("on") && $0.name != "style" } })
  }

  @Test("There are at least 150 of them, all different")
  func enough() {
    #expect(Set(hostileTexts.map { Array($0.unicodeScalars) }).count >= 150)
  }

  @Test("A browser runs nothing, requests nothing, says nothing, and shows the text, of every hostile text")
  func inBrowser() async throws {
    let pages = try hostileTexts.map { try Self.report($0).html() }
    let looks = try await Chromium().inspect(
      pages, as: BrowserLook.self,
      with: """
        d => ({ title: d.querySelector("h1")?.textContent ?? "", caption: d.querySelector("figcaption")?.textContent ?? "",
                scripts: d.querySelectorAll("script, iframe, object, embed, form, base").length,
                loaded: d.defaultView.performance.getEntriesByType("resource").map(e => e.name)
                  .filter(n => !n.startsWith("data:")) })
        """)
    #expect(looks.messages == [])
    for (text, look) in zip(hostileTexts, looks.values) {
      #expect(look.scripts == 0 && look.loaded == [], "\(text)")
      guard text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && !(0x7f...0x9f).contains($0.value) }) else { continue }
      // Scalar by scalar: an accent of the text joins the character before it.
      #expect(Array(look.title.unicodeScalars) == Array(text.unicodeScalars), "\(text)")
      #expect(Array(look.caption.unicodeScalars).contains(Array(text.unicodeScalars)), "\(text)")
    }
    #expect(looks.values.count == hostileTexts.count)
  }

  private struct BrowserLook: Decodable {
    var title, caption: String
    var scripts: Int
    var loaded: [String]
  }
}

extension Notebook {
  /// The notebook without pictures and bibliography, which are not there.
  fileprivate var withoutFiles: Notebook {
    var notebook = self
    notebook.frontMatter.bibliography = []
    return notebook
  }
}
