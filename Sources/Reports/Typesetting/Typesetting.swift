public import CellOutput
public import Notebooks

/// What pandoc makes of a notebook's formulas and citations: MathML and references.
///
/// Pandoc is optional. Without it formulas are shown in TeX's notation and citations as they are written.
public struct Typesetting: Sendable {
  /// By `key(of:)`.
  private(set) var formulas: [String: HTML] = [:]
  /// By their source.
  private(set) var citations: [String: [MarkdownInline]] = [:]
  private(set) var bibliography: [Bibliography.Entry] = []
  /// What could not be typeset, each with its line.
  public private(set) var warnings: [Problem] = []

  /// Everything as it is written.
  public static let none = Typesetting()

  init() {}

  /// Typesets what `notebook` has of formulas and citations; asks nobody where it has none.
  public static func of(_ notebook: Notebook) async -> Typesetting {
    await of(notebook, with: Pandoc())
  }

  static func of(_ notebook: Notebook, with pandoc: Pandoc) async -> Typesetting {
    var typesetting = Typesetting()
    await typesetting.setFormulas(of: notebook, with: pandoc)
    await typesetting.setCitations(of: notebook, with: pandoc)
    return typesetting
  }

  static func key(of formula: Formula) -> String { formula.source }

  private mutating func setFormulas(of notebook: Notebook, with pandoc: Pandoc) async {
    var distinct: [Formula] = []
    var seen: Set<String> = []
    InlineWalk.visitAll(notebook.blocks) { inline in
      if case .formula(let formula) = inline, seen.insert(Self.key(of: formula)).inserted { distinct.append(formula) }
    }
    guard let first = distinct.first else { return }
    do throws(Pandoc.Failure) {
      let results = try await Mathematics.typeset(distinct, with: pandoc)
      for (formula, result) in zip(distinct, results) {
        if let result {
          formulas[Self.key(of: formula)] = result
        } else {
          warn(
            in: notebook, line: formula.line, "Pandoc does not understand the formula '\(Self.brief(formula.tex))'.",
            remedy: "It is shown as it is written: check its TeX.")
        }
      }
    } catch {
      warn(
        in: notebook, line: first.line, Self.words(for: error, what: "Formulas"),
        remedy: "Install it for typeset ones: apt-get install pandoc")
    }
  }

  private mutating func setCitations(of notebook: Notebook, with pandoc: Pandoc) async {
    var sources: [(source: String, line: Int)] = []
    InlineWalk.visitAll(notebook.blocks) { inline in
      guard case .citation(let source, let line) = inline else { return }
      if !sources.contains(where: { $0.source == source }) { sources.append((source, line)) }
    }
    guard let first = sources.first else { return }
    do throws(Pandoc.Failure) {
      let result = try await Bibliography.process(sources.map(\.source), of: notebook, with: pandoc)
      citations = Dictionary(uniqueKeysWithValues: zip(sources.map(\.source), result.citations))
      bibliography = result.entries
      for key in result.unknownKeys {
        let line = sources.first { $0.source.contains("@\(key)") }?.line
        warn(
          in: notebook, line: line, "The bibliography has no '\(key)'.",
          remedy: "Add it to \(notebook.frontMatter.bibliography.joined(separator: ", ")), or correct the key.")
      }
    } catch {
      warn(
        in: notebook, line: first.line, Self.words(for: error, what: "Citations"),
        remedy: "Install it for references: apt-get install pandoc")
    }
  }

  private mutating func warn(in notebook: Notebook, line: Int?, _ summary: String, remedy: String) {
    warnings.append(
      Problem(kind: .notebook, file: notebook.path, line: line, summary: summary, remedy: remedy))
  }

  private static func words(for failure: Pandoc.Failure, what: String) -> String {
    switch failure {
    case .missing: return "\(what) are shown as they are written, because pandoc is not installed."
    case .failed(let messages):
      let line = messages.split(separator: "\n").last { !$0.hasPrefix("[WARNING]") }.map { ": \($0)" } ?? ""
      return "\(what) are shown as they are written, because pandoc failed\(line)."
    }
  }

  private static func brief(_ tex: String) -> String {
    let line = tex.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return line.count > 60 ? line.prefix(60) + "…" : line
  }
}
