import CellOutput

extension NotebookError {
  /// What is wrong, one sentence.
  var summary: String {
    switch self {
    case .missingFile: "There is no such file."
    case .isFolder: "This is a folder, not a notebook."
    case .unreadable(let reason): "The file cannot be read: \(reason)."
    case .notUTF8(let offset): "The file is not UTF-8: byte \(offset) does not belong to any character."
    case .emptyFile: "The notebook is empty."

    case .unclosedFrontMatter: "The front matter that begins here is never closed."
    case .brokenYAML(let reason): "The YAML cannot be read: \(reason)."
    case .notAMapping(let what): "The \(what) must be lines of 'key: value'."
    case .unknownKey(let key, nil, _): "The front matter has an unknown key '\(key)'."
    case .unknownKey(let key, let section?, _): "The front matter has an unknown key '\(key)' under '\(section)'."
    case .wrongType(let key, let expected, let found): "'\(key)' must be \(expected), not \(found)."

    case .unclosedFence: "The code block that begins here is never closed."
    case .unknownLanguage(let name): "Cells in '\(name)' cannot be run; Cahier runs Swift."
    case .optionsInFence(let text): "The cell's first line has '\(text)' after {swift."
    case .unknownOption(let name, _, _): "There is no cell option '\(name)'."
    case .badLabel(let label): "The label '\(label)' has characters that a reference cannot hold."
    case .nestedTooDeep: "Quotes and lists are nested more than 100 deep."

    case .unclosedDivision: "The division that begins here is never closed."
    case .strayDivisionEnd: "This ':::' closes nothing."
    case .unknownCallout(let name, _): "There is no callout '\(name)'."
    case .badColumnWidth(let text): "A column cannot be '\(text)' wide."
    case .badImageWidth(let text): "A picture cannot be '\(text)' wide."
    case .badImageLabel(let label): "A picture cannot be labelled '\(label)'."
    case .labelledImageInText(let label): "The picture labelled '\(label)' stands in a text."

    case .duplicateLabel(let label, let firstLine): "The label '\(label)' is taken: line \(firstLine) has it."
    case .missingReference(let label, _): "Nothing is labelled '\(label)'."
    case .emptyInlineExpression: "The inline expression is empty."

    case .badParameterName(let name): "The parameter '\(name)' cannot be a name in Swift."
    case .badParameterDefault(let name): "The parameter '\(name)' needs a number, a text, true or false as its default."
    case .unknownParameter(let name, _, _): "The notebook has no parameter '\(name)'."
    case .wrongParameterType(let name, let value, let expected):
      "The parameter '\(name)' is \(expected); '\(value)' is not."

    case .syntax(let message): message.prefix(1).uppercased() + message.dropFirst() + "."
    case .redeclared(let name, let firstLine):
      "'\(name)' is declared a second time; line \(firstLine) declares it first."
    case .laterVariable(let name, let function, let declaredLine):
      "\(function) uses '\(name)', which only line \(declaredLine) of a later cell declares."
    }
  }

  /// What to do about it; may be empty.
  var remedy: String {
    switch self {
    case .missingFile: "Check the path."
    case .isFolder: "Name a Markdown file in it."
    case .unreadable: ""
    case .notUTF8: "Save it as UTF-8."
    case .emptyFile: "'cahier new NAME' writes one to start from."

    case .unclosedFrontMatter: "End it with a line '---'."
    case .brokenYAML: "Quote values that contain ': ' or begin with a special character."
    case .notAMapping: ""
    case .unknownKey(_, _, let nearest): nearest.map { "Did you mean '\($0)'?" } ?? ""
    case .wrongType: ""

    case .unclosedFence: "End it with a line of as many backticks or tildes."
    case .unknownLanguage(let name): "Write ```\(name) without braces to show the code."
    case .optionsInFence: "Write options as '//| key: value' lines at the top of the cell."
    case .unknownOption(_, let nearest?, _): "Did you mean '\(nearest)'?"
    case .unknownOption(_, nil, let known): "The options are \(known.joined(separator: ", "))."
    case .badLabel: "Use letters, digits, '-' and '_'."
    case .nestedTooDeep: ""

    case .unclosedDivision: "End it with a line ':::' at the same indentation."
    case .strayDivisionEnd: "Remove it, or begin a division with a line such as '::: {.callout-note}'."
    case .unknownCallout(_, let nearest?): "Did you mean '.callout-\(nearest)'?"
    case .unknownCallout(_, nil):
      "There are " + Callout.Kind.allCases.map { "callout-\($0.rawValue)" }.joined(separator: ", ") + "."
    case .badColumnWidth: "Give it in percent, such as width=\"40%\"."
    case .badImageWidth: "Give it in percent or in pixels, such as width=50% or width=300px."
    case .badImageLabel: "Begin with 'fig-', then use letters, digits, '-' and '_'."
    case .labelledImageInText: "Give it a paragraph of its own, or remove the label."

    case .duplicateLabel: "Give one of them another name."
    case .missingReference(let label, let nearest?) where label != nearest: "Did you mean '@\(nearest)'?"
    case .missingReference(let label, _) where label.hasPrefix("sec-"): "End a heading with '{#\(label)}'."
    case .missingReference(let label, _) where label.hasPrefix("eq-"): "Write '{#\(label)}' after a formula's '$$'."
    case .missingReference(let label, _): "Give a cell the option '//| label: \(label)'."
    case .emptyInlineExpression: "Write an expression after {swift}."

    case .badParameterName: "Use letters, digits and '_', beginning with a letter."
    case .badParameterDefault: ""
    case .unknownParameter(_, let nearest?, _): "Did you mean '\(nearest)'?"
    case .unknownParameter(_, nil, let known) where known.isEmpty: "Its front matter has no 'params'."
    case .unknownParameter(_, nil, let known): "It has \(known.joined(separator: ", "))."
    case .wrongParameterType: ""

    case .syntax: ""
    case .redeclared: "Choose another name, or assign to the first."
    case .laterVariable: "Move the function below it, or pass the value as an argument."
    }
  }

  /// The error as it is shown, at its place. `line`, `column`: 1-based.
  func problem(in file: String, line: Int? = nil, column: Int? = nil) -> Problem {
    Problem(kind: .notebook, file: file, line: line, column: column, summary: summary, remedy: remedy)
  }
}
