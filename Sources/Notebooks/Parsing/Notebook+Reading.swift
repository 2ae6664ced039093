public import CellOutput
import Foundation

extension Notebook {
  /// Reads and parses the notebook at `path`; `overrides` are the command line's `-P name:value`.
  public init(contentsOf path: String, overriding overrides: [String: String] = [:]) throws(Problem) {
    try self.init(source: "", path: path, overriding: overrides)
  }

  /// Parses `source`; messages name `path`.
  public init(source: String, path: String, overriding overrides: [String: String] = [:]) throws(Problem) {
    self.init(path: path, source: source, frontMatter: FrontMatter(), blocks: [], cells: [], inlineExpressions: [])
  }
}
