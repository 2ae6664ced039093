/// Weaves a notebook's units into the source of one program.
///
/// Cells stand at file scope, each statement after a `#sourceLocation`, so that the compiler and the runtime speak of
/// the notebook's lines and columns. What the weaver adds belongs to a file of its own, `ProgramWeaver.generatedFile`,
/// whose warnings nobody needs to see. The third cell of `digits.md`, on its lines 12 and 13:
///
///     let total = counts.reduce(0, +)
///     total / 10
///
/// becomes (each line but the cell's own has a `#sourceLocation(file: "<cahier>", …)` before it, left out here):
///
///     CellRecorder.beginCell(2)
///     CellRecorder.at(12);
///     #sourceLocation(file: "digits.md", line: 12)
///     let total = counts.reduce(0, +)
///     CellRecorder.at(13);
///     #sourceLocation(file: "digits.md", line: 12)
///     let _cahierValue2 =
///     total / 10
///     CellRecorder.show(_cahierValue2)
///     CellRecorder.endCell(2)
struct ProgramWeaver {
  /// What the compiler calls the lines that no user wrote.
  static let generatedFile = "<cahier>"
  /// How the names begin that the weaver invents.
  static let namePrefix = "_cahier"

  let analysis: NotebookAnalysis
  private var notebook: Notebook { analysis.notebook }

  init(_ analysis: NotebookAnalysis) {
    self.analysis = analysis
  }

  /// The program that runs `units`, which are the first of the notebook's.
  func weave(_ units: some Collection<NotebookUnit>) -> String {
    var text = SourceText(notebook: notebook.sourceName)
    text.generated("import Cahier")
    for case .cell(let index) in units { hoistImports(of: index, to: &text) }
    text.generated(parameters())
    text.generated("CellRecorder.start()")
    for unit in units {
      switch unit {
      case .cell(let index): weaveCell(index, into: &text)
      case .inlineValue(let index): weaveInline(index, into: &text)
      }
    }
    text.generated("CellRecorder.finish()")
    return text.text
  }

  /// Imports go to the top: a cell that may fail has a scope of its own, where none is allowed.
  private func hoistImports(of index: Int, to text: inout SourceText) {
    guard let syntax = analysis.cells[index] else { return }
    let code = Array(syntax.code.utf8)
    for item in syntax.items where item.kind == .importDeclaration {
      let source = String(decoding: code[item.range], as: UTF8.self)
      text.fromNotebook(source, line: notebook.cells[index].line + item.line - 1, column: item.column)
    }
  }

  /// `params` with the values of this execution.
  private func parameters() -> String {
    let parameters = notebook.frontMatter.parameters
    guard !parameters.isEmpty else { return "" }
    let members = parameters.map { "  let `\($0.name)`: \($0.value.swiftType)" }
    let values = parameters.map { "\($0.name): \($0.value.swiftLiteral)" }
    return """
      nonisolated struct CahierParameters: Sendable {
      \(members.joined(separator: "\n"))
      }
      let params = CahierParameters(\(values.joined(separator: ", ")))
      """
  }

  private func weaveInline(_ index: Int, into text: inout SourceText) {
    let inline = notebook.inlineExpressions[index]
    let name = "\(Self.namePrefix)Inline\(index)"
    text.generated("CellRecorder.at(\(inline.line));", near: inline.line)
    let binding = "let \(name) ="
    if inline.line > 1 {
      text.fromNotebook(binding + "\n", line: inline.line - 1, column: 1)
      text.append(String(repeating: " ", count: inline.column - 1) + inline.code)
    } else {
      // There is no line before the first: the binding takes the room that the prose has, or a little more.
      text.fromNotebook(binding, line: 1, column: 1)
      text.append(String(repeating: " ", count: max(inline.column - 1 - binding.count, 1)) + inline.code)
    }
    text.generated("CellRecorder.inlineValue(\(index), \(name))", near: inline.line)
  }

  private func weaveCell(_ index: Int, into text: inout SourceText) {
    let cell = notebook.cells[index]
    guard let syntax = analysis.cells[index] else { return }
    let code = Array(syntax.code.utf8)
    let label = cell.options.label.map { ", label: \(swiftStringLiteral($0))" } ?? ""
    text.generated("CellRecorder.beginCell(\(index)\(label))", near: cell.line)
    if cell.options.error { text.generated("do {", near: cell.line) }
    var shown: String?
    text.sourceLocation(line: cell.line)
    var written = 0
    for item in syntax.items where item.kind != .declaration {
      let line = cell.line + item.line - 1
      text.append(code[written..<item.range.lowerBound])
      written = item.range.lowerBound
      if item.kind == .importDeclaration {
        text.append(code[item.range].map { $0 == UInt8(ascii: "\n") ? $0 : UInt8(ascii: " ") })
        written = item.range.upperBound
        continue
      }
      text.generated("CellRecorder.at(\(line));", near: line)
      if item.kind == .shownExpression {
        let name = "\(Self.namePrefix)Value\(index)"
        text.fromNotebook("let \(name) =\n", line: line - 1, column: 1)
        text.append(String(repeating: " ", count: item.column - 1))
        shown = name
      } else {
        text.fromNotebook("", line: line, column: item.column)
      }
    }
    text.append(code[written...])
    let lastLine = notebook.lines(of: .cell(index)).upperBound
    if let shown { text.generated("CellRecorder.show(\(shown))", near: lastLine) }
    if cell.options.error { text.generated("} catch { CellRecorder.caught(error) }", near: lastLine) }
    text.generated("CellRecorder.endCell(\(index))", near: lastLine)
  }
}

extension Parameter.Value {
  fileprivate var swiftType: String {
    switch self {
    case .integer: "Int"
    case .number: "Double"
    case .boolean: "Bool"
    case .text: "String"
    }
  }

  fileprivate var swiftLiteral: String {
    switch self {
    case .integer(let value): String(value)
    case .number(let value):
      value.isFinite ? String(value) : value.isNaN ? "Double.nan" : "\(value < 0 ? "-" : "")Double.infinity"
    case .boolean(let value): String(value)
    case .text(let value): swiftStringLiteral(value)
    }
  }
}
