/// The YAML block at the top of a notebook.
public struct FrontMatter: Hashable, Sendable {
  public var title: String?
  public var subtitle: String?
  public var author: String?
  public var date: String?
  /// BCP 47; the page's `lang`.
  public var language = "en"
  /// BibTeX or CSL-JSON files, relative to the notebook: where there are any, `@key` cites.
  public var bibliography: [String] = []
  /// A CSL file, relative to the notebook.
  public var citationStyle: String?
  /// Names, defaults and overrides, in the order written.
  public var parameters: [Parameter] = []
  public var execute = Execute()
  public var html = HTMLOptions()

  public struct Execute: Hashable, Sendable {
    public var echo = true
    public var eval = true
    public var error = false
    public var warning = true
    /// `false`: the notebook is rendered from its record alone.
    public var enabled = true
    /// Compiles the cells with `-O`.
    public var optimize = false

    public init() {}
  }

  public struct HTMLOptions: Hashable, Sendable {
    public var contents = true
    /// The deepest heading level in the contents, 1...6.
    public var contentsDepth = 3
    public var codeFold = false
    public var codeLineNumbers = false
    public var numberSections = false
    public var theme: Theme = .auto
    /// A style sheet of the user's, relative to the notebook.
    public var styleSheet: String?

    public init() {}
  }

  public enum Theme: String, CaseIterable, Hashable, Sendable { case auto, light, dark }

  public init() {}
}

/// One `params:` entry. Cells read it as `params.name`, typed from the default.
public struct Parameter: Hashable, Sendable {
  public enum Value: Hashable, Sendable {
    case integer(Int)
    case number(Double)
    case boolean(Bool)
    case text(String)
  }

  public var name: String
  /// The default, or what `-P name:value` gave.
  public var value: Value
  /// 1-based.
  public var line: Int

  public init(name: String, value: Value, line: Int) {
    self.name = name
    self.value = value
    self.line = line
  }
}
