import CellOutput

extension FrontMatter {
  /// Replaces defaults by the command line's `-P name:value`, read as the default's type.
  mutating func override(_ overrides: [String: String], file: String) throws(Problem) {
    for (name, text) in overrides.sorted(by: { $0.key < $1.key }) {
      guard let index = parameters.firstIndex(where: { $0.name == name }) else {
        let known = parameters.map(\.name)
        throw NotebookError.unknownParameter(name, nearest: nearestName(to: name, among: known), known: known)
          .problem(in: file)
      }
      guard let value = parameters[index].value.replaced(by: text) else {
        throw NotebookError.wrongParameterType(name, value: text, expected: parameters[index].value.typeDescription)
          .problem(in: file, line: parameters[index].line)
      }
      parameters[index].value = value
    }
  }
}

extension Parameter.Value {
  /// `text` as a value of the same type; `nil` where it is none.
  fileprivate func replaced(by text: String) -> Self? {
    switch self {
    case .integer: Int(text).map(Self.integer)
    case .number: Double(text).flatMap { $0.isFinite ? .number($0) : nil }
    case .boolean: Bool(text).map(Self.boolean)
    case .text: .text(text)
    }
  }

  fileprivate var typeDescription: String {
    switch self {
    case .integer: "a whole number"
    case .number: "a number"
    case .boolean: "true or false"
    case .text: "a text"
    }
  }

  /// The value as it is shown, such as in a record's `parameters`.
  public var shown: String {
    switch self {
    case .integer(let value): String(value)
    case .number(let value): String(value)
    case .boolean(let value): String(value)
    case .text(let value): value
    }
  }
}
