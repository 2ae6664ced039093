/// What can be wrong with a notebook's text, as plain data; `NotebookError+Wording.swift` puts it into words.
enum NotebookError: Hashable {
  // The file
  case missingFile
  case isFolder
  case unreadable(reason: String)
  case notUTF8(offset: Int)
  case emptyFile

  // Front matter and options
  case unclosedFrontMatter
  case brokenYAML(reason: String)
  case notAMapping(what: String)
  case unknownKey(String, section: String?, nearest: String?)
  case wrongType(key: String, expected: String, found: String)

  // Cells
  case unclosedFence
  case unknownLanguage(String)
  case optionsInFence(String)
  case unknownOption(String, nearest: String?, known: [String])
  case badLabel(String)
  case nestedTooDeep

  // Divisions
  case unclosedDivision
  case strayDivisionEnd
  case unknownCallout(String, nearest: String?)
  case badColumnWidth(String)
  case badImageWidth(String)
  case badImageLabel(String)
  case labelledImageInText(String)

  // Labels and references
  case duplicateLabel(String, firstLine: Int)
  case missingReference(String, nearest: String?)
  case emptyInlineExpression

  // Parameters
  case badParameterName(String)
  case badParameterDefault(String)
  case unknownParameter(String, nearest: String?, known: [String])
  case wrongParameterType(String, value: String, expected: String)

  // The code of the cells
  case syntax(message: String)
  case redeclared(name: String, firstLine: Int)
  case laterVariable(name: String, function: String, declaredLine: Int)
}
