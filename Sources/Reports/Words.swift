internal import Notebooks

/// The page's own words, which are not the notebook's.
///
/// They are English. A page in another language says so of each of them (`lang="en"`), so that a screen reader does not
/// read them by the wrong rules.
struct Words: Sendable {
  var figure = "Figure"
  var table = "Table"
  var section = "Section"
  var equation = "Equation"
  var linkToSection = "Link to the section"
  var footnotes = "Footnotes"
  var footnote = "Note"
  var backToText = "Back to the text"
  var references = "References"
  var tabs = "Tabs"
  var picture = "Picture"
  var noValue = "No value yet"
  var done = "Done:"
  var toDo = "To do:"

  static let english = Words()

  func callout(_ kind: Callout.Kind) -> String { kind.rawValue.prefix(1).uppercased() + kind.rawValue.dropFirst() }
}
