/// What is woven into the program, in the document's order: a cell or an inline expression.
enum NotebookUnit: Hashable {
  case cell(Int)
  case inlineValue(Int)
}

extension Notebook {
  /// Everything that runs, top to bottom; cells with `eval: false` are left out.
  var units: [NotebookUnit] {
    var units: [NotebookUnit] = []
    var inline = 0
    for index in 0...cells.count {
      while inline < inlineExpressions.count, inlineExpressions[inline].cellsBefore <= index {
        units.append(.inlineValue(inline))
        inline += 1
      }
      if index < cells.count, cells[index].options.eval { units.append(.cell(index)) }
    }
    return units
  }

  /// The first line of `unit` that holds code, 1-based.
  func line(of unit: NotebookUnit) -> Int {
    switch unit {
    case .cell(let index): cells[index].line
    case .inlineValue(let index): inlineExpressions[index].line
    }
  }

  /// The lines of `unit`, 1-based.
  func lines(of unit: NotebookUnit) -> ClosedRange<Int> {
    switch unit {
    case .cell(let index):
      let lineBreaks = cells[index].code.utf8.count { $0 == UInt8(ascii: "\n") }
      return cells[index].line...(cells[index].line + lineBreaks)
    case .inlineValue(let index):
      return inlineExpressions[index].line...inlineExpressions[index].line
    }
  }

  /// What compiler and runtime call the notebook: the file's name, without the few characters that
  /// `#sourceLocation` has no way to write.
  var sourceName: String {
    let name = path.split(separator: "/").last ?? "notebook"
    return String(name.map { $0 == "\"" || $0 == "\\" || $0.isNewline ? "_" : $0 })
  }
}
