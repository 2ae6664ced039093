public import CellOutput
internal import Figures
import Foundation
public import Notebooks

/// A notebook and what it produced, as one static page.
///
/// The page runs no script and fetches nothing: its Content-Security-Policy forbids both, so that an `@import` or a
/// `url(…)` of the user's style sheet has no effect either. The same notebook and record give the same bytes.
public struct Report {
  public struct Options: Hashable, Sendable {
    /// Leaves out what differs from one run to the next: times, rates, host, threads, CPU path, git state.
    public var isReproducible: Bool

    /// The absolute folder that the page is going to lie in: links to files, which start at the notebook's folder, are
    /// written so that they lead to the same files from there.
    public var pageFolder: String?

    public init(isReproducible: Bool = false, pageFolder: String? = nil) {
      self.isReproducible = isReproducible
      self.pageFolder = pageFolder
    }
  }

  let notebook: Notebook
  let record: Record?
  let drawing: FigureDrawing
  private let pageFolder: String?
  private let typesetting: Typesetting
  private let isReproducible: Bool
  private let words = Words.english

  /// - Parameters:
  ///   - record: `nil` shows the code without outputs.
  ///   - typesetting: The notebook's formulas and citations, typeset.
  public init(
    notebook: Notebook, record: Record?, options: Options = Options(), typesetting: Typesetting = .none
  ) {
    self.init(notebook: notebook, record: record, options: options, typesetting: typesetting, drawing: .plotting)
  }

  init(
    notebook: Notebook, record: Record?, options: Options = Options(), typesetting: Typesetting = .none,
    drawing: FigureDrawing
  ) {
    self.notebook = notebook
    self.record = options.isReproducible ? record?.withoutVolatileValues : record
    self.drawing = drawing
    self.typesetting = typesetting
    isReproducible = options.isReproducible
    pageFolder = options.pageFolder
  }

  /// The whole page.
  ///
  /// - Throws: The first of `problems(in:)`, such as a missing picture.
  public func html() throws(Problem) -> String {
    let assets = Assets(notebook: notebook)
    if let problem = assets.problems.first { throw problem }
    var identifiers = Identifiers()
    // The template's own.
    for identifier in ["main", "contents", "report-data"] { _ = identifiers.claim(identifier) }
    let outline = Outline(notebook: notebook, identifiers: &identifiers)
    let plan = CellPlan(notebook: notebook, record: record, identifiers: &identifiers)
    let references = CrossReferences(outline: outline, plan: plan, words: words)
    let language = Language(notebook.frontMatter.language)
    let cells = CellWriter(
      svg: drawing.beginPage(), language: language, leavesOutVolatile: isReproducible)
    var prose = ProseWriter(
      notebook: notebook, outline: outline, references: references.targets, inlineValues: inlineValues,
      assets: assets, way: way, links: NotebookLinks(notebook: notebook, pageFolder: pageFolder),
      cells: plan.cells.map(cells.html), footnotes: Footnotes(blocks: outline.blocks, identifiers: identifiers),
      typesetting: typesetting, words: words)

    let title = prose.inlines(outline.title)
    let document = prose.document()
    let endnotes = prose.endnotes()
    let bibliography = prose.bibliography()
    let styleSheet = StyleSheet(
      theme: notebook.frontMatter.html.theme,
      additions: [drawing.styleSheet, NotebookWidths.styleSheet(of: outline.blocks), assets.styleSheet ?? ""])

    let matter = notebook.frontMatter
    let header = ReportHeader(record: record)
    var values: Templates.Values = [
      "language": language.tag, "theme": matter.html.theme.rawValue,
      "policy":
        "default-src 'none'; img-src data:; style-src '\(styleSheet.digest)'; base-uri 'none'; form-action 'none'",
      "styleHTML": HTML(trusted: styleSheet.text),
      "plainTitle": outline.plainTitle, "titleHTML": title,
      "documentHTML": document, "endnotesHTML": endnotes, "bibliographyHTML": bibliography,
      "dataHTML": ReportData(title: outline.plainTitle, plan: plan, record: record, leavesOutVolatile: isReproducible)
        .html,
      "englishHTML": language.englishMark,
      "provenance": Provenance(notebook: notebook, record: record).rows.map { ["name": $0.name, "value": $0.value] },
    ]
    if language.isRightToLeft { values["isRightToLeft"] = true }
    if let identifier = outline.titleIdentifier { values["titleIdentifier"] = identifier }
    if let subtitle = matter.subtitle { values["subtitle"] = subtitle }
    if let author = matter.author { values["author"] = author }
    if let date = matter.date { values["date"] = date }
    values["hasByline"] = matter.author != nil || matter.date != nil
    if !header.facts.isEmpty {
      values["hasFacts"] = true
      values["facts"] = header.facts.map(\.values)
    }
    let contents = Contents(outline: outline, depth: matter.html.contentsDepth)
    if matter.html.contents, contents.isWorthShowing { values["contentsHTML"] = contents.html(prose) }
    if let banner = banner(plan) { values["banner"] = banner }
    if let problem = record?.problem {
      values["problemHTML"] = cells.html(ending: problem, shownIn: plan.cell(showing: problem))
    }
    return Templates.render(.page, values).markup
  }

  /// What would keep the notebook's report from being written: missing pictures or style sheet, references that lead
  /// nowhere. To be asked before anything runs.
  public static func problems(in notebook: Notebook) -> [Problem] {
    var identifiers = Identifiers()
    let outline = Outline(notebook: notebook, identifiers: &identifiers)
    let plan = CellPlan(notebook: notebook, record: nil, identifiers: &identifiers)
    let references = CrossReferences(outline: outline, plan: plan, words: .english)
    return (Assets(notebook: notebook).problems + references.problems(in: notebook))
      .sorted { ($0.line ?? 0) < ($1.line ?? 0) }
  }

  /// What the reader of the page should not have to find out: references to figures that a cell did not show, formulas
  /// that could not be typeset.
  public var warnings: [Problem] {
    var identifiers = Identifiers()
    let outline = Outline(notebook: notebook, identifiers: &identifiers)
    let plan = CellPlan(notebook: notebook, record: record, identifiers: &identifiers)
    let references = CrossReferences(outline: outline, plan: plan, words: words)
    return typesetting.warnings + references.warnings(in: notebook)
  }

  /// The files that a notebook's page takes in, as absolute paths: pictures and the user's style sheet.
  public static func files(of notebook: Notebook) -> [String] {
    Assets.files(of: notebook)
  }

  /// The record's values, as long as they are of these expressions.
  private var inlineValues: [String?] {
    guard let record, record.inlineValues.count == notebook.inlineExpressions.count else { return [] }
    return record.inlineValues
  }

  private var way: String? {
    guard let pageFolder else { return nil }
    let notebookFolder = URL(fileURLWithPath: notebook.path).standardizedFileURL.deletingLastPathComponent().path
    return Link.way(from: pageFolder, to: notebookFolder)
  }

  private func banner(_ plan: CellPlan) -> String? {
    guard let record else { return "This notebook has not been run: the page shows its code without outputs." }
    if record.status == .running { return "The last run was cut off: the page shows what it had done by then." }
    if plan.cells.contains(where: \.isUntrained) {
      return "Shown without training: results marked as stale are those of earlier settings."
    }
    let isOld = plan.cells.contains { cell in
      switch cell.state {
      case .stale, .notInRecord: true
      default: false
      }
    }
    guard isOld else { return nil }
    return "The notebook has changed since it was run: what comes after a changed cell may differ when it runs again."
  }
}
