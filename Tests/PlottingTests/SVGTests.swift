import Figures
import Foundation
import FoundationXML
import Testing

@testable import Plotting

/// What an SVG consists of, as Foundation's XML parser reads it.
private final class Reading: NSObject, XMLParserDelegate {
  var ids: [String] = []
  var references: [String] = []
  var elements: Set<String> = []
  var attributes: Set<String> = []
  var labels: [String] = []
  var text: [String: String] = [:]
  private var open: [String] = []
  /// What stands in the element with each id, and in the page as a whole (`""`): elements, and ids referred to.
  private var content: [String: (elements: Int, references: [String])] = [:]
  private var openIds: [String?] = []

  /// How many elements a browser makes of the page: `<use>` stands for a copy of what it refers to.
  var instances: Int { instances(of: "") }

  private func instances(of id: String) -> Int {
    let content = content[id, default: (0, [])]
    return content.elements + content.references.reduce(0) { $0 + instances(of: $1) }
  }

  init(_ svg: String) throws {
    super.init()
    let parser = XMLParser(data: Data("<page>\(svg)</page>".utf8))
    parser.delegate = self
    if !parser.parse() { throw parser.parserError ?? CocoaError(.fileReadCorruptFile) }
  }

  func parser(
    _: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes values: [String: String]
  ) {
    open.append(name)
    elements.insert(name)
    attributes.formUnion(values.keys)
    if let id = values["id"] { ids.append(id) }
    openIds.append(values["id"])
    let target = values["href"].flatMap { $0.hasPrefix("#") ? String($0.dropFirst()) : nil }
    for id in openIds.compactMap(\.self) + [""] {
      content[id, default: (0, [])].elements += 1
      if let target { content[id, default: (0, [])].references.append(target) }
    }
    if let target { references.append(target) }
    if let label = values["aria-labelledby"] { references += label.split(separator: " ").map(String.init) }
  }

  func parser(_: XMLParser, didEndElement: String, namespaceURI: String?, qualifiedName: String?) {
    open.removeLast()
    openIds.removeLast()
  }

  func parser(_: XMLParser, foundCharacters string: String) {
    text[open.last ?? "", default: ""] += string
  }
}

struct SVGTests {
  private let renderer = FigureRenderer()

  @Test("Every figure is XML without styles, scripts or references to elsewhere", arguments: Samples.all.map(\.name))
  func markup(name: String) throws {
    let figure = try #require(Samples.all.first { $0.name == name }).figure
    let svg = try renderer.svg(for: figure, idPrefix: "a")
    let reading = try Reading(svg)
    #expect(!reading.attributes.contains("style"))
    #expect(reading.elements.isSubset(of: ["page", "svg", "title", "desc", "defs", "g", "path", "use", "image"]))
    #expect(!reading.attributes.contains { $0.hasPrefix("on") || $0.contains(":") })
    #expect(Set(reading.ids).count == reading.ids.count)
    #expect(Set(reading.references).isSubset(of: Set(reading.ids)))
    #expect(reading.ids.allSatisfy { $0.hasPrefix("a-") })
    #expect(reading.text["desc"] == figure.content.alternativeText)
    #expect(svg.matches(of: /https?:/).count == 2, "two namespaces and nothing else")
  }

  @Test("Two figures on one page share no id")
  func disjoint() throws {
    let figure = Samples.matrix(classes: 10).figure
    let first = try Reading(renderer.svg(for: figure, idPrefix: "f1"))
    let second = try Reading(renderer.svg(for: figure, idPrefix: "f11"))
    #expect(Set(first.ids).isDisjoint(with: second.ids))
  }

  @Test("Text from data cannot become markup")
  func hostileText() throws {
    let text = "</desc><script>alert(1)</script>&\"'\u{0}\u{1b}[31m\u{202e}\u{ffff}"
    let figure = BarChart(categoryLabel: text, valueLabel: text, bars: [.init(label: text, value: 1)]).figure
    let svg = try renderer.svg(for: figure, idPrefix: "a", alternativeText: text)
    let reading = try Reading(svg)
    #expect(!reading.elements.contains("script"))
    #expect(reading.text["desc"]?.hasPrefix("</desc><script>alert(1)</script>&\"'") == true)
    #expect(!svg.contains("<script"))
  }

