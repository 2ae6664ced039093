import CellOutput

/// Reads the YAML block at the top of a notebook.
///
/// Keys of ours must have the right type. Keys that Quarto knows and that say nothing about a page of ours (other
/// formats, bibliographies, execution engines) are passed over, so that a notebook can serve both; every other key is
/// an error.
struct FrontMatterParser {
  var file: String

  /// `yaml`: the lines between the two `---`; `firstLine`: the 1-based number of the first of them.
  func parse(_ yaml: String, firstLine: Int) throws(Problem) -> FrontMatter {
    var matter = FrontMatter()
    var numbersSections: Bool?
    let reader = OptionReader(file: file)
    for entry in try reader.entries(yaml, firstLine: firstLine, what: "front matter") {
      switch entry.key {
      case "title": matter.title = try reader.text(entry)
      case "subtitle": matter.subtitle = try reader.text(entry)
      case "author": matter.author = try reader.names(entry)
      case "date": matter.date = try reader.text(entry)
      case "lang": matter.language = try reader.text(entry)
      case "params": matter.parameters = try parameters(entry, reader)
      case "execute": matter.execute = try execute(entry, reader)
      case "bibliography": matter.bibliography = try reader.texts(entry)
      case "csl": matter.citationStyle = try reader.text(entry)
      case "number-sections": numbersSections = try reader.boolean(entry)
      case "format": matter.html = try format(entry, reader)
      default: try reader.passOver(entry, in: nil, known: Self.keys, quarto: Self.quartoKeys)
      }
    }
    // What is said under `format` is closer to the page.
    if let numbersSections, !matter.html.numberSections { matter.html.numberSections = numbersSections }
    return matter
  }

  private static let keys = [
    "title", "subtitle", "author", "date", "lang", "bibliography", "csl", "number-sections", "params", "execute",
    "format",
  ]
  private static let quartoKeys: Set<String> = [
    "abstract", "categories", "citation", "copyright", "crossref", "date-format",
    "date-modified", "description", "doi", "draft", "editor", "engine", "filters", "funding", "image", "jupyter",
    "keywords", "knitr", "license", "link-citations", "nocite", "order", "project", "website",
  ]
  private static let executeKeys = ["echo", "eval", "error", "warning", "enabled", "optimize"]
  private static let quartoExecuteKeys: Set<String> = ["cache", "freeze", "include", "output", "daemon", "keep-ipynb"]
  private static let htmlKeys = [
    "toc", "toc-depth", "code-fold", "code-line-numbers", "number-sections", "theme", "css",
  ]
  private static let quartoHTMLKeys: Set<String> = [
    "anchor-sections", "code-copy", "code-overflow", "code-tools", "embed-resources",
    "fig-align", "fig-format", "fig-height", "fig-width", "grid", "highlight-style", "html-math-method",
    "page-layout", "self-contained", "smooth-scroll", "toc-location", "toc-title",
  ]

  private func parameters(_ entry: YAMLValue.Entry, _ reader: OptionReader) throws(Problem) -> [Parameter] {
    var parameters: [Parameter] = []
    for parameter in try reader.entries(of: entry) {
      let line = parameter.line
      guard isSwiftName(parameter.key) else {
        throw NotebookError.badParameterName(parameter.key).problem(in: file, line: line)
      }
      let value = parameter.value
      if let number = value.integer {
        parameters.append(Parameter(name: parameter.key, value: .integer(number), line: line))
      } else if let number = value.number {
        parameters.append(Parameter(name: parameter.key, value: .number(number), line: line))
      } else if let boolean = value.boolean {
        parameters.append(Parameter(name: parameter.key, value: .boolean(boolean), line: line))
      } else if let text = value.text, !value.isNull {
        parameters.append(Parameter(name: parameter.key, value: .text(text), line: line))
      } else {
        throw NotebookError.badParameterDefault(parameter.key).problem(in: file, line: line)
      }
    }
    return parameters
  }

  private func execute(_ entry: YAMLValue.Entry, _ reader: OptionReader) throws(Problem) -> FrontMatter.Execute {
    var execute = FrontMatter.Execute()
    for option in try reader.entries(of: entry) {
      switch option.key {
      case "echo": execute.echo = try reader.boolean(option)
      case "eval": execute.eval = try reader.boolean(option)
      case "error": execute.error = try reader.boolean(option)
      case "warning": execute.warning = try reader.boolean(option)
      case "enabled": execute.enabled = try reader.boolean(option)
      case "optimize": execute.optimize = try reader.boolean(option)
      default: try reader.passOver(option, in: "execute", known: Self.executeKeys, quarto: Self.quartoExecuteKeys)
      }
    }
    return execute
  }

  /// `format: html`, or a mapping in which only `html` concerns us.
  private func format(_ entry: YAMLValue.Entry, _ reader: OptionReader) throws(Problem) -> FrontMatter.HTMLOptions {
    var html = FrontMatter.HTMLOptions()
    if case .scalar = entry.value { return html }
    for format in try reader.entries(of: entry) where format.key == "html" && format.value.text != "default" {
      for option in try reader.entries(of: format) {
        switch option.key {
        case "toc": html.contents = try reader.boolean(option)
        case "toc-depth": html.contentsDepth = try reader.integer(option, in: 1...6)
        case "code-fold": html.codeFold = try reader.boolean(option)
        case "code-line-numbers": html.codeLineNumbers = try reader.boolean(option)
        case "number-sections": html.numberSections = try reader.boolean(option)
        case "theme": html.theme = try reader.choice(option)
        case "css": html.styleSheet = try reader.text(option)
        default: try reader.passOver(option, in: "html", known: Self.htmlKeys, quarto: Self.quartoHTMLKeys)
        }
      }
    }
    return html
  }
}

/// Whether `name` can follow `params.`: an ASCII identifier.
func isSwiftName(_ name: String) -> Bool {
  guard let first = name.utf8.first, first == UInt8(ascii: "_") || Character(Unicode.Scalar(first)).isLetter else {
    return false
  }
  return name.utf8.allSatisfy { byte in
    byte == UInt8(ascii: "_")
      || (byte < 0x80 && (Character(Unicode.Scalar(byte)).isLetter || (0x30...0x39).contains(byte)))
  }
}
