internal import CellOutput
internal import Figures
import Foundation
internal import Notebooks

/// Writes a cell: its code, then what it put out.
struct CellWriter {
  /// Draws the page's figures.
  let svg: (FigureDrawing.Request) throws -> String
  let language: Language
  /// Whether figures of times and rates are left out.
  var leavesOutVolatile = false

  func html(_ shown: ShownCell) -> HTML {
    guard shown.isShown else { return HTML() }
    let options = shown.cell.options
    var values: Templates.Values = [
      "identifier": shown.identifier,
      "outputsHTML": outputs(of: shown), "englishHTML": language.englishMark,
    ]
    if shown.showsCode, !shown.cell.code.allSatisfy(\.isWhitespace) {
      values["hasCode"] = true
      values["codeHTML"] = CodeBlock.html(
        shown.cell.code, language: "swift", firstLine: options.codeLineNumbers ? shown.cell.line : nil)
      values["isFolded"] = options.codeFold
      if let summary = options.codeSummary { values["summary"] = summary }
    }
    switch shown.state {
    case .finished, .failed, .notEvaluated: break
    case .notRun: if shown.staleReason == nil { values["notice"] = "Not run: the program ended before it." }
    case .notInRecord: values["notice"] = "Not run yet."
    case .stale:
      values["notice"] = "The code has changed since it ran: what follows is from its earlier version."
      values["isStale"] = true
    }
    if let reason = shown.staleReason {
      values["isStale"] = true
      values["stale"] = shown.state == .notRun ? "Not run: \(reason)" : "Stale, from an earlier run: \(reason)"
    } else if let words = stale(shown) {
      values["stale"] = words
    }
    if let note = note(of: shown) { values["note"] = note }
    return Templates.render(.cell, values)
  }

  /// What ended the run, at the top of the page: in full only where no cell shows it.
  func html(ending problem: Problem, shownIn cell: ShownCell?) -> HTML {
    guard let cell else { return render(problem, isWarning: false, isExpected: false) }
    var html = HTML()
    html.element(
      "div",
      [.init("class", "problem failure"), .init("role", "note"), .init("aria-label", "Failure")] + language.english
    ) { html in
      html.element("p") { html in
        html.text("The run ended early, in ")
        let name = cell.cell.options.label.map { " “\($0)”" } ?? ""
        html.element("a", [.init("href", "#\(cell.identifier)")], text: "cell \(cell.cell.index + 1)\(name)")
        html.text(": \(Escaping.showingDirectionControls(problem.summary))")
      }
    }
    return html
  }

  private func outputs(of shown: ShownCell) -> HTML {
    var html = HTML()
    for output in shown.outputs {
      switch output {
      case .text(let text): append(stream: text, name: "value", to: &html)
      case .standardOutput(let text): append(stream: text, name: "stdout", to: &html)
      case .standardError(let text): append(stream: text, name: "stderr", title: "Standard error", to: &html)
      case .table(let table, let caption): html.append(render(table, caption))
      case .figure(let figure, let caption): html.append(render(figure, caption, options: shown.cell.options))
      case .warning(let problem): html.append(render(problem, isWarning: true, isExpected: false))
      case .failure(let problem):
        html.append(render(problem, isWarning: false, isExpected: shown.cell.options.error))
      case .training: break
      }
    }
    return html
  }

  private func append(stream text: String, name: String, title: String? = nil, to html: inout HTML) {
    let shown = TerminalText.clean(text)
    guard !shown.isEmpty else { return }
    html.element("div", [.init("class", "output \(name)")]) { html in
      if let title { html.element("p", [.init("class", "stream")] + language.english, text: title) }
      html.element("pre", [.init("tabindex", "0")]) { html in
        if shown.hasPrefix("\n") { html.lineBreak() }
        html.element("samp", text: shown)
      }
    }
    html.lineBreak()
  }

  private func render(_ table: Table, _ caption: ShownCell.Caption?) -> HTML {
    var values: Templates.Values = ["tableHTML": TableWriter.html(table), "englishHTML": language.englishMark]
    if let caption {
      values["identifier"] = caption.identifier
      values["name"] = caption.name
      if let text = caption.text { values["caption"] = text }
    }
    return Templates.render(.table, values)
  }

  private func render(_ figure: Figure, _ caption: ShownCell.Caption, options: CellOptions) -> HTML {
    let isLeftOut = leavesOutVolatile && figure.presentation.isVolatile == true
    let alternative = options.figureAlt ?? alternative(of: figure, caption: caption)
    var values: Templates.Values = [
      "identifier": caption.identifier, "name": caption.name, "alternative": alternative,
      "englishHTML": language.englishMark,
    ]
    if let text = caption.text { values["caption"] = text }
    guard !isLeftOut else {
      values["leftOut"] = true
      return Templates.render(.figure, values)
    }
    let data = figure.content.dataTable
    if !data.columns.isEmpty {
      values["dataHTML"] = TableWriter.html(data)
      values["csv"] = Escaping.showingDirectionControls(data.csv.replacingOccurrences(of: "\r\n", with: "\n"))
    }
    do {
      // No other identifier has a dot.
      let prefix = "f." + caption.name.filter(\.isNumber)
      let request = FigureDrawing.Request(
        figure: figure, identifierPrefix: prefix, alternativeText: alternative,
        width: options.figureWidth ?? figure.presentation.width,
        height: options.figureHeight ?? figure.presentation.height)
      values["drawingHTML"] = HTML(trusted: try svg(request))
    } catch {
      values["notDrawn"] = "The figure could not be drawn: \(error)"
    }
    return Templates.render(.figure, values)
  }

  private func alternative(of figure: Figure, caption: ShownCell.Caption) -> String {
    let words = figure.alternativeText
    return words.isEmpty ? caption.text ?? caption.name : words
  }

  private func render(_ problem: Problem, isWarning: Bool, isExpected: Bool) -> HTML {
    var place = problem.file.split(separator: "/").last.map(String.init) ?? problem.file
    if let line = problem.line { place += ":\(line)" }
    if problem.line != nil, let column = problem.column { place += ":\(column)" }
    let title: String =
      switch problem.kind {
      case _ where isWarning: "Warning"
      case .notebook: "Cannot run"
      case .compiler: "Does not compile"
      case .thrown: "Error thrown"
      case .trapped: "Crashed"
      case .interrupted: "Interrupted"
      }
    var values: Templates.Values = [
      "kind": isWarning ? "warning" : isExpected ? "expected" : "failure",
      "title": title, "place": place, "englishHTML": language.englishMark,
      "summary": Escaping.showingDirectionControls(problem.summary),
    ]
    if !problem.remedy.isEmpty { values["remedy"] = problem.remedy }
    let detail = TerminalText.clean(problem.detail)
    if !detail.isEmpty { values["detail"] = detail }
    return Templates.render(.failure, values)
  }

  /// In what the runs of a cell differ from what its code asks for.
  private func stale(_ shown: ShownCell) -> String? {
    let words = shown.outputs.compactMap { output -> String? in
      if case .training(let note) = output { TrainingWords.stale(note) } else { nil }
    }
    return words.isEmpty ? nil : words.joined(separator: "; ")
  }

  /// What is said small under the cell: of its training, or how long it took.
  private func note(of shown: ShownCell) -> String? {
    let notes = shown.outputs.compactMap { output -> String? in
      guard case .training(let note) = output else { return nil }
      return TrainingWords.sentence(note)
    }
    if !notes.isEmpty { return notes.joined(separator: " ") }
    guard shown.showsCode, let seconds = shown.seconds, seconds >= 1 else { return nil }
    return Quantities.duration(seconds: seconds)
  }
}
