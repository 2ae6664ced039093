internal import SwiftParser
internal import SwiftSyntax

/// Finds the cells that train, without running them.
public enum TrainingCalls {
  /// The indices of the cells that call `fit`, themselves or through a function that the notebook declares.
  public static func cells(of notebook: Notebook) -> [Int] {
    let found = notebook.cells.map { cell in
      let finder = Finder(viewMode: .sourceAccurate)
      if cell.options.eval { finder.walk(Parser.parse(source: cell.code)) }
      return finder
    }
    var training: Set<String> = ["fit"]
    // A function may train through another that is declared further down.
    while true {
      let more = Set(
        found.flatMap(\.functions).filter { !$0.calls.isDisjoint(with: training) }.map(\.name)
      ).subtracting(training)
      if more.isEmpty { break }
      training.formUnion(more)
    }
    return found.indices.filter { !found[$0].calls.isDisjoint(with: training) }
  }

  private final class Finder: SyntaxVisitor {
    struct Function {
      var name: String
      var calls: Set<String>
    }

    /// Of the functions that the cell declares.
    private(set) var functions: [Function] = []
    /// The names called outside of them.
    private(set) var calls: Set<String> = []
    /// The functions around the place that is looked at.
    private var open: [Function] = []

    override func visit(_ node: FunctionDeclSyntax) -> SyntaxVisitorContinueKind {
      open.append(Function(name: node.name.text, calls: []))
      return .visitChildren
    }

    override func visitPost(_ node: FunctionDeclSyntax) {
      functions.append(open.removeLast())
    }

    override func visit(_ node: FunctionCallExprSyntax) -> SyntaxVisitorContinueKind {
      let called = node.calledExpression
      let name =
        called.as(MemberAccessExprSyntax.self)?.declName.baseName.text
        ?? called.as(DeclReferenceExprSyntax.self)?.baseName.text
      if let name {
        if open.isEmpty { calls.insert(name) } else { open[open.count - 1].calls.insert(name) }
      }
      return .visitChildren
    }
  }
}
