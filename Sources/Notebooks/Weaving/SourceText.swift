/// The woven program while it grows: keeps every line's place in the notebook.
struct SourceText {
  /// The notebook's name in `#sourceLocation`, which knows no escapes.
  let notebook: String
  private(set) var text = ""

  init(notebook: String) {
    self.notebook = notebook
  }

  /// Adds lines that belong to no notebook, at the number of the line (1-based) that an error in them concerns.
  mutating func generated(_ code: String, near line: Int = 1) {
    if code.isEmpty { return }
    endLine()
    text += "#sourceLocation(file: \"\(ProgramWeaver.generatedFile)\", line: \(line))\n"
    text += code + "\n"
  }

  /// What follows stands on `line` (1-based) of the notebook.
  mutating func sourceLocation(line: Int) {
    endLine()
    text += "#sourceLocation(file: \"\(notebook)\", line: \(max(line, 1)))\n"
  }

  /// Adds code that stands at `line` and `column` (1-based) of the notebook.
  mutating func fromNotebook(_ code: String, line: Int, column: Int) {
    sourceLocation(line: line)
    text += String(repeating: " ", count: column - 1) + code
  }

  mutating func append(_ code: String) {
    text += code
  }

  mutating func append(_ bytes: some Sequence<UInt8>) {
    text += String(decoding: Array(bytes), as: UTF8.self)
  }

  private mutating func endLine() {
    if !text.isEmpty, text.utf8.last != UInt8(ascii: "\n") { text += "\n" }
  }
}

/// `text` as Swift writes it in source.
func swiftStringLiteral(_ text: String) -> String {
  let escaped = text.unicodeScalars.map { scalar in
    switch scalar {
    case "\\": "\\\\"
    case "\"": "\\\""
    case "\n": "\\n"
    case "\r": "\\r"
    case "\t": "\\t"
    case _ where scalar.value < 0x20: "\\u{\(String(scalar.value, radix: 16))}"
    default: String(scalar)
    }
  }
  return "\"" + escaped.joined() + "\""
}
