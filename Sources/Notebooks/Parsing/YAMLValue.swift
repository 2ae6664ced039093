internal import Yams

/// A value of a YAML document with its place; the one file that touches Yams.
indirect enum YAMLValue {
  /// `isPlain`: written without quotes, so that `3` is a number and `"3"` a text.
  case scalar(String, isPlain: Bool, line: Int)
  case sequence([YAMLValue], line: Int)
  case mapping([Entry], line: Int)

  struct Entry {
    var key: String
    var value: YAMLValue
    /// 1-based line of the key.
    var line: Int
  }

  /// 1-based.
  var line: Int {
    switch self {
    case .scalar(_, _, let line), .sequence(_, let line), .mapping(_, let line): line
    }
  }

  /// What libyaml said, and where. `line`, `column`: 1-based within the document.
  struct SyntaxError: Error {
    var reason: String
    var line: Int
    var column: Int?
  }

  /// Reads one document, whose first line is number `firstLine`; `nil` where it holds nothing but comments.
  static func parse(_ text: String, firstLine: Int) throws(SyntaxError) -> YAMLValue? {
    do {
      return try compose(yaml: text, .basic).map { YAMLValue($0, firstLine: firstLine) }
    } catch let error as YamlError {
      throw SyntaxError(error, firstLine: firstLine)
    } catch {
      throw SyntaxError(reason: String(describing: error), line: firstLine, column: nil)
    }
  }

  private init(_ node: Node, firstLine: Int) {
    let line = (node.mark?.line ?? 1) + firstLine - 1
    switch node {
    case .scalar(let scalar):
      self = .scalar(scalar.string, isPlain: scalar.style == .plain || scalar.style == .any, line: line)
    case .sequence(let sequence):
      self = .sequence(sequence.map { YAMLValue($0, firstLine: firstLine) }, line: line)
    case .mapping(let mapping):
      let entries = mapping.map { key, value in
        Entry(
          key: key.string ?? "", value: YAMLValue(value, firstLine: firstLine),
          line: (key.mark?.line ?? 1) + firstLine - 1)
      }
      self = .mapping(entries, line: line)
    case .alias:
      self = .scalar("", isPlain: false, line: line)
    }
  }
}

extension YAMLValue.SyntaxError {
  fileprivate init(_ error: YamlError, firstLine: Int) {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      self.init(reason: problem, line: mark.line + firstLine - 1, column: mark.column)
    case .duplicatedKeysInMapping(let duplicates, let context):
      let names = duplicates.map { "'\($0)'" }.joined(separator: ", ")
      self.init(reason: "\(names) is there twice", line: context.mark.line + firstLine - 1, column: nil)
    case .reader(let problem, _, _, _):
      self.init(reason: problem, line: firstLine, column: nil)
    default:
      self.init(reason: String(describing: error), line: firstLine, column: nil)
    }
  }
}

extension YAMLValue {
  var text: String? {
    if case .scalar(let text, _, _) = self { text } else { nil }
  }

  var boolean: Bool? {
    guard case .scalar(let text, isPlain: true, _) = self else { return nil }
    switch text {
    case "true", "True", "TRUE", "yes", "Yes", "on": return true
    case "false", "False", "FALSE", "no", "No", "off": return false
    default: return nil
    }
  }

  var integer: Int? {
    guard case .scalar(let text, isPlain: true, _) = self else { return nil }
    return Int(text.filter { $0 != "_" })
  }

  var number: Double? {
    guard case .scalar(let text, isPlain: true, _) = self, text.contains(where: \.isNumber) else { return nil }
    return Double(text.filter { $0 != "_" })
  }

  var isNull: Bool {
    guard case .scalar(let text, isPlain: true, _) = self else { return false }
    return ["", "~", "null"].contains(text)
  }

  /// The value as an error message quotes it.
  var shown: String {
    switch self {
    case .scalar(let text, _, _): isNull ? "empty" : "'\(text)'"
    case .sequence: "a list"
    case .mapping: "a mapping"
    }
  }
}
