internal import SwiftDiagnostics
internal import SwiftParser
internal import SwiftParserDiagnostics
internal import SwiftSyntax

/// One cell as SwiftParser sees it: where its statements begin, what it imports and what it shows.
struct CellSyntax {
  /// A statement, declaration or expression at the cell's top level.
  struct Item {
    enum Kind: Equatable {
      case importDeclaration
      /// A function, type or extension: nothing runs here.
      case declaration
      case statement
      /// An expression whose value is shown, the cell's last.
      case shownExpression
    }

    var kind: Kind
    /// UTF-8 offsets into the cell's code, without the space and comments around.
    var range: Range<Int>
    /// 1-based within the cell.
    var line: Int
    /// 1-based, in UTF-8 bytes.
    var column: Int
  }

  /// A mistake that keeps the cell from parsing alone. `line`: 1-based within the cell.
  struct Mistake: Equatable {
    var message: String
    var line: Int
    var column: Int
  }

  var code: String
  var items: [Item]
  var mistakes: [Mistake]
  var names: CellNames

  init(code: String) {
    self.code = code
    let tree = Parser.parse(source: code)
    let converter = SourceLocationConverter(fileName: "", tree: tree)
    mistakes = Self.mistakes(in: tree, converter)
    items = tree.statements.enumerated().map { index, item in
      let start = item.positionAfterSkippingLeadingTrivia
      let location = converter.location(for: start)
      let isLast = index == tree.statements.count - 1
      return Item(
        kind: Self.kind(of: item, isLast: isLast),
        range: start.utf8Offset..<item.endPositionBeforeTrailingTrivia.utf8Offset, line: location.line,
        column: location.column)
    }
    names = CellNames(tree, converter)
  }

  /// Whether `code` is one expression and nothing else.
  static func isExpression(_ code: String) -> Bool {
    let tree = Parser.parse(source: code)
    return !tree.hasError && tree.statements.count == 1 && tree.statements.first!.item.is(ExprSyntax.self)
  }

  private static func kind(of item: CodeBlockItemSyntax, isLast: Bool) -> Item.Kind {
    switch item.item {
    case .decl(let declaration):
      if declaration.is(ImportDeclSyntax.self) { return .importDeclaration }
      return declaration.is(VariableDeclSyntax.self) ? .statement : .declaration
    case .stmt: return .statement
    case .expr(let expression):
      // A semicolon at the end hides the value, as in other notebooks.
      let isShown = isLast && item.semicolon == nil && !isAssignment(expression)
      return isShown ? .shownExpression : .statement
    #if RESILIENT_LIBRARIES
    @unknown default: return .statement
    #endif
    }
  }

  private static func isAssignment(_ expression: ExprSyntax) -> Bool {
    if let inner = expression.as(TryExprSyntax.self) { return isAssignment(inner.expression) }
    if let inner = expression.as(AwaitExprSyntax.self) { return isAssignment(inner.expression) }
    guard let sequence = expression.as(SequenceExprSyntax.self) else { return false }
    return sequence.elements.contains { $0.is(AssignmentExprSyntax.self) }
  }

  private static func mistakes(in tree: SourceFileSyntax, _ converter: SourceLocationConverter) -> [Mistake] {
    guard tree.hasError else { return [] }
    return ParseDiagnosticsGenerator.diagnostics(for: tree).filter { $0.diagMessage.severity == .error }.map {
      diagnostic in
      // A missing brace is noticed at the cell's end; the note names the brace that it should match.
      let opening = diagnostic.notes.first { $0.message.hasPrefix("to match this opening") }
      let location = opening.map { $0.location(converter: converter) } ?? diagnostic.location(converter: converter)
      return Mistake(message: diagnostic.message, line: location.line, column: location.column)
    }
  }
}