  @Test(
    "A figure stays small",
    arguments: [
      ("matrix-10", 60_000), ("matrix-100", 150_000), ("curves-50", 29_000), ("cloud", 100_000), ("bars", 15_000),
      ("net", 54_000),
    ])
  func size(name: String, limit: Int) throws {
    let figure = try #require(Samples.all.first { $0.name == name }).figure
    let size = try renderer.svg(for: figure, idPrefix: "f1").utf8.count
    #expect(size <= limit)
  }

  @Test(
    "A browser makes few elements of a figure, which is most of the time that a page takes to open",
    arguments: [("matrix-10", 1600), ("net", 1600), ("predictions", 1800), ("curves-full", 800)])
  func elements(name: String, limit: Int) throws {
    let figure = try #require(Samples.all.first { $0.name == name }).figure
    let instances = try Reading(renderer.svg(for: figure, idPrefix: "f1")).instances
    #expect(instances <= limit)
  }

  @Test("A text that repeats stands once: as one path where it is there often, as glyphs where it is not")
  func texts() throws {
    func svg(_ labels: [String]) throws -> String {
      let bars = labels.map { BarChart.Bar(label: $0, value: 1) }
      return try renderer.svg(for: BarChart(categoryLabel: "", valueLabel: "", bars: bars).figure, idPrefix: "a")
    }
    // Once in each variant, and twice.
    #expect(try svg(["hat"]).matches(of: /<g id="[^"]*" transform="translate/).count == 2, "the name and the number")
    let repeated = try svg(["hat", "hat"])
    #expect(repeated.matches(of: /<g id="[^"]*" transform="translate/).isEmpty)
    let path = try #require(repeated.firstMatch(of: /<g class="f-[^>]*>\s*<path id="([^"]*)" d="[^"]*"\/>/))
    #expect(repeated.matches(of: try Regex("href=\"#\(path.1)\"")).count == 3)
  }

  @Test("Pictures are embedded once, whatever the number of variants")
  func imagesOnce() throws {
    let svg = try renderer.svg(for: Samples.samples(5).figure, idPrefix: "a")
    #expect(svg.matches(of: /data:image\/png;base64,/).count == 5)
    #expect(svg.matches(of: /class="pixels"/).count == 2, "the pictures of each variant in one group")
  }

  @Test("Figures that share a sheet define each glyph, word and picture once, and lean on no later figure")
  func sharedSheet() throws {
    let sheet = FigureSheet()
    let figures = [Samples.samples(5).figure, Samples.matrix(classes: 10).figure, Samples.samples(5).figure]
    var defined: Set<String> = []
    var size = 0
    for (index, figure) in figures.enumerated() {
      let svg = try renderer.svg(for: figure, idPrefix: "f\(index)", sharing: sheet)
      let reading = try Reading(svg)
      #expect(defined.isDisjoint(with: reading.ids))
      defined.formUnion(reading.ids)
      #expect(Set(reading.references).isSubset(of: defined))
      size += svg.utf8.count
      if index == 2 { #expect(!reading.elements.contains("image") && !reading.elements.contains("defs")) }
    }
    let alone = try figures.map { try renderer.svg(for: $0, idPrefix: "f0").utf8.count }.reduce(0, +)
    #expect(size < alone)
  }

  @Test(
    "Numbers are as short as they can be",
    arguments: [
      (0.0, "0"), (-0.001, "0"), (0.5, ".5"), (-0.25, "-.25"), (12.3456, "12.35"), (3, "3"), (.nan, "0"),
      (10.10, "10.1"),
    ])
  func numbers(value: Double, text: String) {
    #expect(PathData.number(value, decimals: 2) == text)
  }

  @Test("Path data is relative, and rounding does not add up")
  func pathData() {
    var path = Path()
    path.polyline([Point(1, 1), Point(1.333, 1), Point(1.666, 1), Point(2, 3), Point(5, 1)])
    path.elements.append(.close)
    #expect(PathData(path, scale: 1, decimals: 2).text == "M1 1h.33 .34l.33 2 3-2z")
  }
}
