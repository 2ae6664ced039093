internal import Notebooks

/// Has pandoc turn formulas into MathML, all in one go.
enum Mathematics {
  /// One entry a formula; `nil` where pandoc does not understand it.
  static func typeset(_ formulas: [Formula], with pandoc: Pandoc) async throws(Pandoc.Failure) -> [HTML?] {
    // A paragraph each: the answer has as many. No formula holds an empty line.
    let input = formulas.map(\.source).joined(separator: "\n\n") + "\n"
    let answer = try await pandoc.run(
      ["--sandbox", "--from", "markdown_strict+tex_math_dollars", "--to", "html", "--mathml", "--wrap=none"],
      input: input)
    let paragraphs = answer.output.matches(of: /<p>(.*?)<\/p>/.dotMatchesNewlines().matchingSemantics(.unicodeScalar))
      .map { $0.1 }
    guard paragraphs.count == formulas.count else { return formulas.map { _ in nil } }
    return zip(paragraphs, formulas).map { MathML.html($0, tex: $1.tex) }
  }
}
