internal import SwiftSyntax

/// The names a cell declares at file scope, and those that its functions use without declaring them.
struct CellNames {
  enum Kind { case variable, type, function }

  struct Declaration {
    var name: String
    var kind: Kind
    /// 1-based within the cell.
    var line: Int
  }

  struct Use {
    var name: String
    /// As a message names it, such as `The function 'score'`.
    var user: String
    var line: Int
  }

  var declarations: [Declaration] = []
  /// Names that a function or a type's method takes from around it.
  var uses: [Use] = []
  /// Names of members of the cell's types: within extensions they mean those, not variables.
  var members: Set<String> = []

  init(_ tree: SourceFileSyntax, _ converter: SourceLocationConverter) {
    for item in tree.statements {
      guard case .decl(let declaration) = item.item else { continue }
      add(declaration, converter)
    }
  }

  private mutating func add(_ declaration: DeclSyntax, _ converter: SourceLocationConverter) {
    func declare(_ name: TokenSyntax, _ kind: Kind) {
      declarations.append(Declaration(name: name.plainName, kind: kind, line: name.line(converter)))
    }
    if let variable = declaration.as(VariableDeclSyntax.self) {
      for binding in variable.bindings {
        for name in names(in: binding.pattern) { declare(name, .variable) }
      }
    } else if let function = declaration.as(FunctionDeclSyntax.self) {
      declare(function.name, .function)
      collectUses(declaration, user: "The function '\(function.name.plainName)'", converter)
    } else if let alias = declaration.as(TypeAliasDeclSyntax.self) {
      declare(alias.name, .type)
    } else if let type = declaration.asProtocol((any NamedDeclSyntax).self),
      let group = declaration.asProtocol((any DeclGroupSyntax).self)
    {
      declare(type.name, .type)
      let collector = NameCollector(viewMode: .sourceAccurate)
      collector.walk(group.memberBlock)
      members.formUnion(collector.declared)
      // What an inherited member or a protocol's extension brings in cannot be seen here.
      if group.inheritanceClause == nil {
        collectUses(declaration, user: "The type '\(type.name.plainName)'", converter)
      }
    }
  }

  private mutating func collectUses(_ declaration: DeclSyntax, user: String, _ converter: SourceLocationConverter) {
    let collector = NameCollector(viewMode: .sourceAccurate)
    collector.walk(declaration)
    var seen: Set<String> = []
    for token in collector.used where !collector.declared.contains(token.plainName) {
      if seen.insert(token.plainName).inserted {
        uses.append(Use(name: token.plainName, user: user, line: token.line(converter)))
      }
    }
  }

  private func names(in pattern: PatternSyntax) -> [TokenSyntax] {
    if let identifier = pattern.as(IdentifierPatternSyntax.self) { return [identifier.identifier] }
    if let tuple = pattern.as(TuplePatternSyntax.self) { return tuple.elements.flatMap { names(in: $0.pattern) } }
    return []
  }
}

/// Every name used as a value and every name declared within a declaration, scopes disregarded: one that is declared
/// anywhere inside is taken to mean that.
private final class NameCollector: SyntaxVisitor {
  var used: [TokenSyntax] = []
  var declared: Set<String> = []

  override func visit(_ node: DeclReferenceExprSyntax) -> SyntaxVisitorContinueKind {
    let isMember = node.parent?.as(MemberAccessExprSyntax.self)?.declName.id == node.id
    if !isMember { used.append(node.baseName) }
    return .visitChildren
  }

  override func visit(_ node: IdentifierPatternSyntax) -> SyntaxVisitorContinueKind {
    declared.insert(node.identifier.plainName)
    return .visitChildren
  }

  override func visit(_ node: FunctionParameterSyntax) -> SyntaxVisitorContinueKind {
    declared.insert((node.secondName ?? node.firstName).plainName)
    return .visitChildren
  }

  override func visit(_ node: ClosureShorthandParameterSyntax) -> SyntaxVisitorContinueKind {
    declared.insert(node.name.plainName)
    return .visitChildren
  }

  override func visit(_ node: ClosureParameterSyntax) -> SyntaxVisitorContinueKind {
    declared.insert((node.secondName ?? node.firstName).plainName)
    return .visitChildren
  }

  override func visit(_ node: ClosureCaptureSyntax) -> SyntaxVisitorContinueKind {
    declared.insert(node.name.plainName)
    return .visitChildren
  }

  override func visit(_ node: FunctionDeclSyntax) -> SyntaxVisitorContinueKind {
    declared.insert(node.name.plainName)
    return .visitChildren
  }

  override func visit(_ node: EnumCaseElementSyntax) -> SyntaxVisitorContinueKind {
    declared.insert(node.name.plainName)
    return .visitChildren
  }
}

extension TokenSyntax {
  /// The name without backticks.
  fileprivate var plainName: String { text.trimmingPrefix("`").trimmingSuffix { $0 == "`" }.description }

  fileprivate func line(_ converter: SourceLocationConverter) -> Int {
    converter.location(for: positionAfterSkippingLeadingTrivia).line
  }
}
